"""The command itself: lazy groups, options on both sides of the name, exit codes."""

import importlib
import json
import subprocess
import sys
from datetime import date

import pytest
from click.testing import CliRunner

from compliance.cli import COMMANDS, Door, exit_code, hoisted, main
from compliance.core.errors import (
    BadFile,
    BadPack,
    BadValue,
    Conflict,
    Environment,
    NotAllowed,
    NotFound,
    NotNow,
    NoValueInForce,
)

PASSWORD = "correct horse battery"
SETUP = ["setup", "--plan", "Alder Creek", "--admin-email", "dana.w@a.example", "--password-stdin"]


def run(*args, stdin=None):
    return CliRunner().invoke(main, [str(each) for each in args], input=stdin)


@pytest.fixture
def folder(tmp_path):
    """Return the folder of a real instance with one administrator."""
    made = run("--instance", tmp_path / "i", *SETUP, stdin=PASSWORD)
    assert made.exit_code == 0, made.output
    return tmp_path / "i"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (["clock", "list", "--json"], ["--json", "clock", "list"]),
        (["x", "--today", "2026-03-02", "y"], ["--today", "2026-03-02", "x", "y"]),
        (["x", "--today=2026-03-02"], ["--today=2026-03-02", "x"]),
        (["x", "--", "--json"], ["x", "--", "--json"]),
        (["x", "--today"], ["--today", "x"]),
    ],
)
def test_day_and_output_may_stand_on_either_side(typed, meant):
    assert hoisted(typed) == meant


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (BadFile("x"), 1),
        (BadValue("x"), 2),
        (NotAllowed("x"), 3),
        (NotNow("x"), 3),
        (Conflict("x"), 3),
        (NotFound("x"), 3),
        (NoValueInForce("x"), 3),
        (Environment("x"), 4),
        (BadPack("x"), 4),
        (FileNotFoundError("x"), 4),
        (ZeroDivisionError("x"), None),
    ],
)
def test_each_refusal_has_its_exit_code(error, code):
    assert exit_code(error) == code


def test_help_names_every_command_without_importing_one():
    listed = run("--help")
    assert listed.exit_code == 0
    assert all(f"  {name} " in listed.output for name in COMMANDS)


@pytest.mark.parametrize("flag", ["--help", "--version"])
def test_help_and_version_import_click_alone(flag):
    script = (
        "import sys\nfrom compliance.cli import main\n"
        f"try:\n    main(['{flag}'])\nexcept SystemExit:\n    pass\n"
        "heavy = ('flask', 'sqlalchemy', 'pydantic', 'yaml', 'wtforms')\n"
        "print([name for name in heavy if name in sys.modules])"
    )
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", script], check=False, capture_output=True, text=True
    )
    assert done.stdout.splitlines()[-1] == "[]", done.stderr


def test_an_unknown_command_is_wrong_usage():
    assert run("nonsense").exit_code == 2


def test_a_day_that_does_not_exist_is_wrong_usage():
    refused = run("clock", "list", "--today", "2026-02-30")
    assert refused.exit_code == 2
    assert "2026-02-30 is not a date" in refused.output


def test_without_an_instance_there_is_nothing_to_open(tmp_path):
    refused = run("--instance", tmp_path, "people", "list")
    assert refused.exit_code == 4
    assert "Run `daybook setup`" in refused.stderr
    assert "`daybook upgrade`, then `daybook serve`" in refused.stderr
    assert list(tmp_path.iterdir()) == []


def test_clocks_work_without_an_instance(tmp_path):
    told = run("--instance", tmp_path, "clock", "explain", "decision", "--from", "2026-01-02")
    assert told.exit_code == 0
    assert list(tmp_path.iterdir()) == []


def test_json_alone_stands_on_stdout(folder):
    listed = run("--instance", folder, "people", "list", "--json")
    (dana,) = json.loads(listed.stdout)
    assert dana["name"] == "Dana W"
    assert dana["state"] == "active"


