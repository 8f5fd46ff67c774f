"""Verifying in the database: what was altered behind the log is found, on both databases."""

# ruff: noqa: S608  (statements that a tamperer would write)

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from compliance.audit.guards import put_on_guards, take_off_guards
from compliance.audit.queries import chain_state
from compliance.audit.services import looked_at, write_pending
from compliance.audit.services.checks import keep_check, verify
from compliance.audit.services.digests import digest_looks
from compliance.db import session, transaction
from compliance.ledger.services import Entry, Subject, record_fact
from compliance.wallclock import end_of_day
from tests.conftest import TODAY, occasion

ENTRIES = 6
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def log(unguarded):
    """Write six acts of two facts each into a database without guards."""
    write_log()


def write_log():
    for number in range(ENTRIES):
        with transaction():
            for kind in ("received", "named"):
                entry = Entry(kind, TODAY, {"name": f"Person {number}"}, why="mail")
                record_fact(Subject("application", number), entry, occasion())


def tamper(statement: str) -> None:
    session().execute(text(statement))
    session().commit()


def test_a_log_nobody_touched_is_whole_and_one_touched_is_not(database_on):
    take_off_guards(session().connection())
    session().commit()
    write_log()
    found = verify()
    assert (found.entries, found.first_bad, found.is_sound) == (ENTRIES, None, True)
    tamper("UPDATE facts SET why = 'fax' WHERE id = 5")
    assert verify().first_bad == 3
    put_on_guards(session().connection())
    session().commit()


@pytest.mark.parametrize(
    ("statement", "bad"),
    [
        ("UPDATE audit_entries SET act = 'x' WHERE seq = 3", 3),
        ("UPDATE audit_entries SET person_id = 9 WHERE seq = 1", 1),
        ("UPDATE audit_entries SET recorded_at = '2026-11-24 09:00:00' WHERE seq = 5", 5),
        ("UPDATE audit_entries SET content = content || ' ' WHERE seq = 2", 2),
        ("DELETE FROM audit_entries WHERE seq = 4", 4),
        ("DELETE FROM audit_entries WHERE seq = 6", 6),
        ("DELETE FROM audit_entries", 1),
        ("UPDATE facts SET why = 'fax' WHERE id = 5", 3),
        ("UPDATE facts SET happened_on = '2026-11-23' WHERE id = 12", 6),
        ("""UPDATE facts SET payload = '{"name": "Somebody"}' WHERE id = 1""", 1),
        ("UPDATE facts SET recorded_at = '2026-11-24 09:00:00' WHERE id = 2", 1),
        ("DELETE FROM facts WHERE id = 8", 4),
    ],
)
def test_what_was_altered_or_removed_is_found(log, statement, bad):
    keep_check(verify(), occasion().now)
    session().commit()
    tamper(statement)
    assert verify().first_bad == bad


def test_entries_that_changed_places_are_found(log):
    for step in ("seq = 103 WHERE seq = 3", "seq = 3 WHERE seq = 4", "seq = 4 WHERE seq = 103"):
        tamper(f"UPDATE audit_entries SET {step}")
    assert verify().first_bad == 3


def test_a_fact_put_in_behind_the_log_is_found(log):
    tamper(
        "INSERT INTO facts (subject_kind, subject_id, kind, happened_on, recorded_at, why, origin,"
        " payload, version) VALUES ('application', 1, 'received', '2026-11-24',"
        " '2026-11-24 09:00:00', '', '', '{}', 1)"
    )
    assert verify().first_bad == ENTRIES + 1


def test_a_whole_log_written_anew_after_a_check_is_found(log):
    keep_check(verify(), occasion().now)
    session().commit()
    for table in ("audit_entries", "facts"):
        tamper(f"DELETE FROM {table}")
    for number in range(ENTRIES):
        with transaction():
            record_fact(Subject("application", number), Entry("received", TODAY), occasion())
    assert verify().first_bad == ENTRIES


def test_the_last_check_is_stated(log):
    assert chain_state(occasion()) is None
    keep_check(verify(), occasion().now)
    session().commit()
    state = chain_state(occasion())
    assert (state.count, state.first_bad, state.checked_at) == (ENTRIES, None, occasion().now)


def look(person: int, number: int) -> None:
    looked_at(person, "birth date", "application", number)
    looked_at(person, "birth date", "application", number)
    write_pending()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE access_log SET person_id = 9 WHERE id = 2",
        "DELETE FROM access_log WHERE id = 3",
        "UPDATE access_digests SET last_id = 2 WHERE id = 1",
        "UPDATE access_digests SET hash = previous WHERE id = 1",
    ],
)
def test_looks_altered_after_they_were_sealed_are_found(log, statement):
    for number in range(4):
        look(1, number)
    tomorrow = end_of_day(TODAY)
    with transaction():
        assert digest_looks(tomorrow, tomorrow) == 4
        assert digest_looks(tomorrow, tomorrow) == 0
    assert (verify().digests, verify().is_sound) == (1, True)
    tamper(statement)
    assert verify().first_bad_digest == 1


def test_looks_after_the_hour_wait_for_the_next_seal(log):
    look(1, 1)
    with transaction():
        assert digest_looks(LONG_AGO, occasion().now) == 0


@pytest.mark.postgres
def test_acts_at_the_same_time_stand_in_one_chain(postgres_app, postgres_database):
    def act(number: int) -> None:
        with postgres_app.app_context():
            for _ in range(8):
                with transaction():
                    record_fact(
                        Subject("application", number), Entry("received", TODAY), occasion()
                    )

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(act, range(4)))
    found = verify()
    assert (found.entries, found.is_sound) == (32, True)
