"""The list of meetings: to come and held, and the way to a series."""

from flask import Response, render_template, url_for

from compliance.core.dates import day_full
from compliance.meetings.queries.loading import shelf
from compliance.meetings.queries.pages import Row, meeting_rows
from compliance.meetings.views.base import blueprint
from compliance.web.access import may, permission
from compliance.web.cells import Act, Cell, Identity, Status, TwoLines
from compliance.web.door import current_occasion
from compliance.web.listings import Empty, Group, Listing
from compliance.web.paging import Page, Total
from compliance.web.past import as_of_line
from compliance.web.tables import Column, Table, csv_response, xlsx_response

NONE_YET = "No meetings yet. Start a series from the standing agenda in the policy."


def _identity(row: Row) -> Cell:
    href = url_for("meetings.show", ref=row.meeting.ref)
    return Identity(day_full(row.meeting.day), row.series.settled.name, href)


def _when(row: Row) -> Cell:
    meeting = row.meeting
    return TwoLines(f"{meeting.at:%H:%M} to {meeting.ends:%H:%M} PT", meeting.place)


def _state(row: Row) -> Cell:
    tone, word, icon = row.state
    return Status(word, tone, icon)


def _sent(row: Row) -> Cell:
    return row.meeting.sent_on or row.send_by


MEETINGS: Table[Row] = Table(
    "meetings",
    (
        Column("day", "Meeting", lambda row: row.meeting.day, _identity),
        Column("ref", "Reference", lambda row: row.meeting.ref, is_on_page=False),
        Column("series", "Series", lambda row: row.series.settled.name, is_on_page=False),
        Column("starts", "Time", lambda row: f"{row.meeting.at:%H:%M}", _when),
        Column("minutes", "Minutes", lambda row: row.meeting.minutes, is_on_page=False),
        Column("state", "State", lambda row: row.state[1], _state),
        Column("pack_by", "Pack by", lambda row: row.send_by, _sent),
        Column("pack_sent_on", "Pack sent", lambda row: row.meeting.sent_on, is_on_page=False),
        Column("minutes_closed_on", "Minutes closed", lambda row: row.meeting.closed_on),
        Column("cancelled_why", "Why cancelled", lambda row: row.meeting.cancelled_why,
               is_on_page=False),
        Column("open_actions", "Open actions", lambda row: row.open_actions, numeric=True),
    ),
)  # fmt: skip


@blueprint.get("/meetings")
@permission("meetings.view")
def index() -> str:
    on = current_occasion()
    whole = shelf(on)
    coming, held = meeting_rows(whole, on)
    acts: tuple[Act, ...] = ()
    if may("meetings.manage"):
        acts = (Act("Start a series", url_for("meetings.start"), icon="plus"),)
    rows = [*coming, *held]
    listing = Listing(
        MEETINGS,
        Page(rows),
        on.day_seen,
        "meetings",
        total=Total(len(rows)),
        groups=(Group("To come", coming), Group("Held", held)) if rows else (),
        files=(("CSV", url_for("meetings.as_csv")), ("Excel", url_for("meetings.as_xlsx"))),
        empty=Empty("No meetings yet", NONE_YET.partition(". ")[2], acts),
    )
    return render_template("meetings/list.html", listing=listing, series=whole.series.values())


def _rows() -> list[Row]:
    on = current_occasion()
    coming, held = meeting_rows(shelf(on), on)
    return [*coming, *held]


@blueprint.get("/meetings.csv")
@permission("meetings.view")
def as_csv() -> Response:
    return csv_response(MEETINGS, _rows(), as_of_line("Meetings", current_occasion()))


@blueprint.get("/meetings.xlsx")
@permission("meetings.view")
def as_xlsx() -> Response:
    return xlsx_response(MEETINGS, _rows(), as_of_line("Meetings", current_occasion()))
