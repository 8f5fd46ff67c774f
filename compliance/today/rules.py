"""How the day's work is grouped: overdue, past our date, today, then by act-by day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Generic, Protocol, TypeVar

from compliance.core.calendars import Calendar
from compliance.core.dates import WEEKDAYS, day_short

WINDOW_DAYS = 7
OVERDUE = "Overdue"
PAST_OUR_DATE = "Past our date"
TODAY = "Today"


class Due(Protocol):
    """What grouping needs of an item: our date, the limit, the last open day, law or not."""

    @property
    def due_on(self) -> date:
        """Return the plan's own date."""

    @property
    def legal_on(self) -> date | None:
        """Return the law's last day, None where no law sets one."""

    @property
    def act_by(self) -> date:
        """Return the last open day up to our date."""

    @property
    def statutory(self) -> bool:
        """Return whether law sets the limit."""


T = TypeVar("T", bound=Due)


@dataclass(frozen=True)
class DayGroup(Generic[T]):
    """Items under one heading, statutory ones first."""

    title: str
    tone: str
    items: list[T] = field(default_factory=list)


def is_past_legal(item: Due, today: date) -> bool:
    """Return whether the legal limit has passed; for work without a law, its due day."""
    return today > (item.legal_on or item.due_on)


def groups_of(items: Iterable[T], today: date, calendar: Calendar) -> list[DayGroup[T]]:
    """Return the items grouped in the order they must be done."""
    found: dict[tuple[int, date], DayGroup[T]] = {}
    for item in items:
        place, title, tone = _place(item, today, calendar)
        found.setdefault(place, DayGroup(title, tone)).items.append(item)
    for group in found.values():
        group.items.sort(key=lambda each: (not each.statutory, each.due_on))
    return [found[place] for place in sorted(found)]


def _place(item: Due, today: date, calendar: Calendar) -> tuple[tuple[int, date], str, str]:
    if is_past_legal(item, today):
        return (0, date.min), OVERDUE, "over"
    if today > item.due_on:
        return (1, date.min), PAST_OUR_DATE, "soon"
    if item.act_by <= today:
        return (2, date.min), TODAY, ""
    return (3, item.act_by), _heading(item.act_by, calendar), ""


def _heading(day: date, calendar: Calendar) -> str:
    after = day + timedelta(days=1)
    if after in calendar.closures:
        return f"By {day_short(day)}, before the office closes"
    return day_short(day)


def closed_sentence(today: date, calendar: Calendar) -> str:
    """Return when the office is closed within the window, or nothing."""
    closed = sorted(calendar.closed_between(today, today + timedelta(days=WINDOW_DAYS)))
    if not closed:
        return ""
    return f"The office is closed {_joined(closed)}; statutory clocks keep running."


def _joined(days: Sequence[date]) -> str:
    last = f"{day_short(days[-1])}"
    if len(days) == 1:
        return last
    same_month = all(day.month == days[-1].month for day in days)
    firsts = [
        f"{WEEKDAYS[day.weekday()]} {day.day}" if same_month else day_short(day)
        for day in days[:-1]
    ]
    return f"{', '.join(firsts)} and {last}"
