"""`daybook audit verify`, and the two jobs."""

import json
import sqlite3
from hashlib import sha256

import pytest
from sqlalchemy import text

from compliance.audit.jobs import check_log, seal_looks
from compliance.audit.queries import chain_state
from compliance.cli import main
from compliance.core.errors import Environment
from compliance.db import session, transaction
from compliance.doors import door_of
from tests.audit.test_entries import note
from tests.conftest import occasion


def ask(folder, *words: str) -> int:
    try:
        main(["--instance", str(folder), *words], standalone_mode=False)
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0


def test_a_whole_log_and_an_altered_one(tmp_path, capsys):
    assert ask(tmp_path, "upgrade") == 0
    capsys.readouterr()
    assert ask(tmp_path, "--json", "audit", "verify") == 0
    whole = json.loads(capsys.readouterr().out)
    assert (whole["entries"], whole["first_bad"]) == (1, None)
    with sqlite3.connect(tmp_path / "daybook.db") as raw:
        raw.execute("DROP TRIGGER audit_entries_no_update")
        raw.execute("UPDATE audit_entries SET person_id = 1")
    assert ask(tmp_path, "audit", "verify") == 1
    assert "Entry 1 does not match. Nothing after it can be relied on." in capsys.readouterr().out
    assert ask(tmp_path, "audit", "looks") == 0
    assert capsys.readouterr().out == "No look matches.\n"


def test_guards_taken_off_stand_again_after_an_upgrade(tmp_path):
    assert ask(tmp_path, "upgrade") == 0
    with sqlite3.connect(tmp_path / "daybook.db") as raw:
        raw.execute("DROP TRIGGER audit_entries_no_replace")
    assert ask(tmp_path, "upgrade") == 0
    with sqlite3.connect(tmp_path / "daybook.db") as raw, pytest.raises(sqlite3.IntegrityError):
        raw.execute("REPLACE INTO audit_entries SELECT * FROM audit_entries")


def test_the_night_check_is_kept_for_pages(app, unguarded):
    with transaction():
        note(1)
    assert check_log(door_of(app)) == {"entries": 1}
    session().execute(text("UPDATE facts SET why = 'fax'"))
    session().commit()
    with pytest.raises(Environment, match="Entry 1 does not match"):
        check_log(door_of(app))
    state = chain_state(occasion())
    assert (state.count, state.first_bad) == (1, 1)


def test_an_hour_without_looks_is_sealed_with_nothing(app, database):
    assert seal_looks(door_of(app)) == {"looks": 0}


def entries(folder) -> list[tuple[str, str, dict]]:
    """Return kind, act and content of the entries that commands without an act of theirs left."""
    with sqlite3.connect(folder / "daybook.db") as raw:
        rows = raw.execute("SELECT kind, act, content FROM audit_entries ORDER BY seq").fetchall()
    return [(kind, act, json.loads(told)["about"]) for kind, act, told in rows if kind != "act"]


def test_a_command_that_hands_out_a_file_is_an_export_and_one_refused_a_refusal(tmp_path, capsys):
    assert ask(tmp_path, "upgrade") == 0
    made, asked = tmp_path / "b.zip", ["applications", "list", "--csv", "--as-of", "2026-11-20"]
    ask(tmp_path, "backup", str(made))
    ask(tmp_path, "applications", "list")
    ask(tmp_path, *asked, "--due-within", "7")
    ask(tmp_path, "people", "reset-mfa", "who@example.org")
    ask(tmp_path, "restore", str(made))
    backup, listed, refused, restored = entries(tmp_path)
    sent = {"bytes": made.stat().st_size, "sha256": sha256(made.read_bytes()).hexdigest()}
    assert backup == ("export", "command backup", {"asked": {"with_keys": False}, "sent": sent})
    assert listed[1] == "command applications list"
    assert listed[2]["asked"] == {
        "as_of": "2026-11-20", "view": "all", "due_within": 7, "as_csv": True,
    }  # fmt: skip
    assert refused == ("refusal", "command people reset-mfa", {"asked": {}})
    assert restored[:2] == ("refusal", "command restore")
    assert "who@example.org" not in str(entries(tmp_path))


def test_a_refusal_leaves_an_empty_database_empty(tmp_path):
    one, two = tmp_path / "one", tmp_path / "two"
    assert ask(one, "upgrade") == 0
    ask(one, "backup", str(tmp_path / "b.zip"))
    two.mkdir()
    ask(two, "restore", str(tmp_path / "b.zip"), "--today", "2026-11-20")
    assert ask(two, "restore", str(tmp_path / "b.zip")) == 0
    assert not [each for each in entries(two) if each[0] == "refusal"]
