"""Reading a backup: every part is held against the manifest before anything is done with it."""

import hashlib
import json
import struct
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, cast
from zipfile import BadZipFile, ZipFile

from compliance.core.errors import BadFile
from compliance.setup.vault.manifest import (
    NAME,
    FilePart,
    Manifest,
    TablePart,
    read_manifest,
)
from compliance.setup.vault.portable import KINDS
from compliance.store import BLOCK

DAMAGE = (BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError, RuntimeError,
          struct.error, OverflowError, ValueError)  # fmt: skip
LARGEST_MANIFEST = 64 * 1024 * 1024


class Backup:
    """An opened backup whose parts were found as its manifest describes them."""

    def __init__(self, bundle: ZipFile, manifest: Manifest) -> None:
        self.manifest = manifest
        self._bundle = bundle

    def rows(self, table: TablePart) -> Iterator[dict[str, Any]]:
        """Return the rows of a table, as the database takes them."""
        read = {name: KINDS[kind].read for name, kind in table.columns.items()}
        with _part(self._bundle, table.part) as file:
            for number, line in enumerate(file, 1):
                yield _row(line, read, f"row {number} of {table.part}")

    @contextmanager
    def file(self, part: FilePart) -> Iterator[BinaryIO]:
        """Yield one of the files that are kept whole."""
        with _part(self._bundle, part.part) as file:
            yield file


@contextmanager
def opened_backup(path: Path, tell: Callable[[str], None]) -> Iterator[Backup]:
    """Yield a backup that is whole.

    Raises:
        BadFile: no backup, cut, or a part that is not what the manifest says, named.
        OSError: the file cannot be read.
    """
    try:
        bundle = ZipFile(path)
    except DAMAGE as error:
        raise BadFile(
            f"{path} is no backup of Daybook, or its end is cut off: {error}. Nothing was restored."
        ) from None
    with bundle:
        manifest = _manifest_of(bundle)
        _check_parts(bundle, manifest, tell)
        yield Backup(bundle, manifest)


def _manifest_of(bundle: ZipFile) -> Manifest:
    with _part(bundle, NAME) as file:
        return read_manifest(file.read(LARGEST_MANIFEST))


def _check_parts(bundle: ZipFile, manifest: Manifest, tell: Callable[[str], None]) -> None:
    parts: list[TablePart | FilePart] = [*manifest.tables, *manifest.files]
    named = sorted([NAME, *(each.part for each in parts)])
    if strange := sorted(set(named) ^ set(bundle.namelist())):
        raise _damaged(strange[0], "it is missing, or the manifest does not name it")
    for part in parts:
        digest, lines = _digest(bundle, part.part)
        if digest != part.sha256:
            raise _damaged(part.part, "its hash is not the one in the manifest")
        if isinstance(part, TablePart) and lines != part.rows:
            raise _damaged(part.part, f"it holds {lines} rows, the manifest says {part.rows}")
    tell(f"{len(parts)} parts are as the manifest says: {manifest.rows:,} rows.")


def _digest(bundle: ZipFile, name: str) -> tuple[str, int]:
    digest, lines = hashlib.sha256(), 0
    with _part(bundle, name) as file:
        while block := file.read(BLOCK):
            digest.update(block)
            lines += block.count(b"\n")
    return digest.hexdigest(), lines


@contextmanager
def _part(bundle: ZipFile, name: str) -> Iterator[BinaryIO]:
    try:
        with bundle.open(name) as file:
            yield cast(BinaryIO, file)
    except DAMAGE as error:
        raise _damaged(name, str(error)) from None


def _damaged(name: str, why: str) -> BadFile:
    return BadFile(f"The backup is damaged in {name}: {why}. Nothing was restored.")


def _row(line: bytes, read: Mapping[str, Callable[[Any], Any]], place: str) -> dict[str, Any]:
    try:
        values = json.loads(line)
        return {
            name: None if values[name] is None else take(values[name])
            for name, take in read.items()
        }
    except (ValueError, TypeError, KeyError, ArithmeticError) as error:
        raise _damaged(place, f"{type(error).__name__} {error}") from None
