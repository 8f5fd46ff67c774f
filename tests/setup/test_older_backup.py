"""A backup of an older release comes back in this one; one of a newer release is refused."""

import json
import sqlite3
from contextlib import closing
from zipfile import ZipFile

import pytest
from click.testing import CliRunner

from compliance.audit.services.checks import verify
from compliance.cli import main
from compliance.core.errors import Environment
from compliance.outbox.holds import standing_hold
from compliance.rulebook.packs import pack_json, pack_version
from compliance.rulebook.seeds import book_from_json
from compliance.setup.migrate import check_models, migrate_down
from compliance.setup.upgrading import pending
from compliance.setup.vault.restoring import FIRST_HELD, restore
from compliance.setup.vault.writing import silent
from compliance.setup.versions import shipped_version
from tests.setup.vault import instance, tell_story

BEFORE = [f"{number:04}" for number in range(int(FIRST_HELD), int(shipped_version()))]


def older_pack(shipped: tuple[str, str]) -> tuple[str, str]:
    """Return a pack that says one note otherwise than the shipped one."""
    pack = json.loads(shipped[1])
    pack["agendas"]["standing"]["note"] = "As it was said before."
    body = pack_json(book_from_json(json.dumps(pack)))
    return pack_version(body), body


@pytest.fixture(scope="module")
def older(tmp_path_factory, shipped_pack):
    """Return the exports of a small story under older rules, and its backup at each migration."""
    version, body = older_pack(shipped_pack)
    with instance(tmp_path_factory.mktemp("older")) as made:
        tell_story((version, body), made)
        exports, backups = made.exports(), {}
        for schema in reversed(BEFORE):
            migrate_down(schema)
            backups[schema] = made.backed_up(f"{schema}.zip").path
        return exports, backups


def bring_back(backup, empty, exports):
    """Restore and hold everything against the story as this release told it."""
    done = restore(empty.settings, backup, silent)
    assert done.before.pack not in (None, done.before.pack_brought)
    assert not pending().is_anything
    check_models()
    assert empty.exports() == exports
    assert standing_hold().waiting[0].kind == "digest"
    assert verify().is_sound
    return done


@pytest.mark.parametrize("schema", BEFORE)
def test_a_backup_of_an_older_migration_comes_back_in_this_one(older, tmp_path, schema):
    exports, backups = older
    with instance(tmp_path / "empty") as empty:
        done = bring_back(backups[schema], empty, exports)
    assert (done.manifest.schema, done.before.migration) == (schema, schema)


@pytest.mark.postgres
def test_it_comes_back_on_postgresql_too(older, tmp_path, postgres):
    exports, backups = older
    with instance(tmp_path / "empty", postgres.fresh("daybook_vault")) as empty:
        bring_back(backups[BEFORE[-1]], empty, exports)


def test_the_command_says_what_was_brought_up_and_leaves_its_act_in_the_log(older, tmp_path):
    backup, folder = older[1][BEFORE[-1]], tmp_path / "empty"
    words = ["--instance", str(folder), "--json", "restore", str(backup)]
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 0, done.output
    upgraded = json.loads(done.stdout)["upgraded"]
    assert upgraded["migration"] == {"stands": BEFORE[-1], "brings": shipped_version()}
    assert upgraded["rebuilt"]
    with ZipFile(backup) as bundle:
        brought = len(bundle.read("tables/audit_entries.jsonl").splitlines())
    with closing(sqlite3.connect(folder / "daybook.db")) as database:
        asked = "SELECT act, content FROM audit_entries WHERE seq = ?"
        act, content = database.execute(asked, (brought + 1,)).fetchone()
    assert act == "command restore"
    assert json.loads(content)["rows"]["holds"] == {"insert": 1}


def test_a_backup_of_a_newer_release_is_refused_in_words(older, tmp_path):
    newer = tmp_path / "newer.zip"
    with ZipFile(older[1][BEFORE[-1]]) as source, ZipFile(newer, "w") as target:
        for each in source.namelist():
            body = source.read(each)
            if each == "manifest.json":
                body = json.dumps({**json.loads(body), "schema": "9999", "release": "7.1"}).encode()
            target.writestr(each, body)
    with instance(tmp_path / "empty") as empty, pytest.raises(Environment) as refused:
        restore(empty.settings, newer, silent)
    assert str(refused.value) == (
        "The backup was made by release 7.1 at migration 9999, newer than this Daybook, which "
        f"knows {shipped_version()}. Install release 7.1, then restore it. Nothing was restored."
    )
