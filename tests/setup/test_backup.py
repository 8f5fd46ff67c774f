"""A backup brings everything back, on either database; a damaged one brings nothing."""

import json
import re
import sqlite3
import struct
from contextlib import closing
from zipfile import ZipFile

import pytest
from sqlalchemy import func, select

from compliance.accounts.models import Person, RoleRow
from compliance.config import keep_key, read_key
from compliance.core.errors import BadFile, Environment, NotNow
from compliance.core.permissions import ROLES
from compliance.db import session, transaction
from compliance.outbox.holds import standing_hold
from compliance.outbox.models import Message
from compliance.setup.migrate import migrate
from compliance.setup.vault import writing
from compliance.setup.vault.reading import opened_backup
from compliance.setup.vault.restoring import restore
from compliance.setup.vault.writing import silent
from compliance.store import path_of
from tests.conftest import OLD, occasion
from tests.makers.people import make_person
from tests.setup.vault import instance, tell_story


@pytest.fixture(scope="module")
def told(tmp_path_factory, shipped_pack):
    """Return a backup of a small story with its keys, and the exports of that day."""
    with instance(tmp_path_factory.mktemp("told")) as made:
        tell_story(shipped_pack, made)
        keep_key(made.settings.instance, "totp_keys", "seven")
        backup = made.backed_up(with_keys=True)
        return backup, made.exports()


@pytest.fixture
def empty(tmp_path):
    with instance(tmp_path / "empty") as made:
        yield made


def rows_in(table) -> int:
    return session().scalar(select(func.count()).select_from(table))


def test_everything_comes_back_with_its_numbers(told, empty):
    backup, exports = told
    done = restore(empty.settings, backup.path, silent)
    assert not done.before.is_anything
    assert empty.exports() == exports
    assert len(exports["applications"].splitlines()) == 5  # heading, columns, three rows
    upload, imported = (each.name for each in sorted(done.manifest.uploads, key=lambda e: e.part))
    assert path_of(empty.settings.uploads, upload).read_bytes() == b"a scanned license"
    waiting = path_of(empty.settings.uploads / "imports", imported)
    assert waiting.read_bytes() == b"npi,last_name"
    assert read_key(empty.settings.instance, "totp_keys") == "seven"
    assert (empty.settings.instance / "daybook.db").stat().st_mode & 0o077 == 0


def test_after_a_restore_mail_is_held_and_everybody_signs_in_again(told, empty):
    backup, _ = told
    with ZipFile(backup.path) as bundle:
        people = [json.loads(each) for each in bundle.open("tables/people.jsonl")]
    done = restore(empty.settings, backup.path, silent)
    assert done.held.waiting[0].kind == "digest"
    now = {person.fs_uniquifier for person in session().scalars(select(Person))}
    assert now.isdisjoint(each["fs_uniquifier"] for each in people)


def test_the_next_row_gets_the_next_number(told, empty):
    restore(empty.settings, told[0].path, silent)
    with transaction():
        assert make_person("Nora Novak", occasion()).id == 3


def test_it_is_restored_into_an_empty_instance_only(told, empty):
    restore(empty.settings, told[0].path, silent)
    with pytest.raises(NotNow, match="not empty"):
        restore(empty.settings, told[0].path, silent)


def test_keys_are_left_out_unless_asked_for(told, empty):
    migrate()
    keep_key(empty.settings.instance, "totp_keys", "eight")
    made = empty.backed_up()
    assert not made.manifest.keys
    assert b"eight" not in made.path.read_bytes()
    assert made.path.stat().st_mode & 0o077 == 0
    assert [each.name for each in made.path.parent.glob("*backup*")] == ["backup.zip"]


@pytest.mark.parametrize("share", [0.3, 0.9, 0.999])
def test_a_cut_backup_is_refused(told, empty, share):
    body = told[0].path.read_bytes()
    cut = empty.settings.instance / "cut.zip"
    cut.write_bytes(body[: int(len(body) * share)])
    with pytest.raises(BadFile, match=r"cut off.+Nothing was restored"):
        restore(empty.settings, cut, silent)


