"""Whether an answer tells who an applicant or a provider is, and whether a look was written."""

import re
from dataclasses import dataclass
from html import unescape
from io import BytesIO
from itertools import pairwise
from zipfile import ZipFile

from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.test import TestResponse

from compliance.db import db

TOLD = "SELECT DISTINCT first_name, last_name, npi, license_number, email FROM provider_details"
TOKENS = re.compile(r"[^\s<>\"=,;:()/]+")
READABLE = ("text/", "application/json", "application/vnd.openxmlformats")
MOST = 2  # two files of one person side by side


@dataclass(frozen=True)
class Identities:
    """What everybody on record is known by: names as pairs of words, and numbers."""

    pairs: frozenset[tuple[str, str]]
    words: frozenset[str]
    numbers: frozenset[str]

    def shown(self, told: str) -> str:
        """Return the first name or number in a text, empty for none."""
        tokens = TOKENS.findall(told)
        known = set(tokens)
        if found := self.numbers & known:
            return min(found)
        if self.words.isdisjoint(known):
            return ""
        return next((" ".join(pair) for pair in pairwise(tokens) if pair in self.pairs), "")


def missing_look(known: Identities, answer: TestResponse, looks: int) -> str:
    """Return whom an answer names without a look, empty for nobody."""
    if looks or not answer.content_type.startswith(READABLE):
        return ""
    shown = known.shown(words_of(answer))
    return f"shows {shown}, and no look was written" if shown else ""


def fault_of(known: Identities, answer: TestResponse, looks: int) -> str:
    """Return what is wrong: a name without a look, or a look although nobody is named."""
    if not answer.content_type.startswith(READABLE):
        return ""
    if looks > MOST:
        return f"{looks} looks were written"
    if looks and not known.shown(words_of(answer)):
        return "a look was written, and nobody is named"
    return missing_look(known, answer, looks)


def identities(client: FlaskClient) -> Identities:
    """Return what applicants and providers are known by at this moment."""
    with client.application.app_context(), db.engine.connect() as connection:
        rows = connection.execute(text(TOLD)).all()
    pairs, numbers = set[tuple[str, str]](), set[str]()
    for first, last, *known in rows:
        if first and last:
            pairs |= {(first.split()[-1], last.split()[0]), (last.split()[-1], first.split()[0])}
        numbers |= {each for each in known if each and " " not in each}
    return Identities(frozenset(pairs), frozenset(first for first, _ in pairs), frozenset(numbers))


def looks_written(client: FlaskClient) -> int:
    """Return the number of the look written last."""
    with client.application.app_context(), db.engine.connect() as connection:
        return int(connection.scalar(text("SELECT max(id) FROM access_log")) or 0)


def words_of(answer: TestResponse) -> str:
    """Return the words of an answer; of a workbook those of its sheets."""
    body = answer.get_data()
    if not body.startswith(b"PK"):
        return unescape(body.decode("utf-8", "replace"))
    with ZipFile(BytesIO(body)) as book:
        return " ".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())