def test_setup_says_which_roles_the_first_person_gets(tmp_path):
    made = run("--instance", tmp_path / "i", *SETUP, stdin=PASSWORD)
    assert "Compliance officer and Administrator" in made.stdout
    assert "under Settings, People." in made.stdout


def test_setup_runs_once(folder):
    again = run("--instance", folder, *SETUP, stdin=PASSWORD)
    assert again.exit_code == 3
    assert "set up already" in again.stderr


def test_a_short_password_is_wrong_usage(tmp_path):
    refused = run("--instance", tmp_path / "i", *SETUP, stdin="short")
    assert refused.exit_code == 2
    assert not (tmp_path / "i").exists()


def test_upgrade_has_nothing_to_do_after_setup(folder):
    assert run("--instance", folder, "upgrade", "--check").exit_code == 0


def test_upgrade_of_an_empty_folder_says_so_first(tmp_path):
    checked = run("--instance", tmp_path / "i", "upgrade", "--check", "--json")
    assert checked.exit_code == 1
    assert json.loads(checked.stdout)["migration"]["stands"] is None
    assert run("--instance", tmp_path / "i", "upgrade").exit_code == 0
    assert run("--instance", tmp_path / "i", "upgrade", "--check").exit_code == 0


def test_a_person_is_invited_and_deactivated(folder):
    args = ["people", "invite", "theo@a.example", "--name", "Theo Tran", "--role", "owner"]
    invited = run("--instance", folder, *args, "--json")
    assert "/welcome/" in json.loads(invited.stdout)["link"]
    assert run("--instance", folder, "people", "deactivate", "theo@a.example").exit_code == 0
    last = run("--instance", folder, "people", "deactivate", "dana.w@a.example")
    assert last.exit_code == 3
    assert "last administrator" in last.stderr


def test_a_role_that_is_none_is_wrong_usage(folder):
    args = ["people", "invite", "theo@a.example", "--name", "Theo Tran", "--role", "boss"]
    assert run("--instance", folder, *args).exit_code == 2


def test_another_today_does_not_write_on_a_real_instance(folder):
    args = ["people", "deactivate", "dana.w@a.example", "--today", "2026-03-02"]
    refused = run("--instance", folder, *args)
    assert refused.exit_code == 3
    assert "serves reads and previews" in refused.stderr


def test_a_story_keeps_its_own_today(tmp_path):
    story = tmp_path / "i"
    made = run("--instance", story, *SETUP, "--today", "2026-03-02", stdin=PASSWORD)
    assert made.exit_code == 0, made.output
    from compliance.setup.story import instance_clock

    assert instance_clock(story).today() == date(2026, 3, 2)
    args = ["people", "invite", "theo@a.example", "--name", "Theo", "--role", "owner"]
    assert run("--instance", story, "--today", "2026-03-03", *args).exit_code == 0


def test_a_real_instance_does_not_become_a_story(folder):
    args = [*SETUP, "--today", "2026-03-02"]
    assert run("--instance", folder, *args, stdin=PASSWORD).exit_code == 3


def test_a_database_newer_than_the_release_is_refused(folder):
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(folder / "daybook.db")) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
        raw.commit()
    for words in (("people", "list"), ("jobs",), ("serve",), ("upgrade",), ("upgrade", "--check")):
        refused = run("--instance", folder, *words)
        assert refused.exit_code == 4
        assert "newer than this Daybook" in refused.stderr


def test_a_file_that_is_no_database_is_the_machines_fault(tmp_path):
    (tmp_path / "daybook.db").write_bytes(b"not a database at all, but long enough to be one")
    refused = run("--instance", tmp_path, "people", "list")
    assert refused.exit_code == 4
    assert "not a database" in refused.stderr


def test_the_door_prints_lines_or_one_document(capsys):
    door = Door(None, None)
    door.emit({"due_on": date(2026, 3, 2)}, ["Due Mon 2 Mar 2026"])
    assert capsys.readouterr().out == "Due Mon 2 Mar 2026\n"
    door.json = True
    door.emit({"due_on": date(2026, 3, 2)}, ["Due Mon 2 Mar 2026"])
    assert json.loads(capsys.readouterr().out) == {"due_on": "2026-03-02"}


