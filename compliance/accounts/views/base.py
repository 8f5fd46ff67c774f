"""What the pages of accounts share: the blueprint, the settings, what is shown only once."""

from flask import Blueprint, current_app, session

from compliance.config import Settings

blueprint = Blueprint("accounts", __name__)
SHOWN_ONCE = "shown_once"


def settings() -> Settings:
    """Return the settings of this installation."""
    found: Settings = current_app.extensions["daybook"]["settings"]
    return found


def show_once(words: tuple[str, ...]) -> None:
    """Hand words to the next page that this browser opens for them, and to no other."""
    session[SHOWN_ONCE] = list(words)


def shown_once() -> list[str]:
    """Return the words handed over; a second time there are none."""
    found: list[str] = session.pop(SHOWN_ONCE, [])
    return found
