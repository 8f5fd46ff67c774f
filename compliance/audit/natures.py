"""Which tables make an act when written, which never change, and which are not even told."""

from collections.abc import Collection, Iterable, Mapping
from functools import cache
from typing import cast

from compliance.db import Base

ACCOUNTS = frozenset({
    "people", "person_roles", "passkeys", "second_steps", "recovery_codes", "api_tokens",
    "sign_in_failures", "holds",
})  # fmt: skip
"""Tables of nature work whose rows are acts all the same: who may do what, what may go out."""
QUIET: Mapping[str, frozenset[str]] = {
    "people": frozenset({"preferences"}),
    "second_steps": frozenset({"last_counter"}),
    "api_tokens": frozenset({"used_at"}),
}
"""Columns of them that say how pages look or what was used last, which is nobody's act."""
REFUSALS = frozenset({"sign_in_failures"})
NO_ACTS = frozenset({"job_runs", "audit_entries", "audit_checks", "access_log"})
"""Logs that keep themselves: writing only these is no act."""
UNTOLD = frozenset({"post_keys", "audit_entries"})
NEVER_CHANGED = (
    "facts",
    "audit_entries",
    "access_log",
    "access_digests",
    "audit_checks",
    "job_runs",
    "kpi_asks",
    "message_attempts",
    "pack_adoptions",
    "rule_packs",
)
"""The one list of tables whose rows the database itself refuses to change or remove."""
CHANGED_WITH_REASON: Mapping[str, str] = {
    "alerts": "an alert is closed, snoozed and mailed; each of these is an entry",
}
"""Tables of nature log or fact that are rightly changed."""


@cache
def natures() -> Mapping[str, str]:
    """Return the nature of every table by its name."""
    tables = [cast(type[Base], each.class_) for each in Base.registry.mappers]
    return {table.__tablename__: table.nature for table in tables}


def counts_as_act(tables: Iterable[str]) -> bool:
    """Return whether writing these tables is an act: more than work, or somebody's account."""
    return any(
        table in ACCOUNTS or (natures().get(table, "work") != "work" and table not in NO_ACTS)
        for table in tables
    )


def is_refusal(tables: Collection[str]) -> bool:
    """Return whether all that was written tells of a refusal."""
    return all(table in REFUSALS for table in tables)


def is_told(table: str) -> bool:
    """Return whether an entry names the table: those of the product, but for a few."""
    return table not in UNTOLD and (table in natures() or table in ACCOUNTS)
