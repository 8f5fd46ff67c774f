"""Bringing in a file: upload, preview, columns, the yes, progress, what came of it."""

from pathlib import Path

from flask import Blueprint, Response, current_app, flash, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from compliance import store
from compliance.audit.services import identifies
from compliance.core.errors import BadFile, ComplianceError
from compliance.db import transaction
from compliance.intake.files.columns import COLUMNS, REQUIRED, match_columns
from compliance.intake.files.out import TEMPLATE_NAME, template
from compliance.intake.files.sheets import Sheet
from compliance.intake.forms import (
    KEEP,
    DecideForm,
    UploadForm,
    choices_from,
    own_column,
)
from compliance.intake.queries.applications import (
    ImportView,
    ProblemRow,
    import_view,
    latest_imports,
    message_page,
    progress_of,
)
from compliance.intake.rules import Stage
from compliance.intake.services import uploads
from compliance.intake.services.queued import queue_bring_in, queue_check
from compliance.intake.services.run import Running
from compliance.intake.services.staging import open_import
from compliance.occasions import Occasion
from compliance.web.access import permission
from compliance.web.cells import Status
from compliance.web.door import current_occasion, request_clock
from compliance.web.fragments import send_to, wants_fragment
from compliance.web.listings import Empty, Listing
from compliance.web.paging import Total, place_from
from compliance.web.posts import write_once
from compliance.web.tables import Column, Table

blueprint = Blueprint("imports", __name__, url_prefix="/applications/import")
MAY = "applications.import"


def _kind(row: ProblemRow) -> Status:
    if row.is_refusal:
        return Status("Refused", "over", "circle-x")
    return Status("Kept", "soon", "alert-triangle")


MESSAGES: Table[ProblemRow] = Table(
    "import-problems",
    (
        Column("row", "Row", lambda row: row.row, numeric=True),
        Column("kind", "What became of it", cell=_kind),
        Column("column", "Column", lambda row: row.column, css="nw"),
        Column("value", "Value", lambda row: row.value, css="trunc"),
        Column("message", "What is wrong", lambda row: row.message),
    ),
)


def _folder() -> Path:
    settings = current_app.extensions["daybook"]["settings"]
    return uploads.folder_in(settings.uploads)


def _largest() -> int:
    return int(current_app.extensions["daybook"]["settings"].max_upload)


def sheet_of(number: int) -> Sheet:
    """Return the file of an import as rows and cells."""
    return uploads.sheet_of(number, _folder(), _largest())


@blueprint.route("", methods=["GET", "POST"])
@permission(MAY)
def upload() -> str | BaseResponse:
    form = UploadForm()
    if form.validate_on_submit():
        try:
            return send_to(_take_in(form, current_occasion()))
        except ComplianceError as error:
            form.refuse(error)
    return render_template("intake/import.html", form=form, latest=latest_imports())


def _take_in(form: UploadForm, on: Occasion) -> str:
    given = form.entry()
    known = uploads.keep_upload(_folder(), given.filename or "file", given.stream)
    fresh: list[int] = []

    def write() -> str:
        fresh.append(open_import(on=on, **known))
        return url_for("imports.show", number=fresh[0])

    location = write_once(form, on, write)
    for number in fresh:
        _check(number, on)
    return location


def _check(number: int, on: Occasion) -> None:
    """Read the file through: at once, or as queued work when it is long."""
    running = Running(on, request_clock().now)
    try:
        sheet = sheet_of(number)
        if not uploads.is_long(sheet):
            uploads.check_upload(number, sheet, running)
            return
    except BadFile as error:
        uploads.note_failure(number, (), str(error), running.now())
        return
    with transaction():
        queue_check(number, on)


@blueprint.get("/<int:number>")
@permission(MAY)
def show(number: int) -> str | BaseResponse:
    found = import_view(number)
    if found.is_under_way:
        page = "_import_progress.html" if wants_fragment() else "import_progress.html"
        return render_template(f"intake/{page}", found=found, told=progress_of(found))
    if wants_fragment():  # the progress page asked, and there is nothing left to wait for
        return send_to(url_for("imports.show", number=number))
    shown = "import_done.html" if found.stage is Stage.DONE else "import_preview.html"
    return render_template(
        f"intake/{shown}",
        found=found,
        listing=_listing(found),
        form=DecideForm(),
        columns=[] if found.stage is Stage.DONE else _columns(found),
        ours=COLUMNS,
        required=REQUIRED,
        KEEP=KEEP,
    )


def _listing(found: ImportView) -> Listing[ProblemRow]:
    total = found.count("messages")
    return Listing(
        table=MESSAGES,
        page=message_page(found, place_from(request.args)),
        what="problems",
        today=current_occasion().today,
        total=Total(total) if total else None,
        keys=(),
        empty=Empty(f"{found.count('read'):,} rows read, nothing wrong in them"),
    )


def _columns(found: ImportView) -> list[tuple[str, str, tuple[str, ...]]]:
    """Return each heading with the column it is taken for and what its first cells hold."""
    sample, rows = _sample(found), []
    for place, heading in enumerate(found.header):
        taken = found.mapping.get(heading, own_column(heading))
        chosen = KEEP if heading in found.kept else taken
        cells = [each[place] for each in sample if place < len(each) and each[place]]
        rows.append((heading, chosen, tuple(cells[:3])))
    return rows


@identifies("application")
def _sample(found: ImportView) -> tuple[tuple[str, ...], ...]:
    """Return the first rows of the file as they came."""
    return found.sample


@blueprint.post("/<int:number>/columns")
@permission(MAY)
def choose_columns(number: int) -> BaseResponse:
    on, found = current_occasion(), import_view(number)
    mapping, kept = choices_from(found.header, request.form)
    try:
        match_columns(found.header, mapping)
    except BadFile as error:
        flash(str(error), "error")
        return send_to(url_for("imports.show", number=number))
    with transaction():
        uploads.match_upload(number, mapping, kept, on)
    _check(number, on)
    return send_to(url_for("imports.show", number=number))


@blueprint.post("/<int:number>/confirm")
@permission(MAY)
def confirm(number: int) -> BaseResponse:
    on, form, found = current_occasion(), DecideForm(), import_view(number)
    location = url_for("imports.show", number=number)
    is_long = found.count("read") > uploads.INLINE_ROWS
    fresh: list[int] = []

    def write() -> str:
        is_partial = request.form.get("rows") == "good"
        uploads.decide_upload(number, on, partial=is_partial)
        if is_long:
            queue_bring_in(number, on)
        fresh.append(number)
        return location

    location = write_once(form, on, write)
    if fresh and not is_long:
        uploads.bring_in_upload(number, sheet_of(number), Running(on, request_clock().now))
    return send_to(location)


@blueprint.post("/<int:number>/discard")
@permission(MAY)
def discard(number: int) -> BaseResponse:
    on = current_occasion()
    with transaction():
        unneeded = uploads.discard_upload(number, on)
    store.forget(_folder(), unneeded)
    flash("The file was discarded. Nothing of it was brought in.")
    return send_to(url_for("imports.upload"))


@blueprint.get("/template.csv", endpoint="template")
@permission(MAY)
def download_template() -> BaseResponse:
    return as_csv_file(Response(template()), TEMPLATE_NAME)


def as_csv_file(response: Response, name: str) -> Response:
    """Return an answer as a csv to download."""
    response.mimetype = "text/csv"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response
