"""`daybook clock`: list the clocks, and explain what one makes of a date. Needs no instance."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any, Protocol

import click

from compliance.core.clocks import Asked, Cited, Working, explain_clock
from compliance.core.dates import BadDay, parse_file_day
from compliance.core.rulebook import Basis, ClockRule, Rulebook
from compliance.looking_back import on_another_day

DEFAULTS_USED = "No instance was used: these are the shipped defaults."
BASES = ("stricter", "statute", "policy")
TOWARD = {"due": "our date", "legal": "the legal limit"}


class Door(Protocol):
    """What the command `daybook` hands down: output style, day, and the way to the rulebook."""

    today: date | None
    as_of: date | None
    book: Callable[[], tuple[Rulebook, bool]]
    emit: Callable[[Any, Iterable[str]], None]


class Day(click.ParamType[date]):
    """A date on the command line, written YYYY-MM-DD."""

    name = "date"

    def convert(self, value: Any, param: Any, ctx: Any) -> date:
        """Return the date; refuses anything else as wrong usage, with the way to write it."""
        try:
            return parse_file_day(str(value))
        except BadDay as error:
            self.fail(str(error), param, ctx)


@click.group(help="List the clocks; explain one from a date.")
def clock() -> None:
    """Hold the commands below."""


@clock.command("list")
@on_another_day
@click.pass_obj
def list_clocks(door: Door) -> None:
    """List every clock with its rule, parameters and citation."""
    book = _book(door)
    day = door.as_of or door.today
    rows = [listed(book, each, day) for _, each in sorted(book.clocks.items())]
    door.emit(rows, [line for row in rows for line in _row_lines(row)])


def _row_lines(row: dict[str, Any]) -> tuple[str, str]:
    parameters = ", ".join(row["parameters"])
    said = f"{'':26}{row['title']}. {row['citation']}"
    return f"{row['clock']:26}{row['rule']:24}{parameters}", said


NOTICE_BASIS = "credentialing.notice_basis"
NOTICE_CLOCKS = frozenset({"completeness_notice", "general_notice"})
PLAN_READINGS: dict[str, Basis] = {"statute_7bd": "statute", "policy_7cal": "policy"}


@clock.command("explain")
@click.argument("name", metavar="CLOCK")
@click.option("--from", "started_on", type=Day(), required=True, help="The day the clock starts.")
@click.option("--on", "on", type=Day(), help="The day whose values apply, else the day of --from.")
@click.option("--basis", type=click.Choice(BASES), help="The reading; the plan's own if unset.")
@click.option(
    "--law-from",
    "law_started_on",
    type=Day(),
    help="The day the law's count starts, if it is another.",
)
@on_another_day
@click.pass_obj
def explain(door: Door, /, name: str, **chosen: Any) -> None:
    """Show when CLOCK is due, day by day, with its sources."""
    book = _book(door)
    if name not in book.clocks:
        known = ", ".join(sorted(book.clocks))
        raise click.BadParameter(f"there is no clock {name}. Known: {known}.", param_hint="CLOCK")
    chosen["basis"] = chosen["basis"] or basis_of(book.clock(name), book)
    working = explain_clock(Asked(book.clock(name), book=book, **chosen))
    door.emit(explained(working), in_words(working, book.clock(name).title))


def basis_of(rule: ClockRule, book: Rulebook) -> Basis:
    """Return the reading that the plan chose for the notice clock; the stricter one otherwise."""
    chosen = str(book.choice(NOTICE_BASIS, "stricter"))
    return PLAN_READINGS.get(chosen, "stricter") if rule.name in NOTICE_CLOCKS else "stricter"


def _book(door: Door) -> Rulebook:
    book, is_shipped = door.book()
    if is_shipped:
        click.echo(DEFAULTS_USED, err=True)
    return book


def listed(book: Rulebook, rule: ClockRule, today: date | None = None) -> dict[str, Any]:
    """Return one row of `clock list`: the rule of `today`, else the latest one."""
    leading = book.parameter(rule.law or rule.counts[0])
    first, latest = min(leading.values), max(leading.values)
    day = latest if today is None or today < first else today
    return {
        "clock": rule.name,
        "title": rule.title,
        "rule": leading.rule_on(day),
        "parameters": list(dict.fromkeys(filter(None, [*rule.counts, rule.statute_reading]))),
        "citation": "; ".join(source.cite for source in leading.sources),
        "confidence": leading.confidence,
    }


def explained(working: Working) -> dict[str, Any]:
    """Return the working as the contract's JSON: text for dates, null where there is none."""
    due = working.due
    return {
        "clock": due.clock,
        "rule": working.rule,
        "from": due.started_on.isoformat(),
        "due_on": due.due_on.isoformat(),
        "legal_on": due.legal_on.isoformat() if due.legal_on else None,
        "act_by": due.act_by.isoformat(),
        "unit": working.unit,
        "calendar": working.calendar,
        "steps": [
            {
                "date": step.day.isoformat(),
                "counted": step.counted,
                "why": step.why,
                "toward": step.toward,
            }
            for step in working.steps
        ],
        "sources": [_source(each) for each in working.sources],
    }


def _source(cited: Cited) -> dict[str, Any]:
    return {
        "cite": cited.cite,
        "url": cited.url,
        "checked_on": cited.checked_on.isoformat() if cited.checked_on else None,
        "confidence": cited.confidence,
    }


def in_words(working: Working, title: str) -> Iterator[str]:
    """Yield the working as lines for people."""
    due = working.due
    limit = f"{due.legal_on:%a %Y-%m-%d}" if due.legal_on else "no law sets one"
    yield f"{title} ({due.clock}), rule {working.rule}, rules {working.version}"
    yield f"  starts       {due.started_on:%a %Y-%m-%d}"
    yield f"  our date     {due.due_on:%a %Y-%m-%d} ({working.unit}, {working.basis})"
    yield f"  act by       {due.act_by:%a %Y-%m-%d}"
    yield f"  legal limit  {limit}"
    for toward, words in TOWARD.items():
        steps = [step for step in working.steps if step.toward == toward]
        if steps:
            yield f"Toward {words}, on calendar {working.calendar}:"
        for step in steps:
            yield f"  {step.day:%a %Y-%m-%d}  {'+' if step.counted else ' '} {step.why}"
    yield "Sources:"
    for cited in working.sources:
        yield f"  {_in_one_line(cited)}"


def _in_one_line(cited: Cited) -> str:
    checked = f"read on {cited.checked_on}" if cited.checked_on else f"assumed: {cited.assumed}"
    return f"{cited.cite} [{cited.confidence}] {checked}{f', {cited.url}' if cited.url else ''}"
