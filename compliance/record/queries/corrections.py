"""What was entered after a day but dated before its end: both versions side by side."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from compliance.accounts.standings import names_of
from compliance.core.dates import day_full
from compliance.core.facts import Fact
from compliance.ledger.queries import entered_later, facts_numbered
from compliance.occasions import Occasion
from compliance.record.queries.records import Record, names_in, records_named
from compliance.record.rules.words import fact_words, late_words
from compliance.wallclock import end_of_day, local_day

NOTHING = "Nothing on record"


@dataclass(frozen=True)
class Correction:
    """One fact that the day did not know: what stood then, what stands now."""

    record: Record
    happened_on: date
    recorded_at: datetime
    who: str
    then: str
    now: str
    note: str


def corrected_later(then: Occasion) -> list[Correction]:
    """Return what was entered after the day looked at and dated up to it, in its order."""
    day = then.day_seen
    found = entered_later(day, end_of_day(then.known_on or day))
    records = records_named((subject for subject, _ in found), then)
    people = names_of([fact.person_id for _, fact in found], None)
    old = facts_numbered([fact.supersedes_id for _, fact in found if fact.supersedes_id])
    said = partial(_said, names=names_in(then.book))
    return [
        Correction(
            records[subject],
            fact.happened_on,
            fact.recorded_at,
            people.get(fact.person_id or 0, "Daybook"),
            said(old[fact.supersedes_id][1]) if fact.supersedes_id in old else NOTHING,
            "Taken back" if fact.kind == "struck" else said(fact),
            late_words(fact, local_day(fact.recorded_at)),
        )
        for subject, fact in found
    ]


def _said(fact: Fact, names: Mapping[str, str]) -> str:
    return f"{fact_words(fact, names=names)}, {day_full(fact.happened_on)}"
