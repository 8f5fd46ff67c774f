"""What a backup says about itself: when, of which release, every part with its hash."""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from compliance.core.errors import BadFile
from compliance.setup.vault.portable import KINDS
from compliance.store import HASH

FORMAT = 1
NAME = "manifest.json"
STORY_PART = "story.json"
UPLOADS = "uploads/"
TABLE = re.compile(r"[a-z][a-z0-9_]{0,62}", re.ASCII)
KEY_NAMES = ("secret_key", "secret_key_previous", "totp_keys", "pseudonym_key")


@dataclass(frozen=True)
class TablePart:
    """The rows of one table: its columns with their kinds, how many rows, the hash of the part."""

    name: str
    columns: Mapping[str, str]
    rows: int
    sha256: str

    @property
    def part(self) -> str:
        """Return the name of the part in the file."""
        return f"tables/{self.name}.jsonl"


@dataclass(frozen=True)
class FilePart:
    """One file kept whole: an upload, a key, or the day of a story."""

    part: str
    size: int
    sha256: str

    @property
    def name(self) -> str:
        """Return the name after its folder."""
        return self.part.rpartition("/")[2]


@dataclass(frozen=True)
class Manifest:
    """The whole backup as it describes itself. `schema` is the number of its migration."""

    release: str
    schema: str
    made_at: datetime
    database: str
    tables: tuple[TablePart, ...]
    files: tuple[FilePart, ...]

    @property
    def rows(self) -> int:
        """Return how many rows it holds."""
        return sum(each.rows for each in self.tables)

    @property
    def uploads(self) -> tuple[FilePart, ...]:
        """Return the uploaded files."""
        return tuple(each for each in self.files if each.part.startswith(UPLOADS))

    @property
    def keys(self) -> tuple[FilePart, ...]:
        """Return the keys; none unless they were asked for."""
        return tuple(each for each in self.files if each.part.startswith("keys/"))

    def as_json(self) -> bytes:
        """Return the manifest as it stands in the file."""
        body = {"format": FORMAT, **asdict(self), "made_at": self.made_at.isoformat()}
        return json.dumps(body, indent=1).encode()


def read_manifest(body: bytes) -> Manifest:
    """Return the manifest of a backup.

    Raises:
        BadFile: it cannot be read, is of another format, or names a part that no backup has.
    """
    try:
        said = json.loads(body)
        number = said.pop("format")
        if number != FORMAT:
            raise BadFile(
                f"The backup is of format {number}; this Daybook reads format {FORMAT}. "
                f"Restore it with release {said.get('release')}."
            )
        said["made_at"] = datetime.fromisoformat(said["made_at"])
        said["tables"] = tuple(TablePart(**each) for each in said["tables"])
        said["files"] = tuple(FilePart(**each) for each in said["files"])
        made = Manifest(**said)
        _check_names(made)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadFile(f"{NAME} of the backup is damaged: {error}. Nothing was restored.") from None
    return made


def _check_names(made: Manifest) -> None:
    for table in made.tables:
        if not TABLE.fullmatch(table.name) or not set(table.columns.values()) <= set(KINDS):
            raise ValueError(f"table {table.name!r}")
    for file in made.files:
        if not _is_known(file):
            raise ValueError(f"part {file.part!r}")


def _is_known(file: FilePart) -> bool:
    folder, _, name = file.part.rpartition("/")
    wanted: dict[str, Any] = {
        "uploads": HASH.fullmatch(name),
        "uploads/imports": HASH.fullmatch(name),
        "keys": name in KEY_NAMES,
        "": name == STORY_PART,
    }
    return bool(wanted.get(folder))
