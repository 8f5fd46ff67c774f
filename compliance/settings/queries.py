"""What the rules pages show, worked out from the rulebook of the occasion."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from compliance.choices.rules import Confirmation, confirmation
from compliance.core.calendars import Calendar
from compliance.core.clocks import Asked, Cited, Working, explain_clock
from compliance.core.errors import NotFound
from compliance.core.rulebook import CONFIDENCE_WORDS, Basis, ClockRule, Parameter, Rulebook
from compliance.occasions import Occasion

MODES = {"mode", "none"}
REACH = ("regulator", "provider_class", "role", "track", "line")
CLASSES = {
    "bh": "behavioral health",
    "non_bh": "outside behavioral health",
    "cvo": "certified CVO",
}


@dataclass(frozen=True)
class ParameterView:
    """One parameter as pages show it."""

    id: str
    title: str
    rule: str
    binding: str
    values: tuple[tuple[date, str, bool], ...]
    confidence: str
    sources: tuple[Cited, ...]
    note: str
    confirmed: Confirmation | None
    counts_from: str = ""
    applies_to: str = ""

    @property
    def anchor(self) -> str:
        """Return the id of its place on the page."""
        return self.id.replace(".", "-").replace("_", "-")


@dataclass(frozen=True)
class ClockView:
    """One clock with the parameters it counts by."""

    name: str
    title: str
    starts: str
    calendar: str
    note: str
    parameters: tuple[ParameterView, ...]


def parameter_view(parameter: Parameter, on: Occasion) -> ParameterView:
    """Return a parameter with all its values by date; the one in force is marked."""
    began = [first for first in parameter.values if first <= on.day_seen]
    now = max(began, default=None)
    return ParameterView(
        id=parameter.id,
        title=parameter.title,
        rule=parameter.rule_on(on.day_seen) if now else _first_rule(parameter),
        binding=parameter.binding,
        values=tuple(
            (first, _measured(value, parameter.unit), first == now)
            for first, value in sorted(parameter.values.items())
        ),
        confidence=CONFIDENCE_WORDS[parameter.confidence],
        sources=tuple(
            Cited(s.cite, s.url, s.checked_on, s.confidence or parameter.confidence, s.assumed)
            for s in parameter.sources
        ),
        note=parameter.note,
        confirmed=confirmation(parameter, on.book.choices, on.day_seen),
        counts_from=parameter.counts_from,
        applies_to=_applies_to(parameter, on.book),
    )


def _measured(value: object, unit: str) -> str:
    """Return a value with its unit: "30 calendar days", "1 month"; a mode has none."""
    if unit in MODES:
        return str(value)
    return f"{value} {unit.removesuffix('s') if value == 1 else unit}"


def _applies_to(parameter: Parameter, book: Rulebook) -> str:
    """Return to whom a rule applies: regulators, applicants, lines; empty for everybody."""
    lines = {code: line.title for code, line in book.lines.items()}
    parts = [
        " or ".join({**lines, **CLASSES}.get(each, each) for each in parameter.applies_to[key])
        for key in (*REACH, *sorted(parameter.applies_to.keys() - set(REACH)))
        if key in parameter.applies_to
    ]
    return "; ".join(parts)


def _first_rule(parameter: Parameter) -> str:
    rule = parameter.rule
    return rule if isinstance(rule, str) else rule[min(rule)]


def clock_views(on: Occasion) -> list[ClockView]:
    """Return every clock of the rulebook, by title."""
    clocks = sorted(on.book.clocks.values(), key=lambda each: each.title)
    return [clock_view(each, on) for each in clocks]


def clock_named(name: str, on: Occasion) -> ClockView:
    """Return one clock; raises `NotFound`."""
    if name not in on.book.clocks:
        raise NotFound(f"There is no clock called {name}. Settings, Rules lists all of them.")
    return clock_view(on.book.clocks[name], on)


def clock_view(rule: ClockRule, on: Occasion) -> ClockView:
    """Return a clock with its parameters."""
    return ClockView(
        name=rule.name,
        title=rule.title,
        starts=rule.starts,
        calendar=on.book.calendar(rule.calendar).title,
        note=rule.note,
        parameters=tuple(parameter_view(each, on) for each in _parameters(rule, on.book)),
    )


@dataclass(frozen=True)
class CalendarView:
    """One calendar: its closed weekdays by year, where they come from, how sure they are."""

    id: str
    title: str
    years: tuple[tuple[int, tuple[tuple[date, str], ...]], ...]
    confidence: str
    sources: tuple[Cited, ...]
    note: str

    @property
    def span(self) -> str:
        """Return "2020 to 2036"."""
        return f"{self.years[0][0]} to {self.years[-1][0]}"


def calendar_views(on: Occasion) -> list[CalendarView]:
    """Return every calendar of the rulebook, by title."""
    found = sorted(on.book.calendars.values(), key=lambda each: each.title)
    return [_calendar_view(each) for each in found]


def calendar_named(name: str, on: Occasion) -> CalendarView:
    """Return one calendar; raises `NotFound`."""
    if name not in on.book.calendars:
        raise NotFound(f"There is no calendar called {name}. Settings, Rules lists all of them.")
    return _calendar_view(on.book.calendars[name])


def _calendar_view(calendar: Calendar) -> CalendarView:
    return CalendarView(
        id=calendar.id,
        title=calendar.title,
        years=tuple(
            (year, tuple(sorted(days.items()))) for year, days in sorted(calendar.years.items())
        ),
        confidence=CONFIDENCE_WORDS[calendar.confidence],
        sources=tuple(
            Cited(s.cite, s.url, s.checked_on, s.confidence or calendar.confidence, s.assumed)
            for s in calendar.sources
        ),
        note=calendar.note,
    )


def _parameters(rule: ClockRule, book: Rulebook) -> list[Parameter]:
    ids = [*rule.counts, *filter(None, (rule.law, rule.statute_reading, rule.mode))]
    return [book.parameter(each) for each in dict.fromkeys(ids)]


def other_parameters(on: Occasion, clocks: Sequence[ClockView]) -> list[ParameterView]:
    """Return the parameters that no clock counts by, by title."""
    used = {each.id for clock in clocks for each in clock.parameters}
    rest = [each for each in on.book.parameters.values() if each.id not in used]
    return [parameter_view(each, on) for each in sorted(rest, key=lambda each: each.title)]


def explained(name: str, start: date, basis: Basis, on: Occasion) -> Working:
    """Return one clock's dates and working from a day. Errors as `core.clocks.clock_due`."""
    return explain_clock(Asked(on.book.clock(name), start, on.book, basis=basis))
