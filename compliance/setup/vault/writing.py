"""Making a backup while Daybook is in use: one reading transaction, batch by batch."""

import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from sqlalchemy import Connection, select

from compliance import __version__
from compliance.config import Settings, read_key
from compliance.db import db
from compliance.setup.story import STORY
from compliance.setup.vault.manifest import (
    KEY_NAMES,
    NAME,
    STORY_PART,
    UPLOADS,
    FilePart,
    Manifest,
    TablePart,
)
from compliance.setup.vault.portable import KINDS
from compliance.setup.vault.tables import Found, found_tables
from compliance.setup.versions import version_in
from compliance.store import BLOCK, kept_files

BATCH = 500
TELL_EVERY = 100_000


def is_worth_telling(count: int) -> bool:
    """Return whether a batch has just passed the next large round number of rows."""
    return count >= TELL_EVERY and count % TELL_EVERY < BATCH


def silent(_said: str) -> None:
    """Tell nobody how far the work is."""


@dataclass(frozen=True)
class Wanted:
    """How a backup is asked for. `tell` is told how far long work is."""

    made_at: datetime
    with_keys: bool = False
    tell: Callable[[str], None] = silent


@dataclass(frozen=True)
class Made:
    """A finished backup: where it is, its size in bytes, what it holds, what was wrong."""

    path: Path
    size: int
    manifest: Manifest
    problems: tuple[str, ...] = ()


@dataclass
class _Part:
    """A part being written, with its hash and length."""

    out: IO[bytes]
    digest: Any = field(default_factory=hashlib.sha256)
    size: int = 0

    def write(self, data: bytes) -> None:
        self.out.write(data)
        self.digest.update(data)
        self.size += len(data)


def write_backup(settings: Settings, target: Path, wanted: Wanted) -> Made:
    """Write the whole instance into one file and return what it holds.

    The file is written beside its place and moved there, so that no half of it is ever found;
    one that stood there is replaced. Keys are left out unless asked for.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    descriptor, beside = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            with ZipFile(file, "w", ZIP_DEFLATED, compresslevel=5) as bundle:
                manifest, problems = _fill(bundle, settings, wanted)
            file.flush()
            os.fsync(file.fileno())
        Path(beside).replace(target)
    finally:
        Path(beside).unlink(missing_ok=True)
    return Made(target, target.stat().st_size, manifest, problems)


def _fill(bundle: ZipFile, settings: Settings, wanted: Wanted) -> tuple[Manifest, tuple[str, ...]]:
    with _one_moment() as connection:
        schema = version_in(connection) or ""
        found = found_tables(connection)
        tables = tuple(_write_table(bundle, connection, each, wanted) for each in found)
    files = [*_write_uploads(bundle, settings, wanted), *_write_story(bundle, settings)]
    if wanted.with_keys:
        files += _write_keys(bundle, settings)
    kind = db.engine.dialect.name
    manifest = Manifest(__version__, schema, wanted.made_at, kind, tables, tuple(files))
    bundle.writestr(NAME, manifest.as_json())
    problems = (
        f"{each.part} does not hold what its name says: its hash is {each.sha256}."
        for each in manifest.uploads
        if each.name != each.sha256
    )
    return manifest, tuple(problems)


@contextmanager
def _one_moment() -> Iterator[Connection]:
    """Yield a connection that sees the database as it stands now, whatever others write."""
    db.session.rollback()
    with db.engine.connect() as opened:
        if opened.dialect.name == "postgresql":
            yield opened.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
        else:
            yield opened


@contextmanager
def _part(bundle: ZipFile, name: str) -> Iterator[_Part]:
    with bundle.open(name, "w", force_zip64=True) as out:
        yield _Part(out)


def _write_table(
    bundle: ZipFile, connection: Connection, found: Found, wanted: Wanted
) -> TablePart:
    query = select(*found.clause.c).order_by(*found.order)
    written = [(name, KINDS[kind].written) for name, kind in found.columns.items()]
    count = 0
    described = TablePart(found.name, found.columns, 0, "")
    with _part(bundle, described.part) as part:
        for rows in connection.execution_options(yield_per=BATCH).execute(query).partitions():
            part.write(b"".join(_line(row, written) for row in rows))
            count += len(rows)
            if is_worth_telling(count):
                wanted.tell(f"{found.name}: {count:,} rows so far")
    return TablePart(found.name, found.columns, count, part.digest.hexdigest())


def _line(row: Any, written: list[tuple[str, Callable[[Any], Any]]]) -> bytes:
    values = {
        name: None if value is None else write(value)
        for (name, write), value in zip(written, row, strict=True)
    }
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _write_uploads(bundle: ZipFile, settings: Settings, wanted: Wanted) -> Iterator[FilePart]:
    for number, (name, path) in enumerate(kept_files(settings.uploads), 1):
        try:
            file = path.open("rb")
        except FileNotFoundError:  # forgotten since its rows were read
            continue
        with file, _part(bundle, f"{UPLOADS}{name}") as part:
            while block := file.read(BLOCK):
                part.write(block)
        yield FilePart(f"{UPLOADS}{name}", part.size, part.digest.hexdigest())
        if number % 1000 == 0:
            wanted.tell(f"uploads: {number:,} files so far")


def _write_story(bundle: ZipFile, settings: Settings) -> Iterator[FilePart]:
    path = settings.instance / STORY
    if path.exists():
        yield _whole(bundle, STORY_PART, path.read_bytes())


def _write_keys(bundle: ZipFile, settings: Settings) -> Iterator[FilePart]:
    for name in KEY_NAMES:
        if kept := read_key(settings.instance, name):
            yield _whole(bundle, f"keys/{name}", kept.encode())


def _whole(bundle: ZipFile, name: str, body: bytes) -> FilePart:
    with _part(bundle, name) as part:
        part.write(body)
    return FilePart(name, part.size, part.digest.hexdigest())
