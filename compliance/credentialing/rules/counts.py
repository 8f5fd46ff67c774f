"""How a clock was counted: its working, and on which of its days it was met."""

from datetime import date

from compliance.core.calendars import Calendar
from compliance.core.clocks import Asked, Working, days_between, explain_clock
from compliance.core.rulebook import Rulebook
from compliance.credentialing.rules.clocks import BASES, BASIS_KEY, Clock
from compliance.deadlines.rules.ladders import rungs_of

FIRST_NOTICES = frozenset({"completeness_notice", "general_notice"})


def working_of(clock: Clock, book: Rulebook) -> Working:
    """Return the working of a clock as the plan chose to read it."""
    basis = BASES.get(str(book.choice(BASIS_KEY, "stricter")), "stricter")
    return explain_clock(
        Asked(
            book.clock(clock.kind),
            clock.due.started_on,
            book,
            basis=basis if clock.kind in FIRST_NOTICES else "stricter",
            law_started_on=clock.law_started_on,
        )
    )


def met_on_day(clock: Clock, met_on: date, book: Rulebook) -> str:
    """Return on which day a clock was met: "day 5 of 7".

    Past our date it is "day 12, business day 6 of 7, past our date": the calendar day comes first,
    as lists show it. Day and length are of one count: that of our
    date up to our date, that of the legal limit from the day after. Past the limit it is the
    calendar day alone, for nothing was kept that it could be a part of.
    """
    due = clock.due
    day = f"day {days_between(due.started_on, met_on)}"
    if met_on <= due.due_on:
        unit = working_of(clock, book).unit
        return _joined(day, _part(met_on, due.started_on, due.due_on, _calendar(clock, unit, book)))
    law = book.clock(clock.kind).law
    if law is None or due.legal_on is None or met_on > due.legal_on:
        return day
    start = clock.law_started_on or due.started_on
    calendar = _calendar(clock, book.parameter(law).unit, book)
    part = _part(met_on, start, due.legal_on, calendar)
    if start != due.started_on:
        part = f"{part} by the law"
    return f"{_joined(day, part)}, past our date"


def warns_on(clock: Clock, book: Rulebook, today: date) -> date | None:
    """Return the day of the next warning before our date, or None where no more is ahead.

    The warning on our date itself is none of its own: that day is named already. A rung on a closed
    day fires the open day before, as alerts do.
    """
    calendar = book.calendar(book.clock(clock.kind).calendar)
    rungs = book.ladder_for(clock.kind).rungs_on(today)
    due_on = clock.due.due_on
    days = (rung.fires_on for rung in rungs_of(rungs, due_on, clock.due.legal_on, calendar))
    return min((day for day in days if today < day < due_on), default=None)


def _calendar(clock: Clock, unit: str, book: Rulebook) -> Calendar | None:
    """Return the calendar of a count in business days, None for a count of all days."""
    return book.calendar(book.clock(clock.kind).calendar) if unit == "business days" else None


def _part(met_on: date, start: date, end: date, calendar: Calendar | None) -> str:
    if calendar is None:
        return f"day {days_between(start, met_on)} of {days_between(start, end)}"
    between = calendar.business_days_between
    return f"business day {between(start, met_on)} of {between(start, end)}"


def _joined(day: str, part: str) -> str:
    """Return the calendar day with its count, said once where they are the same."""
    return part if part.startswith(f"{day} ") else f"{day}, {part}"
