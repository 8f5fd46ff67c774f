"""A bit changed anywhere in stored entries is found, and the entry it was changed in is named."""

# ruff: noqa: S608  (statements that a tamperer would write)

import json
import random
from itertools import islice

import pytest

from compliance.audit.models import AuditEntry
from compliance.audit.rules import START, as_json, holding, link_hash
from compliance.audit.services.chains import entry_links
from compliance.audit.services.checks import verify
from compliance.audit.services.entries import COVERED
from compliance.db import db, session, write_rows
from tests.conftest import occasion

pytestmark = pytest.mark.sqlite(reason="changes bits of the values as SQLite stores them")
LENGTH, FLIPS = 2000, 200
COLUMNS = [*COVERED, "previous", "hash"]


@pytest.fixture
def raw(unguarded):
    """Write 2,000 entries and return the driver's own connection to them."""
    rows, previous = [], START
    for seq in range(1, LENGTH + 1):
        content = as_json({"rows": {"duties": {"update": seq}}, "about": {"name": "Zoë"}})
        values = (seq, occasion().now, seq % 9, "act", f"duties.act_{seq}",
                  "duty", seq, seq, None, content)  # fmt: skip
        row = dict(zip(COVERED, values, strict=True))
        rows.append({**row, "previous": previous, "hash": link_hash(values, previous)})
        previous = rows[-1]["hash"]
    write_rows(AuditEntry, rows)
    session().commit()
    with db.engine.connect() as connection:
        return connection.connection.driver_connection


def change_a_bit(raw, seq: int, column: str, dice: random.Random) -> object:
    """Change one bit of a value as SQLite stores it, and return what it was."""
    (value,) = raw.execute(f"SELECT {column} FROM audit_entries WHERE seq = {seq}").fetchone()
    if isinstance(value, str):
        changed = bytearray(value.encode())
        changed[dice.randrange(len(changed))] ^= 1 << dice.randrange(8)
        put(raw, seq, column, bytes(changed), "CAST(? AS TEXT)")
    else:
        put(raw, seq, column, (value or 0) ^ (1 << dice.randrange(16)))
    return value


def put(raw, seq: int, column: str, value: object, as_text: str = "?") -> None:
    raw.execute(f"UPDATE audit_entries SET {column} = {as_text} WHERE seq = {seq}", [value])


def first_bad_around(raw, at: int) -> int:
    """Return the first entry that does not hold, reading from the one before on."""
    before = max(at - 2, 0)
    head = START
    if before:
        asked = f"SELECT hash FROM audit_entries WHERE seq = {before}"
        (head,) = raw.execute(asked).fetchone()
    held = sum(1 for _ in islice(holding(entry_links(before), before, head), 4))
    return before + held + 1


def test_a_bit_changed_in_200_places_of_2000_entries_is_named_200_times(raw):
    assert json.loads(session().get(AuditEntry, 7).content)["about"] == {"name": "Zoë"}
    session().rollback()
    dice, named = random.Random(20261124), 0
    for _ in range(FLIPS):
        seq, column = dice.randint(1, LENGTH), dice.choice(COLUMNS[1:])
        value = change_a_bit(raw, seq, column, dice)
        named += first_bad_around(raw, seq) == seq
        session().rollback()
        put(raw, seq, column, value)
    assert named == FLIPS
    assert (verify().entries, verify().first_bad) == (LENGTH, None)


@pytest.mark.parametrize("seq", [1, 972, 1972])
@pytest.mark.parametrize("column", ["content", "previous"])
def test_an_entry_that_is_no_text_any_more_is_named(raw, seq, column):
    put(raw, seq, column, b"\xff\xfe", "CAST(? AS TEXT)")
    assert verify().first_bad == seq


def test_a_changed_number_is_named_where_it_is_missing(raw):
    raw.execute("UPDATE audit_entries SET seq = seq | 65536 WHERE seq = 1500")
    assert verify().first_bad == 1500
