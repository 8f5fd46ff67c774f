"""Headings of a file: which column of ours each one is, for any kind of file."""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

from compliance.core.errors import BadFile

SAYS_SSN = re.compile(r"(?<![a-z])ssn(?![a-z])|social[ _-]*security", re.I)
NOT_A_WORD = re.compile(r"[^a-z0-9]+")


def heading_key(heading: str) -> str:
    """Return a heading without case, blanks and signs: "Last Name" is last_name."""
    return NOT_A_WORD.sub("_", heading.strip().lower()).strip("_")


@dataclass(frozen=True)
class Matched:
    """A header read: `ours` names the column at each place, "" for one we do not know."""

    header: tuple[str, ...]
    ours: tuple[str, ...]

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Return what each column is called in messages: our name, else the heading."""
        pairs = zip(self.ours, self.header, strict=True)
        return tuple(ours or heading for ours, heading in pairs)

    @cached_property
    def named_ssn(self) -> tuple[bool, ...]:
        """Return for each place whether its heading speaks of social security numbers."""
        return tuple(bool(SAYS_SSN.search(heading)) for heading in self.header)

    @property
    def unknown(self) -> tuple[str, ...]:
        """Return the headings that are no column of ours, in their order."""
        pairs = zip(self.header, self.ours, strict=True)
        return tuple(heading for heading, ours in pairs if not ours)

    def missing(self, needed: Collection[str]) -> tuple[str, ...]:
        """Return the columns among `needed` that this header lacks."""
        return tuple(each for each in needed if each not in self.ours)


def matched_by(header: Sequence[str], our_column: Callable[[str], str]) -> Matched:
    """Return which column each heading is, as `our_column` says ("" for none).

    Raises:
        BadFile: a column that stands twice.
    """
    matched = Matched(tuple(header), tuple(our_column(each) for each in header))
    _refuse_twice(matched)
    return matched


def _refuse_twice(matched: Matched) -> None:
    seen: dict[str, tuple[int, str]] = {}
    for place, (heading, ours) in enumerate(zip(matched.header, matched.ours, strict=True), 1):
        key = ours or f"({heading_key(heading) or heading})"
        if key in seen:
            first, earlier = seen[key]
            name = ours or heading
            raise BadFile(
                f"We could not read this file: {name} stands twice in the header, as {earlier} in "
                f"column {first} and as {heading} in column {place}. Keep one of them."
            )
        seen[key] = (place, heading)


def refuse_missing(matched: Matched, needed: Collection[str]) -> None:
    """Refuse a file without a column that every row needs."""
    if lacking := matched.missing(needed):
        found = ", ".join(heading[:60] for heading in matched.header[:40])
        raise BadFile(
            f"We could not read this file: no column for {' and '.join(lacking)}. Found: {found}."
        )
