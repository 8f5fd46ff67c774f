"""What no address and no form may hold, refused once for every page."""

from collections.abc import Iterable

from flask import Flask, request
from werkzeug.routing import IntegerConverter, Map
from werkzeug.wrappers import Response

from compliance.web.errors import Said, answer

NUL = "\x00"
LARGEST_NUMBER = 2**31 - 1  # of a record; no database of ours counts further
UNREADABLE = Said(
    "That could not be read",
    "The address or the form holds a NUL character, which no text has.",
    "Type it again instead of pasting it.",
)


class RecordNumber(IntegerConverter):
    """The `<int:…>` of an address: a number that no record can have leads nowhere."""

    def __init__(self, url_map: Map, fixed_digits: int = 0) -> None:
        super().__init__(url_map, fixed_digits, max=LARGEST_NUMBER)


def prepare(app: Flask) -> None:
    """Make `<int:…>` know the largest number; before any blueprint is registered."""
    app.url_map.converters["int"] = RecordNumber


def register(app: Flask) -> None:
    """Refuse, before any view or form runs, what holds a NUL character; databases do."""
    app.before_request(refuse_nul)


def refuse_nul() -> Response | None:
    """Return the refusal of a request with a NUL character in its path, query or form."""
    return answer(400, UNREADABLE) if any(NUL in text for text in _texts()) else None


def _texts() -> Iterable[str]:
    yield request.path
    for held in (request.args, request.form):
        for name, values in held.lists():
            yield name
            yield from values
    yield from (each.filename or "" for each in request.files.values())
