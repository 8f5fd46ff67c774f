"""A series of meetings: what was settled for it, and the days it is held on."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

from dateutil.rrule import MONTHLY, rrule, weekday

from compliance.core.calendars import Calendar
from compliance.core.errors import BadValue, NoValueInForce
from compliance.core.facts import Fact, happened_by, standing

PLAN, MBHO = "plan", "mbho"
CADENCES = {"monthly": 1, "quarterly": 3}
CADENCE_WORDS = {"monthly": "Monthly", "quarterly": "Quarterly"}
WEEKS = {"1": "first", "2": "second", "3": "third", "4": "fourth", "-1": "last"}
PARTS = {
    "chair": "Chair",
    "co_chair": "Co-chair",
    "recorder": "Recorder",
    "member": "Member",
}
LONGEST_SLOT = 8 * 60


@dataclass(frozen=True)
class Seat:
    """One person of a series: which side they sit on and what part they have."""

    person_id: int
    side: str
    part: str = "member"


@dataclass(frozen=True)
class Settled:
    """What a series settles for its meetings. `at` is the time of day in California.

    `minutes_of` gives the standing items it keeps with their lengths, in order; `pack_days` are
    the business days before a meeting by which its pack goes out. `organization` is the key of
    the MBHO it is held with, whose people see it.
    """

    name: str
    cadence: str
    week: int
    weekday: int
    from_on: date
    at: time
    minutes: int
    place: str
    organizer_id: int | None
    seats: tuple[Seat, ...]
    minutes_of: Mapping[str, int]
    pack_days: int
    groups: str = ""
    organization: str = MBHO

    @property
    def when_words(self) -> str:
        """Return "first Thursday of the month"."""
        name = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")[self.weekday]
        every = "the month" if self.cadence == "monthly" else "every third month"
        return f"{WEEKS[str(self.week)]} {name} of {every}"

    def side_of(self, side: str) -> tuple[Seat, ...]:
        """Return the people of one side, the chair first."""
        order = list(PARTS)
        mine = (each for each in self.seats if each.side == side)
        return tuple(sorted(mine, key=lambda each: order.index(each.part)))

    def payload(self) -> dict[str, Any]:
        """Return the values as a fact keeps them."""
        return {
            **vars(self),
            "from_on": self.from_on.isoformat(),
            "at": self.at.isoformat("minutes"),
            "seats": [vars(each) for each in self.seats],
            "minutes_of": [[key, minutes] for key, minutes in self.minutes_of.items()],
        }


@dataclass(frozen=True)
class Series:
    """A series as its facts say: its number, what is settled, and the day it ended."""

    id: int
    settled: Settled
    ended_on: date | None = None


def settled_from(payload: Mapping[str, Any]) -> Settled:
    """Return what a fact keeps as values."""
    given = dict(payload)
    return Settled(
        **{
            **given,
            "from_on": date.fromisoformat(given["from_on"]),
            "at": time.fromisoformat(given["at"]),
            "seats": tuple(Seat(**each) for each in given["seats"]),
            "minutes_of": dict(given["minutes_of"]),
        }
    )


def series_from(
    number: int, facts: Iterable[Fact], as_of: date | None, known_at: datetime | None
) -> Series | None:
    """Return the series as seen on a day, None where it had not begun."""
    found: Series | None = None
    for fact in happened_by(standing(facts, known_at), as_of):
        if fact.kind in {"series_started", "series_changed"}:
            found = Series(number, settled_from(fact.payload))
        elif fact.kind == "series_ended" and found:
            found = replace(found, ended_on=fact.happened_on)
    return found


@dataclass(frozen=True)
class Held:
    """One day of a series: the day by the rule, and the open day it is held on."""

    by_rule: date
    day: date
    why: str = ""


def days_of(settled: Settled, calendar: Calendar, until: date) -> Iterator[Held]:
    """Yield the days of a series up to `until`, each moved off a closed day to the next open one.

    A year that the calendar does not list ends the series for now.
    """
    start = datetime.combine(settled.from_on, time())
    end = datetime.combine(until, time())
    on = weekday(settled.weekday)(settled.week)
    every = CADENCES[settled.cadence]
    for each in rrule(MONTHLY, interval=every, byweekday=on, dtstart=start, until=end):
        day = each.date()
        try:
            why = calendar.why_closed(day) or ""
            yield Held(day, calendar.roll_forward(day), why)
        except NoValueInForce:
            return


def place_in_year(settled: Settled, calendar: Calendar, day: date) -> tuple[int, int]:
    """Return which meeting of its year a day is, and how many there are: (11, 12)."""
    all_days = days_of(settled, calendar, date(day.year, 12, 31))
    held = [each.day for each in all_days if each.by_rule.year == day.year]
    return max(sum(1 for each in held if each <= day), 1), max(len(held), 1)


@dataclass(frozen=True)
class Problem:
    """One thing that stands against a series, and the field where it was given."""

    field: str
    message: str


def problems_of(settled: Settled, required: Iterable[str]) -> Iterator[Problem]:
    """Yield what stands against a series as typed."""
    if settled.cadence not in CADENCES or str(settled.week) not in WEEKS:
        yield Problem("cadence", "Choose monthly or quarterly, and the week of the month.")
    if not 0 < settled.minutes <= LONGEST_SLOT:
        yield Problem("minutes", f"Give 1 to {LONGEST_SLOT} minutes.")
    chairs = [each for each in settled.seats if each.part == "chair"]
    if len(chairs) != 1 or chairs[0].side != PLAN:
        yield Problem("chair", "Choose one chair from the plan's people.")
    for side, field in ((PLAN, "plan_people"), (MBHO, "mbho_people")):
        if not settled.side_of(side):
            yield Problem(field, "Choose at least one person. Add people under Settings first.")
    missing = [key for key in required if key not in settled.minutes_of]
    if missing:
        yield Problem("items", f"The policy requires {', '.join(missing)}. Keep them.")


def check_series(settled: Settled, required: Iterable[str]) -> None:
    """Let a series pass, or raise `BadValue` with the first thing that stands against it."""
    for problem in problems_of(settled, required):
        raise BadValue(problem.message, problem.field)
