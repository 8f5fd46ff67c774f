"""Rule packs as text: one canonical JSON document per pack, named by its hash."""

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from compliance.core.errors import BadPack
from compliance.core.rulebook import Parameter, Rulebook

if TYPE_CHECKING:
    from pydantic import TypeAdapter

VERSION_LENGTH = 12
NOT_OF_THE_PACK = {"version", "choices"}


@lru_cache(maxsize=16)
def adapter(kind: Any) -> "TypeAdapter[Any]":
    """Return the checker of one dataclass; made once, since making it costs milliseconds."""
    from pydantic import TypeAdapter

    return TypeAdapter(kind)


def pack_json(book: Rulebook) -> str:
    """Return the pack as canonical JSON: sorted keys, no spaces, without version and choices."""
    tree = adapter(Rulebook).dump_python(book, mode="json", exclude=NOT_OF_THE_PACK)
    for calendar in tree["calendars"].values():
        calendar.pop("closures", None)  # worked out from the years
    return json.dumps(tree, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def pack_version(text: str) -> str:
    """Return the first 12 hex digits of the pack's SHA-256."""
    return sha256(text.encode()).hexdigest()[:VERSION_LENGTH]


def book_from_json(text: str) -> Rulebook:
    """Return the rulebook of a stored pack, named by its own hash.

    Raises:
        BadPack: the text is not a pack this release can read.
    """
    from pydantic import ValidationError

    try:
        book: Rulebook = adapter(Rulebook).validate_json(text)
    except ValidationError as error:
        said = error.errors()[0]
        place = ".".join(str(each) for each in said["loc"])
        raise BadPack(
            f"Stored pack {pack_version(text)}, at {place}: {said['msg']}. Restore a backup, or "
            "run `daybook upgrade` to store the shipped rules again."
        ) from None
    return replace(book, version=pack_version(text))


def parameter_schema() -> Mapping[str, Any]:
    """Return the JSON Schema of a parameter file, for editors that check while typing."""
    return adapter(Parameter).json_schema()
