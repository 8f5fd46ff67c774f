"""Which heading of a file is which column of ours (contract section 4)."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from compliance.core.errors import BadFile

COLUMNS: dict[str, str] = {
    "application_ref": "Application number",
    "npi": "NPI",
    "last_name": "Last name",
    "first_name": "First name",
    "birth_date": "Birth date",
    "role": "Role",
    "provider_class": "Provider class",
    "license_number": "License number",
    "license_state": "License state",
    "caqh_id": "CAQH number",
    "email": "Email",
    "contact_email": "Practice's contact email",
    "practice_name": "Practice",
    "practice_npi": "Practice NPI",
    "tin": "Tax number",
    "model": "Model",
    "lines": "Lines of business",
    "destination": "Destination",
    "received_on": "Date received",
    "completed_on": "Date complete",
    "notice_sent_on": "Notice sent",
    "notice_said": "Notice said",
    "decided_on": "Date decided",
    "decision": "Decision",
    "withdrawn_on": "Date withdrawn",
    "owner_email": "Owner's email",
    "supervisor_npi": "Supervisor's NPI",
}
ALIASES = {"line": "lines"}
REQUIRED = ("last_name", "received_on")
SAYS_SSN = re.compile(r"(?<![a-z])ssn(?![a-z])|social[ _-]*security", re.I)
NOT_A_WORD = re.compile(r"[^a-z0-9]+")


def heading_key(heading: str) -> str:
    """Return a heading without case, blanks and signs: "Last Name" is last_name."""
    return NOT_A_WORD.sub("_", heading.strip().lower()).strip("_")


def is_known(heading: str) -> bool:
    """Return whether the heading names a column of ours by itself."""
    key = heading_key(heading)
    return key in COLUMNS or key in ALIASES


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

    @property
    def missing(self) -> tuple[str, ...]:
        """Return the columns a file must have and this one lacks."""
        return tuple(each for each in REQUIRED if each not in self.ours)


def match_columns(header: Sequence[str], mapping: Mapping[str, str] | None = None) -> Matched:
    """Return which column of ours each heading is; `mapping` goes from theirs to ours.

    A mapping to nothing leaves the column aside.

    Raises:
        BadFile: a column that stands twice, or a mapping to a column that we do not have.
    """
    said = {heading_key(theirs): heading_key(ours) for theirs, ours in (mapping or {}).items()}
    for ours in said.values():
        if ours and ours not in COLUMNS and ours not in ALIASES:
            raise BadFile(f"The mapping names {ours}, which is no column. {known_columns()}")
    matched = Matched(tuple(header), tuple(_ours(each, said) for each in header))
    _refuse_twice(matched)
    return matched


def _ours(heading: str, said: Mapping[str, str]) -> str:
    key = heading_key(heading)
    wanted = said.get(key, key)
    wanted = ALIASES.get(wanted, wanted)
    return wanted if wanted in COLUMNS else ""


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


def refuse_missing(matched: Matched) -> None:
    """Refuse a file without a column that every application needs."""
    if matched.missing:
        lacking = " and ".join(matched.missing)
        found = ", ".join(heading[:60] for heading in matched.header[:40])
        raise BadFile(f"We could not read this file: no column for {lacking}. Found: {found}.")


def refuse_unheard(keep: Collection[str], matched: Matched) -> None:
    """Refuse to keep a column that the file does not have, or that is one of ours anyway."""
    for each in keep:
        if each not in matched.unknown:
            unknown = ", ".join(matched.unknown) or "none"
            raise BadFile(f"There is no further column {each}. Columns we do not know: {unknown}.")


def known_columns() -> str:
    """Return the sentence that lists every column."""
    return f"Known: {', '.join(COLUMNS)}."
