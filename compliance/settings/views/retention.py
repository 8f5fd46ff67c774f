"""Retention: how long each kind of record is kept, why, and the legal holds on top."""

from flask import Blueprint, Response, flash, render_template, request, url_for
from werkzeug.wrappers import Response as Redirect

from compliance.core.dates import day_full
from compliance.core.errors import BadValue, NotFound
from compliance.core.permissions import PERMISSIONS, RESTRICTED, ROLES
from compliance.credentialing.queries.one import application_id, ref_of
from compliance.meetings.queries.loading import shelf
from compliance.occasions import Occasion
from compliance.retention.queries import Kept, kept_kinds, legal_holds
from compliance.retention.rules import SUBJECTS
from compliance.retention.services import NewHold, place_hold, release_hold
from compliance.settings.forms import LegalHoldForm, ReleaseHoldForm
from compliance.web.access import permission
from compliance.web.cells import TwoLines
from compliance.web.door import current_occasion
from compliance.web.fragments import send_to
from compliance.web.listings import Empty, Listing
from compliance.web.paging import Page, Total
from compliance.web.past import as_of_line
from compliance.web.posts import tried
from compliance.web.tables import Column, Table, csv_response, xlsx_response

blueprint = Blueprint("retention", __name__)


def _source(row: Kept) -> str:
    return "; ".join(
        f"Assumed: {each.assumed}" if each.assumed else each.cite for each in row.rule.sources
    )


def _oldest(row: Kept) -> str:
    return day_full(row.oldest_on) if row.oldest_on else ""


SCHEDULE: Table[Kept] = Table(
    "retention",
    (
        Column("kind", "Kind of record", lambda row: row.rule.title,
               lambda row: TwoLines(row.rule.title, row.rule.holds)),
        Column("holds", "Holds", lambda row: row.rule.holds, is_on_page=False),
        Column("tables", "Tables", lambda row: ", ".join(row.rule.tables), is_on_page=False),
        Column("kept", "Kept", lambda row: row.kept,
               lambda row: TwoLines(row.kept, f"from {row.rule.counts_from}")),
        Column("counts_from", "Counted from", lambda row: row.rule.counts_from, is_on_page=False),
        Column("source", "Why", _source),
        Column("oldest", "Oldest record", lambda row: row.oldest_on, _oldest, css="nw"),
        Column("count", "Records", lambda row: row.count, numeric=True),
    ),
)  # fmt: skip


@blueprint.get("/settings/retention")
@permission("settings.view")
def index() -> str:
    on = current_occasion()
    rows = kept_kinds(on)
    listing = Listing(
        SCHEDULE,
        Page(rows),
        on.today,
        "kinds of record",
        total=Total(len(rows)),
        files=(("CSV", url_for("retention.as_csv")), ("Excel", url_for("retention.as_xlsx"))),
        empty=Empty("No schedule is in force", "Run daybook upgrade to store the shipped rules."),
        keys=(),
    )
    return render_template(
        "settings/retention.html",
        listing=listing,
        holds=legal_holds(on),
        subjects=SUBJECTS,
        restricted=[(words, _holders(name)) for name, words in RESTRICTED.items()],
        today=on.today,
    )


def _holders(name: str) -> str:
    roles = PERMISSIONS[f"restricted.{name}"]
    return ", ".join(words for role, words in ROLES.items() if role in roles)


@blueprint.get("/settings/retention.csv")
@permission("settings.view")
def as_csv() -> Response:
    on = current_occasion()
    return csv_response(SCHEDULE, kept_kinds(on), as_of_line("Retention", on))


@blueprint.get("/settings/retention.xlsx")
@permission("settings.view")
def as_xlsx() -> Response:
    on = current_occasion()
    return xlsx_response(SCHEDULE, kept_kinds(on), as_of_line("Retention", on))


@blueprint.route("/settings/retention/holds/new", methods=["GET", "POST"])
@permission("retention.hold")
def place() -> str | Redirect:
    on = current_occasion()
    asked = {name: request.args.get(name, "") for name in ("subject_kind", "subject_ref")}
    form = LegalHoldForm(data=asked)

    def write() -> str:
        number = place_hold(_named(form.entry(), on), on)
        flash(f"Legal hold {number} is placed.")
        return url_for("retention.index")

    if form.validate_on_submit() and (location := tried(form, on, write)):
        return send_to(location)
    return render_template("settings/place_hold.html", form=form)


@blueprint.route("/settings/retention/holds/<int:number>/release", methods=["GET", "POST"])
@permission("retention.hold")
def release(number: int) -> str | Redirect:
    on = current_occasion()
    held = next((each for each in legal_holds(on) if each.number == number), None)
    if held is None:
        raise NotFound(f"There is no legal hold {number}.")
    form = ReleaseHoldForm()

    def write() -> str:
        release_hold(number, form.entry(), on)
        flash(f"Legal hold {number} is released. It stays on record.")
        return url_for("retention.index")

    if form.validate_on_submit() and (location := tried(form, on, write)):
        return send_to(location)
    return render_template("settings/release_hold.html", form=form, hold=held, today=on.today)


def _named(new: NewHold, on: Occasion) -> NewHold:
    """Return the hold with its record's reference as we write it.

    Raises:
        BadValue: there is no such record.
    """
    try:
        ref = new.subject_ref
        if new.subject_kind == "application":
            ref = ref_of(application_id(ref))
        elif new.subject_kind == "meeting":
            ref = shelf(on).meeting(ref).ref
    except NotFound as error:
        raise BadValue(str(error), "subject_ref") from error
    return NewHold(new.scope, new.reason, new.subject_kind, ref)
