"""Addresses of static files that change with their content, so that browsers may keep them."""

from collections.abc import Callable, Hashable
from hashlib import sha256
from pathlib import Path

from flask import Flask, has_request_context, request, url_for
from jinja2.runtime import Macro
from markupsafe import Markup

SPRITE = "vendor/icons.svg"
MOST_KEPT = 4096


def register(app: Flask) -> None:
    """Give templates `asset_url`, `icon` and `keeper`."""
    assets = Assets(app)
    app.jinja_env.globals["asset_url"] = assets.asset_url
    app.jinja_env.globals["icon"] = assets.icon
    app.jinja_env.globals["keeper"] = assets.keeper


class Assets:
    """Addresses of static files and what was drawn with them, kept: a list asks hundreds of times.

    Kept for each root that the app is served under, and not while it is being debugged.
    """

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._addresses: dict[tuple[str, str], str] = {}
        self._icons: dict[tuple[str, str, bool], Markup] = {}
        self._drawn: dict[str, dict[tuple[str, Hashable], Markup]] = {}

    def asset_url(self, name: str) -> str:
        """Return the address of a static file with a version made from its content."""
        key = (_root(), name)
        if key not in self._addresses or self._app.debug:
            version = _version(Path(str(self._app.static_folder)) / name)
            self._addresses[key] = url_for("static", filename=name, v=version)
        return self._addresses[key]

    def icon(self, name: str, large: bool = False) -> Markup:
        """Return one icon of the sprite, hidden from readers; the word beside it says it."""
        key = (_root(), name, large)
        if key not in self._icons or self._app.debug:
            address, size = self.asset_url(SPRITE), " ico-l" if large else ""
            drawn = Markup('<svg class="ico{}" aria-hidden="true"><use href="{}#{}"/></svg>')
            self._icons[key] = drawn.format(size, address, name)
        return self._icons[key]

    def keeper(self) -> Callable[[Macro, Hashable], Markup]:
        """Return what draws a value with a macro once; many rows of a list say the same.

        The macro may look at nothing but the value and addresses of static files.
        """
        root = _root()
        drawn = self._drawn.setdefault(root, {})
        if self._app.debug or len(drawn) >= MOST_KEPT:
            drawn = self._drawn[root] = {}

        def kept(macro: Macro, value: Hashable) -> Markup:
            key = (macro.name, value)
            found = drawn.get(key)
            if found is None:
                found = drawn[key] = Markup(macro(value))  # noqa: S704
            return found

        return kept


def _root() -> str:
    return request.script_root if has_request_context() else ""


def _version(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()[:8]
