"""The history of one duty as its page tells it, newest first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from compliance.accounts.standings import names_of
from compliance.core.dates import day_words
from compliance.core.facts import Fact, happened_by
from compliance.occasions import Occasion
from compliance.policies.queries.register import DutyLine
from compliance.wallclock import local_day
from compliance.web.filters import person_short


@dataclass(frozen=True)
class Told:
    """One event of the timeline."""

    day: date
    title: str
    text: str = ""
    note: str = ""
    look: str = ""


def history(line: DutyLine, facts: Sequence[Fact], on: Occasion) -> list[Told]:
    """Return what happened to a duty, newest first, with the days on which it passed its date."""
    told = happened_by(facts, line.standing.day)
    names = names_of([each.person_id for each in told], on.known_at)
    items = {each.id: str(each.payload.get("name", "")) for each in told}
    events = [(each.recorded_at.timestamp(), _told(each, names, items)) for each in told]
    past = [(0.0, each) for each in _passed(line)]
    ranked = sorted([*past, *events], key=lambda each: (each[1].day, each[0]), reverse=True)
    return [each for _, each in ranked]


def _passed(line: DutyLine) -> Iterator[Told]:
    for turn in line.standing.turns:
        end = turn.closed_on or line.standing.day
        if end > turn.due_on:
            yield Told(turn.due_on, "Due date passed", look="bad")


def _told(fact: Fact, names: dict[int, str], items: dict[int, str]) -> Told:
    who = person_short(names.get(fact.person_id or 0, "Daybook"))
    title, look = _title(fact, who, items)
    recorded = local_day(fact.recorded_at)
    late = f"Recorded {day_words(recorded)}" if recorded != fact.happened_on else ""
    return Told(fact.happened_on, title, fact.why, late, look)


def _title(fact: Fact, who: str, items: dict[int, str]) -> tuple[str, str]:
    said = fact.payload
    of = said.get("evidence")
    item = items.get(of, "") if isinstance(of, int) else ""
    titles: dict[str, tuple[str, str]] = {
        "duty_assigned": (f"Assigned to {said.get('name')}, {said.get('part')}", ""),
        "duty_part_ended": (f"{said.get('name')} no longer {said.get('part')}", ""),
        "duty_evidence_added": (f"{said.get('name')} added by {who}", ""),
        "duty_evidence_accepted": (f"{item} accepted by {who}", "key"),
        "duty_evidence_rejected": (f"{item} sent back by {who}:", "bad"),
        "duty_figure_read": (_figure(said), ""),
        "duty_attested": (f"Attested by {said.get('name')}", "key"),
        "duty_event_recorded": (f"{said.get('what')}", "key"),
        "duty_moved": (f"{who} moved the day to {_day(said)}:", ""),
        "duty_reason_stated": (f"{who} said what is done:", ""),
        "duty_vacant": ("Nobody acts:", "bad"),
        "duty_filled": ("Somebody acts again", ""),
    }
    return titles.get(fact.kind, (fact.kind, ""))


def _figure(said: dict[str, Any]) -> str:
    value = said.get("value") or f"{said.get('numerator')} of {said.get('denominator')}"
    return f"Read {value} {said.get('unit', '')}".strip()


def _day(said: dict[str, Any]) -> str:
    return day_words(date.fromisoformat(said["due_on"])) if "due_on" in said else ""
