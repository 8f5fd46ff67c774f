"""Acts without facts in plain words: what was done, by what it wrote; commands and jobs by name."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from compliance.record.rules.tables import several_rows

Rows = Mapping[str, Mapping[str, Any]]
VERBS: Mapping[str, str] = {"insert": "added", "update": "changed", "delete": "removed"}


@dataclass(frozen=True)
class Deed:
    """What writing rows of a table means, for one row and for several.

    `beside` are the tables that are written with it and say no more.
    """

    table: str
    verb: str
    one: str
    several: str
    beside: frozenset[str] = frozenset()

    def words(self, count: int) -> str:
        """Return "Account opened", "14 accounts opened"."""
        return self.one if count == 1 else f"{count:,} {self.several}"


ACCOUNT = frozenset({"person_roles", "person_standings", "placements"})
CLOCKS = frozenset({"deadlines", "deadline_spans", "deadline_shapes"})
DEEDS: tuple[Deed, ...] = (
    Deed("people", "insert", "Account opened", "accounts opened", ACCOUNT),
    Deed("people", "update", "Account changed", "accounts changed", ACCOUNT),
    Deed("person_standings", "insert", "Account changed", "accounts changed", ACCOUNT),
    Deed("placements", "insert", "Person placed", "people placed"),
    Deed("absences", "insert", "Absence recorded", "absences recorded"),
    Deed("absences", "update", "Absence ended", "absences ended"),
    Deed("second_steps", "insert", "Second step set up", "second steps set up",
         frozenset({"recovery_codes"})),
    Deed("second_steps", "delete", "Second step turned off", "second steps turned off",
         frozenset({"recovery_codes", "people"})),
    Deed("recovery_codes", "insert", "Recovery codes renewed", "recovery codes renewed"),
    Deed("recovery_codes", "update", "Recovery code used", "recovery codes used"),
    Deed("api_tokens", "insert", "API token made", "API tokens made"),
    Deed("api_tokens", "update", "API token revoked", "API tokens revoked"),
    Deed("choices", "insert", "Setting chosen", "settings chosen", frozenset({"choices"})),
    Deed("organizations", "insert", "Organization named", "organizations named",
         frozenset({"organizations"})),
    Deed("locations", "insert", "Address recorded", "addresses recorded"),
    Deed("kpi_values", "insert", "Figure reported", "figures reported"),
    Deed("kpi_asks", "insert", "Figures asked for", "asks for figures", frozenset({"messages"})),
    Deed("duty_owners", "insert", "Owner named", "owners named"),
    Deed("legal_holds", "update", "Legal hold released", "legal holds released"),
    Deed("legal_holds", "insert", "Legal hold placed", "legal holds placed"),
    Deed("holds", "insert", "What goes out is held", "holds on what goes out"),
    Deed("holds", "update", "Held mail let out", "holds let out", frozenset({"messages"})),
    Deed("pack_adoptions", "insert", "Rule pack adopted", "rule packs adopted",
         frozenset({"rule_packs"})),
    Deed("alerts", "insert", "Alert written", "alerts written", CLOCKS),
    Deed("alerts", "update", "Alert changed", "alerts changed", CLOCKS),
    Deed("message_attempts", "insert", "Result of a mail recorded", "results of mail recorded",
         frozenset({"messages"})),
    Deed("messages", "insert", "Mail queued", "mails queued"),
    Deed("provider_restricted", "insert", "Restricted value set", "restricted values set"),
    Deed("sign_in_failures", "insert", "Wrong try to sign in", "wrong tries to sign in"),
)  # fmt: skip
"""The first that was written names the act; what else was written follows it, table by table."""
DOORS: Mapping[str, str] = {
    "command demo": "Sample plan loaded",
    "command setup": "Daybook set up",
    "command upgrade": "Daybook upgraded",
    "command backup": "Backup written",
    "command restore": "Backup brought in",
    "command release": "Held mail let out",
    "job sweep": "Alerts swept",
    "job deliver": "Mail delivered",
    "job settle_notices": "Answers to letters taken in",
    "job settle_meetings": "Answers to meeting mail taken in",
    "job plan_meetings": "Meetings planned",
    "job refresh_duties": "Responsibilities looked at again",
    "job check_log": "Log checked",
}
"""A command or job -> what it did, in plain words."""


def door_words(act: str) -> str | None:
    """Return what a command or job did, None for one that has no words of its own."""
    return DOORS.get(act)


def rows_words(rows: Rows) -> str:
    """Return what an act without facts wrote: "2 accounts opened; files: 1 added"."""
    text = "; ".join(_told(rows))
    return f"{text[:1].upper()}{text[1:]}"


def _told(rows: Rows) -> Iterator[str]:
    deed = next((each for each in DEEDS if rows.get(each.table, {}).get(each.verb)), None)
    said = frozenset({deed.table, *deed.beside}) if deed else frozenset()
    if deed:
        yield deed.words(rows[deed.table][deed.verb])
    for table, verbs in rows.items():
        if table not in said:
            counts = (f"{verbs[verb]:,} {word}" for verb, word in VERBS.items() if verbs.get(verb))
            yield f"{several_rows(table)}: {', '.join(counts)}"
