"""Lead times of a meeting: the days before and after it by which things are owed."""

from dataclasses import dataclass
from datetime import date

from compliance.core.calendars import Calendar
from compliance.core.periods import Period, months_after
from compliance.core.rulebook import Rulebook

CALENDAR = "ca_strict"
AHEAD = (
    ("call_for_items_business_days", "Ask for items"),
    ("figures_due_business_days", "Figures from both sides"),
    ("agenda_approved_business_days", "Chair approves the agenda"),
)


@dataclass(frozen=True)
class Lead:
    """One day before a meeting and what is owed by it."""

    says: str
    day: date
    business_days: int


def calendar_of(book: Rulebook) -> Calendar:
    """Return the calendar that business days of meetings are counted on."""
    return book.calendar(CALENDAR)


def send_by(day: date, pack_days: int, book: Rulebook) -> date:
    """Return the last day to send the pack: business days counted back from the meeting."""
    return calendar_of(book).plus_business_days(day, -pack_days)


def figures_month(day: date, book: Rulebook) -> Period:
    """Return the month whose figures a meeting reviews: the last one over when they are due."""
    days = book.parameter("meetings.figures_due_business_days").days_on(day)
    due = calendar_of(book).plus_business_days(day, -days)
    return months_after(due, -1)


def minutes_due(day: date, book: Rulebook) -> date:
    """Return the day by which the minutes are drafted."""
    parameter = book.parameter("meetings.minutes_drafted_business_days")
    return calendar_of(book).plus_business_days(day, parameter.days_on(day))


def leads_before(day: date, book: Rulebook) -> tuple[Lead, ...]:
    """Return what is owed before a meeting besides its pack, the earliest first."""
    found = []
    for name, says in AHEAD:
        days = book.parameter(f"meetings.{name}").days_on(day)
        found.append(Lead(says, calendar_of(book).plus_business_days(day, -days), days))
    return tuple(found)
