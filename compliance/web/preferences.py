"""What a person likes of the page itself, kept in cookies of this browser."""

from dataclasses import dataclass

from flask import Response, request

THEMES = ("light", "dark", "auto")
DENSITIES = ("comfortable", "compact")
KEYS = ("on", "off")
A_YEAR = 31_536_000


@dataclass(frozen=True)
class Preferences:
    """Theme, row height and single-letter keys; the first choice of each is the default."""

    theme: str = "light"
    density: str = "comfortable"
    keys: str = "on"

    @property
    def shown_theme(self) -> str:
        """Return the theme the page is sent with; a script may turn `auto` to dark."""
        return "light" if self.theme == "auto" else self.theme


ALLOWED = {"theme": THEMES, "density": DENSITIES, "keys": KEYS}


def preferences() -> Preferences:
    """Return the preferences of this browser; anything unknown counts as unset."""
    kept = {name: request.cookies.get(f"daybook_{name}", "") for name in ALLOWED}
    return Preferences(**{name: value for name, value in kept.items() if value in ALLOWED[name]})


def keep(response: Response, name: str, value: str) -> None:
    """Write one preference into the answer's cookies; unknown ones are left out."""
    if value in ALLOWED.get(name, ()):
        response.set_cookie(
            f"daybook_{name}",
            value,
            max_age=A_YEAR,
            samesite="Lax",
            httponly=True,
            secure=request.is_secure,
        )
