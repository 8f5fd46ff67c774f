"""The grid of roles and lines on any day, the opened cell, and the same as files."""

from collections.abc import Iterator, Sequence
from datetime import date

from flask import Blueprint, Response, render_template, request, url_for

from compliance.audit.services import identifies
from compliance.core.dates import BadDay, day_full, parse_day
from compliance.core.errors import BadValue
from compliance.directory.queries.network import members_by_role
from compliance.eligibility.queries import Decisions, decisions_known
from compliance.eligibility.rules.answers import (
    associate_roles,
    count_decided,
    lines_in_use,
    roles_in_order,
)
from compliance.eligibility.views.shown import (
    Sight,
    facts_of,
    groups_of,
    history_of,
    waiting_words,
)
from compliance.eligibility.views.table import CELLS, CellRow
from compliance.eligibility.waiting import Waiting, open_applications
from compliance.occasions import Occasion
from compliance.web.access import may, permission
from compliance.web.door import current_occasion
from compliance.web.tables import csv_response, xlsx_response

blueprint = Blueprint("roles", __name__)


@blueprint.get("/roles")
@permission("eligibility.view")
def index() -> str:
    on = current_occasion()
    day, found = day_asked(on), decisions_known(on)
    waiting = open_applications(on) if may("applications.view") else ()
    answers = found.answers(associate_roles(on.book), day)
    chosen = _chosen(found)
    sight = Sight(found, waiting, day, chosen)
    answer = found.answer(*chosen, day)
    decided, total = count_decided(answers)
    stuck = [each for each in waiting if _waits(each, found, day)]
    return render_template(
        "eligibility/roles.html",
        groups=groups_of(sight),
        lines=[on.book.lines[line] for line in lines_in_use(on.book)],
        day=day,
        today=on.day_seen,
        decided=decided,
        total=total,
        answer=answer,
        title=f"{chosen[0]}, {on.book.lines[chosen[1]].title}",
        facts=list(facts_of(answer)),
        history=history_of(found.of_cell(*chosen), day),
        used_by=members_by_role(chosen[0], on) if may("network.view") else None,
        open_here=_open_here(waiting, chosen),
        stuck=stuck,
        stuck_words=waiting_words(stuck),
        is_asked="on" in request.args,
        is_opened="cell" in request.args,
    )


@identifies("application")
def _open_here(waiting: Sequence[Waiting], chosen: tuple[str, str]) -> list[Waiting]:
    """Return the open applications that ask for the role and the line chosen, by name."""
    return [each for each in waiting if each.waits_on(*chosen)]


def _waits(waiting: Waiting, found: Decisions, day: date) -> bool:
    """Return whether an application asks for a line on which nobody has answered."""
    offered = set(lines_in_use(found.on.book))
    asked = (line for line in waiting.lines if line in offered)
    return any(found.answer(waiting.role, line, day).is_open for line in asked)


def day_asked(on: Occasion) -> date:
    """Return the day of `?on=`, past or future, else the day looked at.

    Raises:
        BadValue: it is no date.
    """
    text = request.args.get("on", "").strip()
    try:
        return parse_day(text, on.today) if text else on.day_seen
    except BadDay as error:
        raise BadValue(str(error), "on") from error


def _chosen(found: Decisions) -> tuple[str, str]:
    """Return the cell of `?cell=`, else the first one of the grid."""
    book = found.on.book
    role, _, line = request.args.get("cell", "").partition(".")
    if role in book.roles and line in book.lines:
        return role, line
    return next(iter(associate_roles(book)), next(iter(book.roles))), lines_in_use(book)[0]


@blueprint.get("/roles.csv")
@permission("eligibility.view")
def as_csv() -> Response:
    rows, line = _export()
    return csv_response(CELLS, rows, line)


@blueprint.get("/roles.xlsx")
@permission("eligibility.view")
def as_xlsx() -> Response:
    rows, line = _export()
    return xlsx_response(CELLS, rows, line)


def _export() -> tuple[Sequence[CellRow], str]:
    on = current_occasion()
    day = day_asked(on)
    known = day_full(on.known_on or on.today)
    line = f"Role eligibility in force on {day_full(day)}, as known on {known}"
    return list(_rows(decisions_known(on), day)), line


def _rows(found: Decisions, day: date) -> Iterator[CellRow]:
    book = found.on.book
    for answer in found.answers(roles_in_order(book), day):
        yield CellRow(answer, book.roles[answer.role].title, book.lines[answer.line].title)


def cell_url(role: str, line: str) -> str:
    """Return the address of the grid with one cell open."""
    return url_for("roles.index", cell=f"{role}.{line}")
