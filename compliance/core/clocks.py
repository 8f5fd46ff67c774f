"""Clocks: a starting day and a dated, cited count give the due day, the legal limit and why.

Day 0 is the starting day even when it is closed. A day on its due date is on time. Nothing
pauses a clock. Source: `domain` notes on Gov. Code 6800 and Code Civ. Proc. 12, 12a, carried by
each parameter.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from compliance.core.calendars import Calendar, Source
from compliance.core.counting import Step, counted_days, counted_to, rolled_days
from compliance.core.rulebook import Basis, ClockRule, Parameter, Rulebook

__all__ = [
    "Asked",
    "Cited",
    "Due",
    "Step",
    "Working",
    "clock_due",
    "counted_to",
    "days_between",
    "explain_clock",
]


@dataclass(frozen=True)
class Due:
    """The three dates of one running clock.

    `due_on` is the plan's own date, `legal_on` the law's last day (None where no law sets one),
    `act_by` the last open day up to `due_on`.
    """

    clock: str
    started_on: date
    due_on: date
    legal_on: date | None
    act_by: date


@dataclass(frozen=True)
class Cited:
    """One source of a result with its confidence, else that of the parameter that carries it."""

    cite: str
    url: str | None
    checked_on: date | None
    confidence: str
    assumed: str | None = None


@dataclass(frozen=True)
class Working:
    """A clock's result with all that defends it: steps, rule, version, calendar, sources."""

    due: Due
    basis: Basis
    rule: str
    unit: str
    calendar: str
    version: str
    steps: tuple[Step, ...]
    sources: tuple[Cited, ...]


@dataclass(frozen=True)
class Asked:
    """One question to a clock.

    `started_on` is day 0. `basis` is `stricter` (the earliest of all counts), `statute` or
    `policy`. `on` is the day whose parameter values apply, `started_on` unless given.
    `law_started_on` is day 0 of the legal limit where the law starts later than the plan.
    """

    rule: ClockRule
    started_on: date
    book: Rulebook
    basis: Basis = "stricter"
    on: date | None = None
    law_started_on: date | None = None

    @property
    def calendar(self) -> Calendar:
        """Return the calendar that the clock counts on."""
        return self.book.calendar(self.rule.calendar)

    @property
    def law_start(self) -> date:
        """Return day 0 of the legal limit."""
        return self.law_started_on or self.started_on

    @property
    def own_start(self) -> date:
        """Return day 0 of the plan's own date; read by the statute it is the law's day 0."""
        by_law = self.basis == "statute" and self.rule.law is not None
        return self.law_start if by_law else self.started_on

    def reached(self, parameter: Parameter, start: date) -> date:
        """Return the last day of the parameter's count from `start`, before any rolling."""
        as_of = self.on or self.started_on
        return counted_to(parameter, start, parameter.days_on(as_of), self.calendar)


def clock_due(asked: Asked) -> Due:
    """Return the due day, legal limit and act-by day of one clock.

    Raises:
        NoValueInForce: no dated value covers the day, or a calendar year is not listed.
    """
    legal_on = _legal_limit(asked)
    due_on = _own_date(asked)
    if legal_on and (asked.basis == "statute" or due_on > legal_on):
        due_on = legal_on
    act_by = asked.calendar.roll_back(due_on)
    return Due(asked.rule.name, asked.started_on, due_on, legal_on, act_by)


def _legal_limit(asked: Asked) -> date | None:
    if asked.rule.law is None:
        return None
    last = asked.reached(asked.book.parameter(asked.rule.law), asked.law_start)
    return asked.calendar.roll_forward(last) if asked.rule.closed_day == "roll" else last


def _own_date(asked: Asked) -> date:
    """Return the plan's own date: rolled back to an open day, but never to the start or before."""
    last = min(asked.reached(each, asked.own_start) for each in _binding_parameters(asked))
    if asked.rule.closed_day == "stay":
        return last
    if asked.basis == "statute":
        return asked.calendar.roll_forward(last) if asked.rule.closed_day == "roll" else last
    rolled = asked.calendar.roll_back(last)
    if rolled > asked.started_on:
        return rolled
    return asked.calendar.plus_business_days(asked.started_on, 1)


def _binding_parameters(asked: Asked) -> list[Parameter]:
    """Return the parameters that set the plan's own date under the basis asked for."""
    rule, book = asked.rule, asked.book
    if asked.basis == "statute":
        return [book.parameter(rule.law or rule.statute_reading or rule.counts[0])]
    counts = [book.parameter(each) for each in rule.counts]
    if asked.basis == "policy":
        return [each for each in counts if each.binding == "policy"] or counts
    return counts


def explain_clock(asked: Asked) -> Working:
    """Return the clock's dates with the day-by-day working and its sources.

    Errors as `clock_due`.
    """
    due = clock_due(asked)
    book, rule = asked.book, asked.rule
    own = min(_binding_parameters(asked), key=lambda each: asked.reached(each, asked.own_start))
    law = book.parameter(rule.law) if rule.law else None
    steps = [*_steps(asked, own, asked.own_start, due.due_on, "due")]
    if law and due.legal_on:
        steps += _steps(asked, law, asked.law_start, due.legal_on, "legal")
    named = [own] if law is None or law is own else [own, law]
    return Working(
        due=due,
        basis=asked.basis,
        rule=(law or own).rule_on(asked.on or asked.started_on),
        unit=own.unit,
        calendar=f"{asked.calendar.id} {asked.calendar.version}",
        version=book.version,
        steps=tuple(steps),
        sources=tuple(_cited(named, asked.calendar)),
    )


def _steps(
    asked: Asked, parameter: Parameter, start: date, end: date, toward: str
) -> Iterator[Step]:
    """Yield the days from the start to the date reached, then those moved over by rolling."""
    last = asked.reached(parameter, start)
    why_zero = "Day 0: the day it starts is not counted."
    if parameter.counts_first_day:
        why_zero = "Day 1: the first day counts."
    number = int(parameter.counts_first_day)
    yield Step(start, parameter.counts_first_day, why_zero, toward, number or None)
    if parameter.unit in {"months", "years"}:
        count = parameter.days_on(asked.on or asked.started_on)
        yield Step(last, True, f"{count} {parameter.unit} on.", toward)
    else:
        yield from counted_days(parameter, start, last, asked.calendar, toward)
    yield from rolled_days(last, end, asked.calendar, toward)


def _cited(parameters: list[Parameter], calendar: Calendar) -> Iterator[Cited]:
    for parameter in parameters:
        for source in parameter.sources:
            yield _as_cited(source, parameter.confidence)
    for source in calendar.sources:
        yield _as_cited(source, calendar.confidence)


def _as_cited(source: Source, confidence: str) -> Cited:
    sure = source.confidence or confidence
    return Cited(source.cite, source.url, source.checked_on, sure, source.assumed)


def days_between(start: date, end: date) -> int:
    """Return the calendar days from `start` to `end`; 0 on the same day, negative before."""
    return (end - start).days