def middle_of(bundle: ZipFile, part: str) -> int:
    """Return where the middle byte of a part's content stands in the file."""
    info = bundle.getinfo(part)
    bundle.fp.seek(info.header_offset + 26)
    lengths = struct.unpack("<HH", bundle.fp.read(4))
    return info.header_offset + 30 + sum(lengths) + info.compress_size // 2


def test_a_changed_byte_is_found_and_its_part_named(told, tmp_path):
    body, changed = told[0].path.read_bytes(), tmp_path / "changed.zip"
    with ZipFile(told[0].path) as bundle:
        parts = [each.filename for each in bundle.infolist() if each.compress_size > 100]
        places = {part: middle_of(bundle, part) for part in parts}
    assert len(places) > 15
    for part, place in places.items():
        changed.write_bytes(body[:place] + bytes([body[place] ^ 16]) + body[place + 1 :])
        with pytest.raises(BadFile, match=re.escape(part)), opened_backup(changed, silent):
            pass


def rewritten(made, path, name: str, body: bytes) -> None:
    with ZipFile(made.path) as source, ZipFile(path, "w") as target:
        for each in source.namelist():
            target.writestr(each, body if each == name else source.read(each))


def test_an_exchanged_part_is_named(told, empty):
    changed = empty.settings.instance / "changed.zip"
    rewritten(told[0], changed, "tables/people.jsonl", b"")
    with pytest.raises(BadFile, match=r"tables/people\.jsonl"):
        restore(empty.settings, changed, silent)


@pytest.mark.parametrize(
    ("said", "error", "words"),
    [
        ({"format": 9}, BadFile, "format 9"),
        ({"schema": "9999", "release": "7.1"}, Environment, "release 7.1"),
        ({"schema": "0001"}, Environment, "migration 0001"),
        ({"files": [{"part": "../x", "size": 1, "sha256": ""}]}, BadFile, "manifest.json"),
    ],
)
def test_a_manifest_of_another_kind_is_refused_in_words(told, empty, said, error, words):
    with ZipFile(told[0].path) as bundle:
        manifest = {**json.loads(bundle.read("manifest.json")), **said}
    changed = empty.settings.instance / "changed.zip"
    rewritten(told[0], changed, "manifest.json", json.dumps(manifest).encode())
    with pytest.raises(error, match=words):
        restore(empty.settings, changed, silent)


def test_nothing_stays_of_a_restore_that_breaks_off(told, empty, monkeypatch):
    def full(*_: object) -> None:
        raise OSError("No space left")

    monkeypatch.setattr("compliance.setup.vault.restoring.keep", full)
    with pytest.raises(OSError, match="No space"):
        restore(empty.settings, told[0].path, silent)
    assert rows_in(Message) == rows_in(Person) == 0
    assert standing_hold() is None


def test_a_backup_shows_one_moment_while_others_write(told, empty, monkeypatch):
    restore(empty.settings, told[0].path, silent)
    monkeypatch.setattr(writing, "TELL_EVERY", 1)

    def write(said: str) -> None:
        with closing(sqlite3.connect(empty.settings.instance / "daybook.db")) as other, other:
            other.execute("INSERT INTO roles (name) VALUES (?)", (said[:30],))

    wanted = writing.Wanted(OLD, tell=write)
    made = writing.write_backup(empty.settings, empty.settings.instance / "b.zip", wanted)
    roles = next(each for each in made.manifest.tables if each.name == "roles")
    session().rollback()
    assert roles.rows == len(ROLES) < rows_in(RoleRow)


@pytest.mark.postgres
def test_postgresql_comes_back_on_sqlite_and_again_on_postgresql(
    postgres, tmp_path, shipped_pack, empty
):
    address = postgres.fresh("daybook_vault")
    with instance(tmp_path / "first", address) as first:
        tell_story(shipped_pack, first)
        exports, backup = first.exports(), first.backed_up()
    restore(empty.settings, backup.path, silent)
    assert empty.exports() == exports
    again = empty.backed_up()
    with instance(tmp_path / "last", postgres.fresh("daybook_vault")) as last:
        restore(last.settings, again.path, silent)
        assert last.exports() == exports
        with transaction():
            assert make_person("Nora Novak", occasion()).id == 3
