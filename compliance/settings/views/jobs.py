"""Jobs: when each part of the timetable last ran, and what came of it."""

from flask import Blueprint, render_template

from compliance.settings.rules import job_title, result_words
from compliance.web.access import permission
from compliance.web.cells import Status, TwoLines
from compliance.web.door import current_occasion
from compliance.web.filters import stamp_staff
from compliance.web.listings import Empty, Listing
from compliance.web.paging import Page, Total
from compliance.web.tables import Column, Table
from compliance.work.queries import JobRunView, last_runs

blueprint = Blueprint("jobs", __name__, url_prefix="/settings/jobs")


def _ended(row: JobRunView) -> TwoLines:
    today = current_occasion().today
    return TwoLines(stamp_staff(row.finished_at, today), "")


def _state(row: JobRunView) -> Status:
    return Status("Failed", "over") if row.error else Status("Ran", "met")


JOBS: Table[JobRunView] = Table(
    "jobs",
    (
        Column("job", "Job", lambda row: job_title(row.name)),
        Column("ended", "Last run", lambda row: row.finished_at, _ended),
        Column("state", "State", lambda row: "failed" if row.error else "ran", _state),
        Column("result", "What came of it", lambda row: result_words(row.result, row.error)),
    ),
)


@blueprint.get("")
@permission("settings.view")
def index() -> str:
    rows = last_runs()
    listing = Listing(
        JOBS,
        Page(rows),
        current_occasion().today,
        "jobs",
        total=Total(len(rows)),
        empty=Empty("No job has run yet"),
    )
    return render_template("settings/jobs.html", listing=listing)
