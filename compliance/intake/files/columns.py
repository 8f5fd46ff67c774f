"""Which heading of an application file is which column of ours (contract section 4)."""

from collections.abc import Collection, Mapping, Sequence

from compliance.core.errors import BadFile
from compliance.intake.files.headings import Matched, heading_key, matched_by

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
    "delegate": "MBHO it went to",
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


def is_known(heading: str) -> bool:
    """Return whether the heading names a column of ours by itself."""
    key = heading_key(heading)
    return key in COLUMNS or key in ALIASES


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
    return matched_by(header, lambda heading: _ours(heading, said))


def _ours(heading: str, said: Mapping[str, str]) -> str:
    key = heading_key(heading)
    wanted = said.get(key, key)
    wanted = ALIASES.get(wanted, wanted)
    return wanted if wanted in COLUMNS else ""


def refuse_unheard(keep: Collection[str], matched: Matched) -> None:
    """Refuse to keep a column that the file does not have, or that is one of ours anyway."""
    for each in keep:
        if each not in matched.unknown:
            unknown = ", ".join(matched.unknown) or "none"
            raise BadFile(f"There is no further column {each}. Columns we do not know: {unknown}.")


def known_columns() -> str:
    """Return the sentence that lists every column."""
    return f"Known: {', '.join(COLUMNS)}."
