"""What an entry's hash covers, and where a chain breaks."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

START = "0" * 64
"""What stands for the hash before the first entry."""
INSTANT = "%Y-%m-%d %H:%M:%S.%f"
SETTLED = timedelta(minutes=5)
"""After so long a look that was noted has been written."""
Span = tuple[int, int]


@dataclass(frozen=True)
class Link:
    """One row of a chain as it is stored: its number, what its hash covers, and both hashes."""

    number: Any
    values: Sequence[Any]
    previous: Any
    hash: Any


def plain(value: Any) -> Any:
    """Return a value as it is hashed: an instant in UTC as SQLite stores it, a day as 2026-11-24.

    The same value read from either database is hashed alike.
    """
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime(INSTANT)
    if isinstance(value, date):
        return value.isoformat()
    return value if value is None or isinstance(value, str | int | dict | list) else repr(value)


def canonical(values: Iterable[Any]) -> str:
    """Return values as one text: keys in order, no spaces."""
    return as_json([plain(value) for value in values])


def as_json(value: Any) -> str:
    """Return JSON with keys in order and no spaces."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def link_hash(values: Iterable[Any], previous: str) -> str:
    """Return the hash of a row that follows the one with hash `previous`."""
    text = f"{previous}\n{canonical(values)}"
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def sealed_until(made_at: datetime) -> datetime:
    """Return up to when looks are sealed by what runs at a moment: the full hour gone by."""
    return (made_at - SETTLED).replace(minute=0, second=0, microsecond=0)


def rows_hash(rows: Iterable[Sequence[Any]]) -> str:
    """Return the hash over rows, each as stored, in order."""
    digest = hashlib.sha256()
    for row in rows:
        digest.update(canonical(row).encode("utf-8", "surrogatepass"))
        digest.update(b"\n")
    return digest.hexdigest()


def fact_values(row: Sequence[Any], payload_at: int) -> list[Any]:
    """Return a fact's values with its payload read, so that the spelling of the JSON is nothing.

    A payload that is no JSON any more is hashed as the text it is.
    """
    values = list(row)
    payload = values[payload_at]
    if isinstance(payload, str):
        try:
            values[payload_at] = json.loads(payload)
        except ValueError:
            values[payload_at] = ["not JSON", payload]
    return values


def holding(links: Iterable[Link], before: int = 0, head: str = START) -> Iterator[Link]:
    """Yield the links that hold, in order; ends before the first that does not.

    A link holds when its number is the next one and its hash covers its values and the link before.
    """
    for number, link in enumerate(links, start=before + 1):
        is_next = link.number == number and link.previous == head
        if not is_next or link.hash != link_hash(link.values, head):
            return
        head = str(link.hash)
        yield link


def spans_of(numbers: Iterable[int]) -> list[Span]:
    """Return numbers as runs without gaps, first and last of each, in order."""
    spans: list[Span] = []
    for number in sorted(set(numbers)):
        if spans and number == spans[-1][1] + 1:
            spans[-1] = (spans[-1][0], number)
        else:
            spans.append((number, number))
    return spans


def add_spans(known: list[Span], more: Iterable[Span]) -> None:
    """Put runs behind those known; one that goes on from the last lengthens it."""
    for first, last in more:
        if known and known[-1][1] + 1 == first:
            known[-1] = (known[-1][0], last)
        else:
            known.append((first, last))


def has_number_outside(numbers: Iterable[int], spans: Sequence[Span]) -> bool:
    """Return whether one of the numbers, given in order, lies in none of the merged runs."""
    at = 0
    for number in numbers:
        while at < len(spans) and spans[at][1] < number:
            at += 1
        if at == len(spans) or number < spans[at][0]:
            return True
    return False


def merged(spans: Iterable[Span]) -> list[Span]:
    """Return spans in order, those that touch or overlap made one."""
    found: list[Span] = []
    for first, last in sorted(spans):
        if found and first <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(last, found[-1][1]))
        else:
            found.append((first, last))
    return found
