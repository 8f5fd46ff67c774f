"""`daybook eligibility`: what a role may do on a line. Works on the shipped defaults alone."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, Protocol

import click

from compliance.core.dates import BadDay, parse_file_day
from compliance.core.rulebook import Rulebook
from compliance.eligibility.rules.answers import SHIPPED, Answer, answer_of
from compliance.eligibility.rules.decisions import UNDECIDED
from compliance.looking_back import on_another_day

DEFAULTS_USED = "No instance was used: these are the shipped defaults."


class Door(Protocol):
    """What the command `daybook` hands down."""

    has_instance: bool
    today: date | None
    as_of: date | None
    book: Callable[[], tuple[Rulebook, bool]]
    occasion: Callable[[], Any]
    emit: Callable[..., None]


@click.command(help="Say what a role may do on a line of business.")
@click.argument("role")
@click.option("--line", required=True, help="A line of business, such as medi_cal.")
@click.option("--on", "day", help="The day asked about, YYYY-MM-DD; today if unset.")
@on_another_day
@click.pass_obj
def eligibility(door: Door, role: str, line: str, day: str | None) -> None:
    """Say what ROLE may do on a line on a day, who decided it and on which sources."""
    book, is_shipped = door.book()
    role, line = _role(role, book), _line(line, book)
    if is_shipped:
        click.echo(DEFAULTS_USED, err=True)
        on_day = _day(day) or door.as_of or door.today or _now()
        answer = answer_of(role, line, on_day, (), book)
    else:
        answer = _of_instance(door, role, line, _day(day))
    door.emit(document(answer), _in_words(answer, book))


def _of_instance(door: Door, role: str, line: str, day: date | None) -> Answer:
    from compliance.eligibility.queries import decisions_known

    return decisions_known(door.occasion()).answer(role, line, day)


def _now() -> date:
    from compliance.wallclock import WallClock

    return WallClock().today()


def _role(text: str, book: Rulebook) -> str:
    if text.upper() in book.roles:
        return text.upper()
    known = ", ".join(book.roles)
    raise click.BadParameter(f"there is no role {text}. Known: {known}.", param_hint="ROLE")


def _line(text: str, book: Rulebook) -> str:
    for code, line in book.lines.items():
        if text == code or text in line.aliases:
            return code
    known = ", ".join(book.lines)
    raise click.BadParameter(f"there is no line {text}. Known: {known}.", param_hint="--line")


def _day(text: str | None) -> date | None:
    try:
        return parse_file_day(text) if text else None
    except BadDay as error:
        raise click.BadParameter(str(error), param_hint="--on") from None


def document(answer: Answer) -> dict[str, Any]:
    """Return the answer as the contract's JSON document."""
    return {
        "role": answer.role,
        "line": answer.line,
        "answer": answer.billing,
        "credentialed": answer.credentialed,
        "reason": answer.reason or answer.means,
        "decided_by": answer.kept.said.decided_by if answer.kept else SHIPPED,
        "from": answer.from_on.isoformat() if answer.from_on else None,
        "sources": _sources(answer),
        "suggested": answer.suggested if answer.billing == UNDECIDED else "",
    }


def _sources(answer: Answer) -> list[dict[str, Any]]:
    """Return the evidence of a decision before the sources of the shipped rule."""
    said = answer.kept.said if answer.kept else None
    shipped = [_source(each, answer) for each in answer.sources]
    if said is None:
        return shipped
    cite = said.evidence or said.file_name or said.evidence_url
    checked = said.decided_on.isoformat() if said.decided_on else None
    own = {"cite": cite, "url": said.evidence_url or None, "checked_on": checked}
    return [{**own, "confidence": "C"}, *shipped]


def _source(source: Any, answer: Answer) -> dict[str, Any]:
    checked = source.checked_on.isoformat() if source.checked_on else None
    return {
        "cite": source.cite,
        "url": source.url,
        "checked_on": checked,
        "confidence": source.confidence or answer.confidence,
    }


def _in_words(answer: Answer, book: Rulebook) -> Iterator[str]:
    said = document(answer)
    yield f"{answer.role} on {book.lines[answer.line].title}: {answer.word}, {answer.means}"
    yield f"  credentialed  {answer.credentialed}"
    yield f"  since         {said['from'] or 'no day'}"
    yield f"  decided by    {said['decided_by']}"
    yield f"  reason        {said['reason']}"
    if said["suggested"]:
        yield f"  we suggest    {said['suggested']}"
    for each in said["sources"]:
        yield f"  source        {each['cite']} [{each['confidence']}]"