@pytest.mark.parametrize(
    ("words", "environ", "address"),
    [
        (["--port", "8123"], {}, "http://127.0.0.1:8123"),
        (["--host", "0.0.0.0"], {}, "http://127.0.0.1:5000"),  # noqa: S104
        (["--host", "::1"], {}, "http://[::1]:5000"),
        (["--port", "8123"], {"DAYBOOK_BASE_URL": "https://d.example/"}, "https://d.example"),
    ],
)
def test_links_in_mail_lead_to_where_the_pages_are_served(
    folder, monkeypatch, words, environ, address
):
    served = []
    monkeypatch.setattr("compliance.setup.serving.run", lambda app, _: served.append(app))
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    assert run("--instance", folder, "serve", *words).exit_code == 0
    assert served[0].extensions["daybook"]["settings"].base_url == address


def test_the_mails_of_a_demo_lead_to_its_own_port(tmp_path, monkeypatch):
    seen = []
    monkeypatch.setattr(
        "compliance.setup.sample.play", lambda app: seen.append(app) or {"lines": []}
    )
    made = run("--instance", tmp_path / "i", "demo", "--no-serve", "--port", 8123)
    assert made.exit_code == 0, made.output
    assert seen[0].extensions["daybook"]["settings"].base_url == "http://127.0.0.1:8123"


READING = (
    ("applications", "list"),
    ("applications", "show"),
    ("kpis", "report"),
    ("policy", "list"),
    ("policy", "show"),
    ("meetings", "list"),
    ("meetings", "invite"),
    ("meetings", "pack"),
    ("people", "list"),
    ("clock", "list"),
    ("clock", "explain"),
    ("providers", "list"),
    ("eligibility", ""),
    ("pathway", ""),
)


@pytest.mark.parametrize(("group", "name"), READING)
def test_a_command_that_reads_records_takes_another_day(group, name):
    module, _, attribute = COMMANDS[group][0].partition(":")
    command = getattr(importlib.import_module(module), attribute)
    found = command.commands[name] if name else command
    assert {"as_of", "known_on"} <= {each.name for each in found.params}


def test_another_day_is_looked_at_and_says_as_known_when(folder):
    empty = run("--instance", folder, "policy", "list", "--as-of", "2026-01-01", "--json")
    assert empty.exit_code == 0
    assert empty.stderr.startswith("As of 2026-01-01, as known on ")
    both = ["--as-of", "2026-01-01", "--known-on", "2026-01-01"]
    assert run("--instance", folder, "providers", "list", *both).stderr == ""


def test_an_object_names_the_days_it_looked_at_and_a_list_stays_one(folder):
    asked = ("--instance", folder, "policy", "show", "CRED-02", "--json")
    told = json.loads(run(*asked, "--as-of", "2026-01-01").stdout)
    assert (told["as_of"], told["known_on"] > "2026-01-01") == ("2026-01-01", True)
    assert not {"as_of", "known_on"} & json.loads(run(*asked).stdout).keys()
    listed = run("--instance", folder, "policy", "list", "--json", "--known-on", "2026-01-01")
    assert isinstance(json.loads(listed.stdout), list)


def test_the_clocks_of_an_earlier_day_are_those_in_force_then(folder):
    asked = ("clock", "list", "--json", "--as-of", "2026-01-01")
    assert json.loads(run("--instance", folder, *asked).stdout)
    explained = ("clock", "explain", "decision", "--from", "2026-01-05", "--known-on", "2026-01-01")
    assert run("--instance", folder, *explained).exit_code in (0, 3)


@pytest.mark.parametrize("option", ["--as-of", "--known-on"])
def test_a_day_to_come_or_none_is_wrong_usage(folder, option):
    later = run("--instance", folder, "applications", "list", option, "2999-01-01")
    assert (later.exit_code, "has not come yet" in later.stderr) == (2, True)
    none = run("--instance", folder, "applications", "list", option, "2026-02-30")
    assert (none.exit_code, "2026-02-30 is not a date" in none.stderr) == (2, True)
