"""The entries below the comparison: filters, table, csv and Excel twins, the chain's state."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flask import Response, request, url_for

from compliance.audit.queries import ENTRY_KINDS, ChainState, EntryFilter, chain_state
from compliance.occasions import Occasion
from compliance.record.queries.entries import Line, Shown, entry_page, every_line, no_entries
from compliance.record.views.asked import SPANS, days_asked, person_asked, record_asked, since
from compliance.record.views.base import State, blueprint, record_cell, tabs
from compliance.web.access import permission
from compliance.web.addresses import here
from compliance.web.cells import Act, Cell, TwoLines
from compliance.web.door import current_occasion
from compliance.web.filters import clock_time, day_table
from compliance.web.listings import Empty, Filter, Listing
from compliance.web.paging import place_from
from compliance.web.past import as_of_line
from compliance.web.tables import Column, Table, csv_response, xlsx_response


@dataclass(frozen=True)
class Asked:
    """What the address asks for; `unknown` is what was typed and names no record."""

    wanted: EntryFilter
    person: str
    kinds: tuple[str, ...]
    days: str
    unknown: str = ""


def entry_table(today: date) -> Table[Line]:
    """Return the columns of the trail; a day on which something was entered late is amber."""

    def happened(row: Line) -> Cell:
        if row.happened_on is None or not row.late:
            return row.happened_on
        return TwoLines(day_table(row.happened_on, today), tone="soon")

    return Table(
        "audit-trail",
        (
            Column("recorded_at", "Recorded", lambda row: row.entry.recorded_at),
            Column("happened_on", "Happened", lambda row: row.happened_on, happened),
            Column("who", "Who", lambda row: row.who),
            Column("record", "Record", _record, _record_cell),
            Column("change", "Change", lambda row: row.change, _change),
            Column("late", "Entered late", lambda row: row.late, is_on_page=False),
            Column("kind", "Kind", lambda row: row.kind, is_on_page=False),
            Column("act", "Act", lambda row: row.act, is_on_page=False),
            Column("entry", "Entry", lambda row: row.entry.seq, numeric=True),
            Column("hash", "Hash", lambda row: row.entry.hash, is_on_page=False),
        ),
    )


def _record(row: Line) -> str:
    return row.record.label if row.record else ""


def _record_cell(row: Line) -> Cell:
    return record_cell(row.record) if row.record else None


def _change(row: Line) -> str:
    return f"{row.change}. {row.late}" if row.late else row.change


def asked(on: Occasion) -> Asked:
    """Return what the address asks for; anything it does not know is left out."""
    person, days = person_asked(), days_asked()
    kinds = tuple(each for each in request.args.getlist("kind") if each in ENTRY_KINDS)
    record, unknown = record_asked(on)
    wanted = EntryFilter(
        person_id=int(person) if person else None,
        kinds=frozenset(kinds),
        record=record,
        since=since(days, on),
        until=on.seen_until,
    )
    return Asked(wanted, person, kinds, days, unknown)


def entry_listing(on: Occasion) -> Listing[Line]:
    """Return the page of entries with its filters and files."""
    found = asked(on)
    shown = no_entries(on) if found.unknown else _shown(found, on)
    return Listing(
        entry_table(on.day_seen),
        shown.page,
        on.day_seen,
        "entries",
        total=shown.total,
        tabs=tabs("record.index"),
        search="Record, such as APP-1046",
        filters=_filters(found, shown.people),
        files=(("CSV", here("/audit.csv")), ("Excel", here("/audit.xlsx"))),
        empty=_empty(found),
    )


def _shown(found: Asked, on: Occasion) -> Shown:
    return entry_page(found.wanted, place_from(request.args), on)


def _filters(found: Asked, people: Mapping[int, str]) -> tuple[Filter, ...]:
    by_name = sorted(people.items(), key=lambda pair: pair[1])
    names = tuple((str(number), name) for number, name in by_name)
    days = tuple(SPANS.items())
    return (
        Filter("person", "Person", names, (found.person,), many=False, anyone="anyone"),
        Filter("kind", "Kind", tuple(ENTRY_KINDS.items()), found.kinds, anyone="all"),
        Filter("days", "Days", days, (found.days,), many=False),
    )


def _empty(found: Asked) -> Empty:
    clear = Act("Clear the filters", url_for("record.index"))
    if found.unknown:
        text = "Give an application, responsibility, meeting or action item by its number."
        return Empty(f"There is no record {found.unknown}", text, (clear,))
    return Empty("No entry matches", "Choose more days or another person.", (clear,))


def chain_line(on: Occasion) -> State:
    """Return what the last check of the log found."""
    state = chain_state(on)
    if state is None:
        return State("none", "clock", "Chain not checked yet; it is, every night")
    if bad := _broken(state):
        keep = "Keep this database as it is, tell your administrator, and compare it with a backup."
        return State("over", "alert-octagon", bad, keep)
    when = clock_time(state.checked_at, on.day_seen)
    return State("met", "link", f"Chain intact, {state.count:,} entries, checked {when}")


def _broken(state: ChainState) -> str:
    if state.first_bad is not None:
        number = f"Entry {state.first_bad:,} does not match."
        return f"{number} Nothing after it can be relied on."
    if state.first_bad_digest is not None:
        return f"Digest {state.first_bad_digest:,} of the access log does not match."
    if state.bad_packs:
        return f"Rule pack {state.bad_packs} is not what it was when it was adopted."
    return ""


def _rows(on: Occasion) -> list[Line]:
    found = asked(on)
    return [] if found.unknown else list(every_line(found.wanted, on))


@blueprint.get("/audit.csv")
@permission("audit.view")
def as_csv() -> Response:
    on = current_occasion()
    return csv_response(entry_table(on.day_seen), _rows(on), as_of_line("Audit trail", on))


@blueprint.get("/audit.xlsx")
@permission("audit.view")
def as_xlsx() -> Response:
    on = current_occasion()
    return xlsx_response(entry_table(on.day_seen), _rows(on), as_of_line("Audit trail", on))
