"""The heads of the log kept outside the database: a file of the instance, one line a time.

Lines are only added, whole and at once, so that several processes may write. Whoever holds the
database alone cannot shorten the log unseen: what a line names must still stand in it.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

NAME = "audit-heads.log"
PRIVATE = 0o600


@dataclass(frozen=True)
class Head:
    """Where both chains stood: number and hash of the last entry and of the last digest.

    `begins` marks the first line of a database that was made or restored: those before it are of
    another one.
    """

    at: str
    entries: int
    hash: str
    digests: int
    digest_hash: str
    begins: bool = False

    def is_same(self, other: "Head") -> bool:
        """Return whether both name the same place in both chains."""
        return (self.entries, self.hash, self.digests, self.digest_hash) == (
            other.entries, other.hash, other.digests, other.digest_hash,
        )  # fmt: skip


def kept_heads(folder: Path) -> list[Head]:
    """Return the heads kept of this database, in order; none where there is no file.

    A line cut short by a power failure is passed over.

    Raises:
        OSError: the file cannot be read.
    """
    try:
        lines = (folder / NAME).read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return []
    heads = [head for line in lines if (head := _head(line))]
    begun = max((at for at, head in enumerate(heads) if head.begins), default=0)
    return heads[begun:]


def _head(line: str) -> Head | None:
    try:
        told = json.loads(line)
        return Head(**told) if isinstance(told, Mapping) else None
    except (ValueError, TypeError):
        return None


def add_head(folder: Path, head: Head) -> None:
    """Add a line to the file, made for its owner alone.

    Raises:
        OSError: the folder or the file cannot be written.
    """
    line = json.dumps(asdict(head), separators=(",", ":")) + "\n"
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT
    descriptor = os.open(folder / NAME, flags, PRIVATE)
    try:
        os.write(descriptor, line.encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
