"""What was taken from the end of the log or of the digests is found by what stands elsewhere."""

import json
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import text

from compliance.audit.files import NAME, kept_heads
from compliance.audit.jobs import check_log, seal_looks
from compliance.audit.services import looked_at, write_pending
from compliance.audit.services.anchors import keep_heads
from compliance.audit.services.checks import verify
from compliance.audit.services.digests import digest_looks
from compliance.audit.services.entries import signed
from compliance.db import session, transaction
from compliance.doors import door_of
from compliance.wallclock import end_of_day
from tests.audit.test_cli import ask
from tests.audit.test_entries import note
from tests.conftest import TODAY, occasion
from tests.makers.people import make_person

LATER = end_of_day(TODAY)


@pytest.fixture
def folder(app) -> Path:
    return app.extensions["daybook"]["settings"].instance


def tamper(*statements: str) -> None:
    for each in statements:
        session().execute(text(each))
    session().commit()


def sign_ins(number: int, person: int = 1) -> None:
    """Write entries that stand for no fact."""
    for _ in range(number):
        signed("signed in", person)
    write_pending()


def seal(number: int) -> None:
    looked_at(None, "birth date", "application", number)
    write_pending()
    with transaction():
        digest_looks(LATER, LATER)


def test_an_end_that_was_removed_is_found_by_the_head_of_the_hour(app, folder, unguarded):
    sign_ins(6)
    seal_looks(door_of(app))
    tamper("DELETE FROM audit_entries WHERE seq > 4")
    assert verify().is_sound
    found = verify(folder)
    assert (found.first_bad, found.outside.heads) == (5, 1)


def test_an_end_written_anew_is_found_at_the_head_it_replaced(folder, unguarded):
    sign_ins(6)
    keep_heads(folder, occasion().now)
    tamper("DELETE FROM audit_entries WHERE seq > 4")
    sign_ins(3, person=2)
    with transaction():
        note(1)
    assert verify(folder).first_bad == 6


def test_every_check_that_found_the_log_sound_counts(app, unguarded):
    sign_ins(6)
    check_log(door_of(app))
    tamper("DELETE FROM audit_entries WHERE seq > 4")
    sign_ins(2, person=2)
    assert verify().first_bad == 6


def test_a_head_is_kept_once_while_nothing_was_added(folder, database):
    sign_ins(1)
    for _ in range(3):
        assert keep_heads(folder, occasion().now) == ""
    sign_ins(1)
    keep_heads(folder, LATER)
    assert [each.entries for each in kept_heads(folder)] == [1, 2]
    assert (folder / NAME).stat().st_mode & 0o077 == 0


def test_a_line_cut_short_is_passed_over_and_a_new_database_begins_anew(folder, database):
    sign_ins(1)
    keep_heads(folder, occasion().now)
    with (folder / NAME).open("a") as file:
        file.write('{"at": "2026-\n[1]\n')
    assert len(kept_heads(folder)) == 1
    keep_heads(folder, LATER, begins=True)
    assert [each.begins for each in kept_heads(folder)] == [True]


def test_where_the_file_cannot_be_written_the_work_goes_on_and_says_so(app, database, tmp_path):
    (tmp_path / NAME).mkdir()
    sign_ins(1)
    assert "could not be kept" in keep_heads(tmp_path, occasion().now)
    found = verify(tmp_path)
    assert found.is_sound
    assert "cannot be read" in found.words[-1]
    assert "may look whole" in verify().words[-1]


@pytest.mark.parametrize(
    "statements",
    [
        ("DELETE FROM audit_entries", "DELETE FROM audit_checks"),
        ("DELETE FROM audit_entries", "DELETE FROM audit_checks", "DELETE FROM facts"),
    ],
)
def test_records_without_any_log_are_found(app, unguarded, statements):
    with transaction():
        make_person("Olivia Ortega", occasion())
        note(1)
    check_log(door_of(app))
    tamper(*statements)
    found = verify()
    assert (found.entries, found.first_bad) == (0, 1)


def test_an_empty_database_is_whole(database):
    assert verify().is_sound


def test_the_last_digest_removed_with_its_looks_is_found(unguarded):
    seal(1)
    seal(2)
    assert (verify().digests, verify().is_sound) == (2, True)
    tamper("DELETE FROM access_digests WHERE id = 2", "DELETE FROM access_log WHERE id = 2")
    assert verify().first_bad_digest == 2


def test_a_digest_made_anew_over_fewer_looks_is_found(unguarded):
    seal(1)
    seal(2)
    tamper("DELETE FROM access_digests WHERE id = 2", "DELETE FROM access_log WHERE id = 2")
    seal(3)
    assert verify().first_bad_digest == 2


def test_a_rule_pack_that_was_altered_is_named(with_rules, unguarded):
    (version,) = session().scalars(text("SELECT version FROM rule_packs"))
    tamper("UPDATE rule_packs SET body = replace(body, 'calendar days', 'business days')")
    found = verify()
    assert found.bad_packs == (version,)
    assert f"Rule pack {version} is not what it was" in " ".join(found.words)


def test_the_command_compares_with_the_file_and_a_restore_begins_it_anew(tmp_path, capsys):
    one, two = tmp_path / "one", tmp_path / "two"
    assert ask(one, "upgrade") == 0
    assert ask(one, "backup", str(tmp_path / "b.zip")) == 0
    capsys.readouterr()
    assert ask(one, "--json", "audit", "verify") == 0
    assert json.loads(capsys.readouterr().out)["heads_outside"] >= 1
    (one / NAME).rename(tmp_path / NAME)
    two.mkdir()
    (tmp_path / NAME).rename(two / NAME)
    with (two / NAME).open("a") as file:
        file.write((two / NAME).read_text().replace('"hash":"', '"hash":"0'))
    assert ask(two, "restore", str(tmp_path / "b.zip")) == 0
    assert ask(two, "audit", "verify") == 0
    with sqlite3.connect(two / "daybook.db") as raw:
        (content,) = raw.execute("SELECT content FROM audit_entries ORDER BY seq DESC").fetchone()
    assert json.loads(content)["restored"]["entries"] >= 1
