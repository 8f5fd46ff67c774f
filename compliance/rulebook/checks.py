"""Checks between the rules of a pack: names that must exist, dates that must fit."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from compliance.core.agendas import StandingAgenda
from compliance.core.calendars import Calendar, Source
from compliance.core.duties import DUTY_KINDS
from compliance.core.errors import BadPack
from compliance.core.papers import ANSWERS, ENDS, MERGE_FIELDS, STEPS, Checklist, Letter
from compliance.core.retention import Retention
from compliance.core.rulebook import EVERY_OTHER_KIND, ClockRule, Parameter, Rulebook
from compliance.rulebook.duty_checks import department_faults, recurrence_faults
from compliance.rulebook.eligibility_checks import eligibility_faults
from compliance.rulebook.kpi_checks import kpi_faults
from compliance.rulebook.responsibility_checks import responsibility_faults

MERGE_FIELD = re.compile(r"\{\{(.*?)\}\}")
WORDED = {"mode", "none"}
COUNTED = {"calendar days", "business days", "months", "years"}


def check(book: Rulebook) -> Rulebook:
    """Return the rulebook unchanged if its rules fit each other.

    Raises:
        BadPack: one sentence that names the file, the place in it, and what to do.
    """
    for sentence in _faults(book):
        raise BadPack(sentence)
    return book


def _faults(book: Rulebook) -> Iterator[str]:
    yield from _each(book.parameters, _parameter_faults, "parameters")
    yield from _each(book.calendars, _calendar_faults, "calendars")
    yield from _each(book.letters, lambda each: _letter_faults(each, book), "letters")
    yield from _each(book.checklists, lambda each: _checklist_faults(each, book), "checklists")
    yield from _each(book.agendas, _agenda_faults, "agendas")
    yield from _each(book.ladders, lambda each: _source_faults(each.sources), "ladders")
    yield from _each(book.departments, lambda each: department_faults(each, book), "duties")
    yield from _each(book.departments, lambda each: _source_faults(each.sources), "duties")
    yield from recurrence_faults(book)
    yield from _each(book.kpis, lambda each: kpi_faults(each, book), "kpis")
    yield from _each(book.kpis, lambda each: _source_faults(each.sources), "kpis")
    yield from _each(book.retention, _retention_faults, "retention.yaml")
    for fault in eligibility_faults(book):
        yield f"policies/eligibility.yaml, at {fault}"
    for number, rule in enumerate(book.eligibility):
        for fault in _source_faults(rule.sources):
            yield f"policies/eligibility.yaml, at {number}.{fault}"
    yield from responsibility_faults(book)
    for clock in book.clocks.values():
        for fault in _clock_faults(clock, book):
            yield f"policies/clocks, at {clock.name}: {fault}"
    for fault in _ladder_faults(book):
        yield f"policies/ladders: {fault}"


def _each(
    shelf: Mapping[str, Any], faults_of: Callable[[Any], Iterable[str]], folder: str
) -> Iterator[str]:
    for name, rule in shelf.items():
        for fault in faults_of(rule):
            yield f"policies/{folder}/{name.replace('.', '/')}.yaml, at {fault}"


def _source_faults(sources: tuple[Source, ...]) -> Iterator[str]:
    if not sources:
        yield "sources: no source; name one with checked_on, or say `assumed: why`."
    for number, source in enumerate(sources):
        if not (source.checked_on or source.assumed):
            yield (
                f"sources.{number}: nobody has checked {source.cite}; add checked_on with the day "
                "somebody read it, or `assumed: why`."
            )
        if source.url and not source.url.startswith("https://"):
            yield f"sources.{number}.url: {source.url} is not an https address; mend it."


def _parameter_faults(parameter: Parameter) -> Iterator[str]:
    yield from _source_faults(parameter.sources)
    if not parameter.values:
        yield "values: no value; give the first day in force and the value."
        return
    if parameter.until and parameter.until <= max(parameter.values):
        yield f"until: {parameter.until} is not after the last value; mend one of the two."
    if not isinstance(parameter.rule, str) and set(parameter.rule) != set(parameter.values):
        yield "rule: its days differ from those of values; give one rule id for each value."
    for first, value in parameter.values.items():
        if fault := _value_fault(parameter, value):
            yield f"values.{first}: {fault}"


def _value_fault(parameter: Parameter, value: object) -> str | None:
    if parameter.allowed and value not in parameter.allowed:
        return f"{value} is not allowed; choose one of {', '.join(parameter.allowed)}."
    if parameter.unit in WORDED:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        return f"{value} is not a whole number; give a number of {parameter.unit}."
    return None


def _calendar_faults(calendar: Calendar) -> Iterator[str]:
    yield from _source_faults(calendar.sources)
    listed = sorted(calendar.years)
    for year in range(listed[0], listed[-1] + 1) if listed else ():
        if year not in calendar.years:
            yield f"years: {year} is missing between {listed[0]} and {listed[-1]}; add the year."
    if not listed:
        yield "years: no year is listed; add at least one."
    for year, days in calendar.years.items():
        for day in days:
            if day.year != year:
                yield f"years.{year}: {day} is not in {year}; move it to its own year."


def _letter_faults(letter: Letter, book: Rulebook) -> Iterator[str]:
    yield from _source_faults(letter.sources)
    words = (
        ("says", letter.says, ANSWERS),
        ("step", letter.step, STEPS),
        ("ends", letter.ends, ENDS),
    )
    for name, said, known in words:
        if said not in known:
            yield f"{name}: {said} is not known; leave it out or use {_listed(known)}."
    for clock in letter.meets:
        if clock not in book.clocks:
            yield f"meets: there is no clock {clock}; mend the name."
    for first, text in letter.values.items():
        for name in _unknown_fields(text.subject + text.body + text.letterhead):
            yield f"values.{first}: {{{{{name}}}}} is not a merge field; use a known one."
        if letter.needs_items and "{{items}}" not in text.body:
            yield f"values.{first}: the letter needs items; put {{{{items}}}} into its body."


def _listed(known: Iterable[str]) -> str:
    return " or ".join(sorted(each for each in known if each))


def _unknown_fields(text: str) -> Iterator[str]:
    yield from (name for name in MERGE_FIELD.findall(text) if name not in MERGE_FIELDS)


def _checklist_faults(checklist: Checklist, book: Rulebook) -> Iterator[str]:
    yield from _source_faults(checklist.sources)
    for first, items in checklist.values.items():
        for code, times in Counter(each.code for each in items).items():
            if times > 1:
                yield f"values.{first}: the item {code} stands twice; keep one."
        for item in items:
            for role in item.roles:
                if role not in book.roles:
                    yield f"values.{first}.{item.code}: no role {role}; mend the code."


def _retention_faults(rule: Retention) -> Iterator[str]:
    yield from _source_faults(rule.sources)
    if not rule.tables:
        yield "tables: it holds none; name at least one table."
    for first, years in rule.years.items():
        if years < 0:
            yield f"years.{first}: {years} is less than none; give 0 or more."


def _agenda_faults(agenda: StandingAgenda) -> Iterator[str]:
    yield from _source_faults(agenda.sources)
    for first, items in agenda.values.items():
        for key, times in Counter(each.key for each in items).items():
            if times > 1:
                yield f"values.{first}: the item {key} stands twice; keep one."
        for item in items:
            if item.minutes < 1:
                yield f"values.{first}.{item.key}: it has no time; give one minute or more."
        if not any(each.required for each in items):
            yield f"values.{first}: no item is required; mark the agenda duties of the policy."


def _clock_faults(clock: ClockRule, book: Rulebook) -> Iterator[str]:
    named = [*clock.counts, clock.law, clock.statute_reading, clock.mode]
    for parameter_id in filter(None, named):
        if parameter_id not in book.parameters:
            yield f"there is no parameter {parameter_id}; mend the id or add its file."
            return
    if clock.calendar not in book.calendars:
        yield f"there is no calendar {clock.calendar}; mend the name or add its file."
    if not clock.counts:
        yield "it counts nothing; name at least one parameter under counts."
    if clock.law and clock.law not in clock.counts:
        yield f"its law {clock.law} is not among its counts; add it there."
    for parameter_id in filter(None, [*clock.counts, clock.statute_reading]):
        if book.parameters[parameter_id].unit not in COUNTED:
            yield f"{parameter_id} is not a length of time; name one that is."


def _ladder_faults(book: Rulebook) -> Iterator[str]:
    named = Counter(kind for ladder in book.ladders.values() for kind in ladder.kinds)
    work = {kind for each in book.ladders.values() if each.outside_clocks for kind in each.kinds}
    for kind, times in named.items():
        if times > 1:
            yield f"the kind {kind} stands in more than one ladder; keep it in one."
        if kind not in {*book.clocks, *DUTY_KINDS, *work, EVERY_OTHER_KIND}:
            yield f"there is no clock {kind}; mend the kind."
    if book.ladders and EVERY_OTHER_KIND not in named:
        yield f'no ladder takes every other kind; give one the kind "{EVERY_OTHER_KIND}".'


def bad_dates(tree: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Yield place and text of everything that stands where a date must and is not one."""
    if isinstance(tree, list):
        for number, each in enumerate(tree):
            yield from bad_dates(each, f"{place}{number}.")
    if isinstance(tree, dict):
        for key, each in tree.items():
            for text in _dates_at(key, each):
                if not _is_date(text):
                    yield f"{place}{key}", text
            yield from bad_dates(each, f"{place}{key}.")


def _dates_at(key: str, value: Any) -> Iterable[str]:
    if isinstance(value, dict):
        return (
            value
            if key in {"values", "rule", "targets"} or (key.isdigit() and len(key) == 4)
            else ()
        )
    return (
        (value,)
        if key in {"checked_on", "on", "until", "valid_from", "valid_to"} and isinstance(value, str)
        else ()
    )


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
