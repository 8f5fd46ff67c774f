"""What the pages of accounts share: the blueprint, the settings, what is shown only once."""

from collections.abc import Sequence

from flask import Blueprint, current_app, session

from compliance.config import Settings

blueprint = Blueprint("accounts", __name__)
SHOWN_ONCE = "shown_once"


def settings() -> Settings:
    """Return the settings of this installation."""
    found: Settings = current_app.extensions["daybook"]["settings"]
    return found


def show_once(kind: str, words: Sequence[str]) -> None:
    """Hand words to the page of their kind that this browser opens next, and to no other."""
    session[SHOWN_ONCE] = {kind: list(words)}


def shown_once(kind: str) -> list[str]:
    """Return the words handed over to pages of a kind; a second time there are none."""
    if kind not in session.get(SHOWN_ONCE, ()):
        return []
    found: list[str] = session.pop(SHOWN_ONCE)[kind]
    return found
