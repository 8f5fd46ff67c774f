"""Looks: who was shown whose identity or restricted data, with filters, files and the seal."""

from dataclasses import dataclass

from flask import Response, render_template, request, url_for

from compliance.audit.queries.looks import LookFilter, seal_state
from compliance.occasions import Occasion
from compliance.record.queries.looks import (
    CLASSES,
    LookRow,
    Names,
    every_look,
    look_page,
    names_at,
)
from compliance.record.views.asked import SPANS, days_asked, person_asked, record_asked, since
from compliance.record.views.base import State, blueprint, record_cell, tabs
from compliance.web.access import permission
from compliance.web.addresses import here
from compliance.web.cells import Act
from compliance.web.door import current_occasion
from compliance.web.filters import clock_time, plural
from compliance.web.listings import Empty, Filter, Listing
from compliance.web.paging import Page, Total, place_from
from compliance.web.past import as_of_line
from compliance.web.tables import Column, Table, csv_response, xlsx_response

LOOKS: Table[LookRow] = Table(
    "looks",
    (
        Column("looked_at", "When", lambda row: row.line.looked_at),
        Column("who", "Who", lambda row: row.who),
        Column("shown", "Was shown", lambda row: row.shown),
        Column("record", "Of", lambda row: row.record.label, lambda row: record_cell(row.record)),
        Column("through", "Through", lambda row: row.through),
        Column("reason", "Reason", lambda row: row.line.reason),
        Column("look", "Look", lambda row: row.line.id, is_on_page=False),
    ),
)


@dataclass(frozen=True)
class Asked:
    """What the address asks for; `unknown` is what was typed and names no record."""

    wanted: LookFilter
    person: str
    days: str
    unknown: str = ""


def _asked(on: Occasion) -> Asked:
    person, days, shown = person_asked(), days_asked(), request.args.get("class", "")
    record, unknown = record_asked(on)
    wanted = LookFilter(
        person_id=int(person) if person else None,
        data_class=shown if shown in CLASSES else "",
        record=record,
        since=since(days, on),
        until=on.seen_until,
    )
    return Asked(wanted, person, days, unknown)


@blueprint.get("/audit/looks")
@permission("audit.view")
def looks() -> str:
    on = current_occasion()
    found = _asked(on)
    page, total, names = _page(found, on)
    listing = Listing(
        LOOKS,
        page,
        on.day_seen,
        "looks",
        total=total,
        tabs=tabs("record.looks"),
        search="Record, such as APP-1046",
        filters=_filters(found, names),
        files=(("CSV", here("/audit/looks.csv")), ("Excel", here("/audit/looks.xlsx"))),
        empty=_empty(found),
    )
    return render_template("record/looks.html", listing=listing, seal=_seal(on))


def _page(found: Asked, on: Occasion) -> tuple[Page[LookRow], Total, Names]:
    if found.unknown:
        return Page(()), Total(0), names_at(on)
    return look_page(found.wanted, place_from(request.args), on)


def _filters(found: Asked, names: Names) -> tuple[Filter, ...]:
    people = tuple((str(number), name) for number, name in names.items())
    shown, spans = tuple(CLASSES.items()), tuple(SPANS.items())
    return (
        Filter("person", "Person", people, (found.person,), many=False, anyone="anyone"),
        Filter("class", "Shown", shown, (found.wanted.data_class,), many=False, anyone="all"),
        Filter("days", "Days", spans, (found.days,), many=False),
    )


def _empty(found: Asked) -> Empty:
    clear = Act("Clear the filters", url_for("record.looks"))
    if found.unknown:
        text = "Give an application by its number, or a provider as Provider 12."
        return Empty(f"There is no record {found.unknown}", text, (clear,))
    text = "A look is kept whenever a page, file or command names an applicant or a provider."
    return Empty("No look matches", text, (clear,))


def _seal(on: Occasion) -> State:
    """Return up to when looks can no longer be altered or removed without a trace."""
    state = seal_state(on.seen_until)
    if state.first_bad:
        bad = f"Seal {state.first_bad:,} does not match."
        keep = "Looks before it were altered or removed. Tell your administrator."
        return State("over", "alert-octagon", bad, keep)
    waits = f"{plural(state.waiting, 'look')} since" if state.waiting else "no look since"
    if state.until is None:
        return State("none", "clock", "Not sealed yet; looks are, every hour")
    return State("met", "link", f"Sealed until {clock_time(state.until, on.day_seen)}, {waits}")


def _rows(on: Occasion) -> list[LookRow]:
    found = _asked(on)
    return [] if found.unknown else list(every_look(found.wanted, on))


@blueprint.get("/audit/looks.csv")
@permission("audit.view")
def looks_csv() -> Response:
    on = current_occasion()
    return csv_response(LOOKS, _rows(on), as_of_line("Looks", on))


@blueprint.get("/audit/looks.xlsx")
@permission("audit.view")
def looks_xlsx() -> Response:
    on = current_occasion()
    return xlsx_response(LOOKS, _rows(on), as_of_line("Looks", on))
