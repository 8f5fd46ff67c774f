"""The register: the readiness meter, saved views, departments that fold, files."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for
from markupsafe import Markup

from compliance.charts.meters import MeterPart, meter
from compliance.core.errors import BadValue
from compliance.occasions import Occasion
from compliance.policies.queries.filters import VIEWS, Filters, in_view, matching
from compliance.policies.queries.owners import leads_on
from compliance.policies.queries.register import DutyLine, Meter, meter_of, visible
from compliance.policies.rules.states import BUCKET_WORDS, Bucket
from compliance.policies.views.cells import duty_table
from compliance.web.access import may, permission
from compliance.web.cells import Act
from compliance.web.door import current_occasion
from compliance.web.listings import BulkAct, Empty, Filter, Group, Listing, Tab
from compliance.web.paging import Page, Total
from compliance.web.past import as_of_line
from compliance.web.tables import csv_response, xlsx_response

blueprint = Blueprint("duties", __name__)
OPEN_AT_FIRST = 2
COUNTED = {"mine": "soon", "missing": "", "vacant": "soon"}


@dataclass(frozen=True)
class Legend:
    """One part of the meter with its count and the way to its duties."""

    words: str
    tone: str
    icon: str
    href: str


@dataclass(frozen=True)
class Fold:
    """One department with its lead, its meter, and its duties as a list."""

    code: str
    title: str
    lead: str
    meter: Markup
    summary: str
    listing: Listing[DutyLine]
    is_open: bool


@blueprint.get("/responsibilities")
@permission("duties.view")
def index() -> str:
    on = current_occasion()
    asked = asked_here()
    lines = visible(on)
    found = matching(lines, asked, on.actor)
    bulleted = [each for each in lines if each.duty.is_bulleted]
    chosen = _listing(found, lines, asked, on)
    return render_template(
        "policies/register.html",
        listing=chosen,
        folds=_folds(found, asked, on) if asked.view == "departments" else (),
        others=_others(found, on) if asked.view == "departments" else None,
        readiness=meter_of(bulleted),
        bar=drawn(meter_of(bulleted)),
        legend=_legend(meter_of(bulleted)),
        is_own=len(lines) < len(on.book.duties()),
        today=on.day_seen,
    )


def asked_here(*, strictly: bool = False) -> Filters:
    """Return what the address asks for; what is unknown is left out, and refused for a file."""
    given = request.args
    view = given.get("view", "departments")
    buckets = tuple(each for each in given.getlist("state") if each in set(Bucket))
    if strictly and (view not in VIEWS or len(buckets) != len(given.getlist("state"))):
        raise BadValue("The address names no view or state of ours. Open the list again.", "view")
    return Filters(
        view=view if view in VIEWS else "departments",
        text=given.get("q", "").strip()[:200],
        departments=tuple(given.getlist("department")),
        buckets=buckets,
        owners=tuple(each for each in given.getlist("owner") if each),
    )


def drawn(readiness: Meter) -> Markup:
    """Return the meter of some duties as a picture."""
    parts = [
        MeterPart(readiness.counts[bucket], word.tone, word.label)
        for bucket, word in BUCKET_WORDS.items()
    ]
    return meter(parts)


def _legend(readiness: Meter) -> list[Legend]:
    return [
        Legend(
            f"{readiness.counts[bucket]} {word.label}",
            word.tone,
            word.icon,
            url_for("duties.index", state=bucket.value),
        )
        for bucket, word in BUCKET_WORDS.items()
        if readiness.counts[bucket]
    ]


def _listing(
    found: Sequence[DutyLine], lines: Sequence[DutyLine], asked: Filters, on: Occasion
) -> Listing[DutyLine]:
    return Listing(
        table=duty_table(),
        page=Page(found),
        today=on.day_seen,
        what="responsibilities",
        total=Total(len(found)),
        tabs=_tabs(lines, asked, on),
        filters=_filters(lines, asked),
        bulk=_bulk(),
        search="Filter by number, words or owner",
        row_id=_id_of,
        row_name=_id_of,
        files=_files(),
        empty=_empty(asked),
        css="duties",
    )


def _tabs(lines: Sequence[DutyLine], asked: Filters, on: Occasion) -> tuple[Tab, ...]:
    tabs = []
    for view, label in VIEWS.items():
        belongs = in_view(view, on.actor)
        count = sum(map(belongs, lines)) if view in COUNTED else None
        href = url_for("duties.index", view=None if view == "departments" else view)
        tone = COUNTED.get(view, "") if count else ""
        tabs.append(Tab(label, href, view == asked.view, count, tone))
    return tuple(tabs)


def _filters(lines: Sequence[DutyLine], asked: Filters) -> tuple[Filter, ...]:
    departments = {each.duty.department: each.department.title for each in lines}
    owners = sorted({each.owner.name for each in lines if each.owner})
    states = tuple((each.value, word.label.capitalize()) for each, word in BUCKET_WORDS.items())
    return (
        Filter("department", "Department", tuple(departments.items()), asked.departments),
        Filter(
            "owner", "Owner", tuple((each, each) for each in owners), asked.owners, anyone="anyone"
        ),
        Filter("state", "State", states, asked.buckets),
    )


def _bulk() -> tuple[BulkAct, ...]:
    if not may("duties.assign"):
        return ()
    return (BulkAct("Assign", url_for("duties.assign"), "user-plus", "o", "assign"),)


def _folds(found: Sequence[DutyLine], asked: Filters, on: Occasion) -> list[Fold]:
    leads = leads_on(on)
    folds: list[Fold] = []
    for department in sorted(on.book.departments.values(), key=lambda each: each.number):
        mine = [each for each in found if each.department == department and each.duty.is_bulleted]
        if mine:
            readiness = meter_of(mine)
            folds.append(
                Fold(
                    department.id,
                    department.title,
                    leads.get(department.id, ""),
                    drawn(readiness),
                    f"{readiness.attested} of {readiness.total} attested",
                    _inner(mine, on),
                    is_open=asked.is_narrowed or len(folds) < OPEN_AT_FIRST,
                )
            )
    return folds


def _others(found: Sequence[DutyLine], on: Occasion) -> Listing[DutyLine] | None:
    """Return the items beside the bulleted duties, by department; None where none is found."""
    rest = [each for each in found if not each.duty.is_bulleted]
    names = dict.fromkeys(each.department.title for each in rest)
    groups = tuple(
        Group(name, [each for each in rest if each.department.title == name]) for name in names
    )
    return _inner(rest, on, groups) if rest else None


def _inner(
    lines: Sequence[DutyLine], on: Occasion, groups: tuple[Group[DutyLine], ...] = ()
) -> Listing[DutyLine]:
    """Return a list inside the page: rows alone, to be selected with those of the others."""
    return Listing(
        duty_table(),
        Page(lines),
        on.day_seen,
        "responsibilities",
        groups=groups,
        bulk=_bulk(),
        row_id=_id_of,
        row_name=_id_of,
        css="duties",
    )


def _id_of(line: DutyLine) -> str:
    return line.duty.id


def _empty(asked: Filters) -> Empty:
    if asked.is_narrowed:
        clear = Act("Clear filters", url_for("duties.index", view=asked.view))
        return Empty("No responsibility matches", "The filters above leave none.", (clear,))
    back = Act("See all", url_for("duties.index"))
    if asked.view == "mine":
        return Empty(
            "Nothing waits for you", "What is due soon or was sent back stands here.", (back,)
        )
    return Empty("Nothing here", f"{VIEWS[asked.view]}: none.", (back,))


def _files() -> tuple[tuple[str, str], ...]:
    query: Any = dict(request.args.lists())
    return (
        ("CSV, these filters", url_for("duties.as_csv", **query)),
        ("Excel, these filters", url_for("duties.as_xlsx", **query)),
    )


@blueprint.get("/responsibilities.csv")
@permission("duties.view")
def as_csv() -> Response:
    on = current_occasion()
    found = matching(visible(on), asked_here(strictly=True), on.actor)
    return csv_response(duty_table(), found, as_of_line("Responsibilities", on))


@blueprint.get("/responsibilities.xlsx")
@permission("duties.view")
def as_xlsx() -> Response:
    on = current_occasion()
    found = matching(visible(on), asked_here(strictly=True), on.actor)
    return xlsx_response(duty_table(), found, as_of_line("Responsibilities", on))
