"""Uploads by content hash: a file is kept once, under the hash of what it holds."""

import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from compliance.core.errors import NotFound

BLOCK = 1024 * 1024
INCOMING = "incoming-"
HASH = re.compile(r"[0-9a-f]{64}", re.ASCII)


@dataclass(frozen=True)
class Stored:
    """A kept file: its SHA-256 in hex, and its size in bytes."""

    sha256: str
    size: int


def keep(folder: Path, content: bytes | BinaryIO) -> Stored:
    """Keep a file and return its hash and size; the same content is kept once.

    It is written beside its place and moved there, so that no half of it is ever found.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest, size = hashlib.sha256(), 0
    descriptor, name = tempfile.mkstemp(dir=folder, prefix=INCOMING)
    try:
        with os.fdopen(descriptor, "wb") as file:
            for block in _blocks(content):
                digest.update(block)
                size += file.write(block)
            file.flush()
            os.fsync(file.fileno())
        place = _place(folder, digest.hexdigest())
        place.parent.mkdir(exist_ok=True, mode=0o700)
        Path(name).replace(place)
    finally:
        Path(name).unlink(missing_ok=True)
    return Stored(digest.hexdigest(), size)


def path_of(folder: Path, sha256: str) -> Path:
    """Return where a kept file is; raises `NotFound` for one that is not there."""
    place = _place(folder, sha256) if HASH.fullmatch(sha256) else None
    if place is None or not place.is_file():
        raise NotFound("The file is not in the store any more. Restore it from a backup.")
    return place


def kept_files(folder: Path) -> list[tuple[str, Path]]:
    """Return every kept file under its name in the store: the hash, "imports/" and the hash.

    Below a store there may be others, each for a kind of file that goes its own way.
    """
    found = (each for each in folder.glob("**/??/*") if HASH.fullmatch(each.name))
    named = ((each.parent.parent.relative_to(folder) / each.name, each) for each in found)
    return sorted((name.as_posix(), place) for name, place in named)


def folder_of(folder: Path, name: str) -> Path:
    """Return the store below `folder` that keeps the file of such a name."""
    return folder / Path(name).parent


def forget(folder: Path, sha256: str) -> None:
    """Remove a kept file; nothing happens when it is gone already."""
    if HASH.fullmatch(sha256):
        _place(folder, sha256).unlink(missing_ok=True)


def forget_strays(folder: Path, before: datetime) -> int:
    """Remove halves of files that a killed process left before a moment; return how many."""
    strays = [each for each in folder.glob(f"{INCOMING}*") if _changed_at(each) < before]
    for each in strays:
        each.unlink(missing_ok=True)
    return len(strays)


def _changed_at(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


def _place(folder: Path, sha256: str) -> Path:
    return folder / sha256[:2] / sha256


def _blocks(content: bytes | BinaryIO) -> Iterator[bytes]:
    if isinstance(content, bytes):
        yield content
        return
    while block := content.read(BLOCK):
        yield block
