"""The door of one kind of small file: upload, what it would do, the yes, what came of it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, current_app, flash, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from compliance import store
from compliance.core.errors import ComplianceError
from compliance.db import session, transaction
from compliance.intake.files.given import Given, read_given
from compliance.intake.files.out import refused_lines, template
from compliance.intake.forms import DecideForm, UploadForm
from compliance.intake.kinds import FileKind
from compliance.intake.queries.small_files import SmallFileView, latest_small, small_file
from compliance.intake.rules import Stage
from compliance.intake.services.small_files import (
    apply_file,
    discard_small,
    judge_file,
    keep_small,
    settle_small,
    small_folder,
)
from compliance.intake.views.small_tables import changes_listing, words_listing
from compliance.web.access import permission
from compliance.web.door import current_occasion
from compliance.web.fragments import send_to
from compliance.web.posts import write_once


def small_file_door(kind: FileKind) -> Blueprint:
    """Return the pages of one kind under /import/<kind>, each with the kind's permission."""
    blueprint = Blueprint(f"import_{kind.name}", __name__, url_prefix=f"/import/{kind.name}")
    door, may = SmallFileDoor(kind), permission(kind.permission)
    pages: tuple[tuple[str, str, Callable[..., str | BaseResponse], list[str]], ...] = (
        ("", "upload", door.upload, ["GET", "POST"]),
        ("/template.csv", "template", door.download_template, ["GET"]),
        ("/<int:number>", "show", door.show, ["GET"]),
        ("/<int:number>/confirm", "confirm", door.confirm, ["POST"]),
        ("/<int:number>/discard", "discard", door.discard, ["POST"]),
        ("/<int:number>/refused.csv", "refused", door.refused, ["GET"]),
    )
    for path, name, view, methods in pages:
        blueprint.add_url_rule(path, name, may(view), methods=methods)
    return blueprint


@dataclass(frozen=True)
class SmallFileDoor:
    """The views of one kind."""

    kind: FileKind

    def upload(self) -> str | BaseResponse:
        """Show the form, or take a file in and lead to what it would do."""
        form = UploadForm()
        if form.validate_on_submit():
            try:
                return send_to(self._take_in(form))
            except ComplianceError as error:
                form.refuse(error)
        latest = latest_small(self.kind.name)
        return render_template(
            "intake/small_file.html", form=form, kind=self.kind, latest=latest, at=self._at
        )

    def _take_in(self, form: UploadForm) -> str:
        on, upload = current_occasion(), form.entry()
        name = upload.filename or "file"
        stored = store.keep(_folder(), upload.stream)
        try:
            read_given(store.path_of(_folder(), stored.sha256), name, self.kind, _largest())
        except ComplianceError:
            store.forget(_folder(), stored.sha256)
            raise

        def write() -> str:
            return self._at("show", number=keep_small(self.kind, name, stored, on))

        return write_once(form, on, write)

    def show(self, number: int) -> str:
        """Show what a waiting file would do, or what came of it."""
        found, kind = small_file(self.kind.name, number), self.kind
        if not found.waits:
            return render_template(
                "intake/small_file_done.html", found=found, kind=kind, at=self._at
            )
        given, on = self._given(found), current_occasion()
        judged = judge_file(kind, given, on)
        return render_template(
            "intake/small_file_preview.html",
            found=found,
            kind=kind,
            judged=judged,
            given=given,
            words=words_listing(judged, on.today),
            changes=changes_listing(judged, kind.noun, on.today),
            form=DecideForm(),
            at=self._at,
        )

    def confirm(self, number: int) -> BaseResponse:
        """Bring the file in, all of it or its good rows, as it was shown."""
        on, form, found = current_occasion(), DecideForm(), small_file(self.kind.name, number)
        given = self._given(found) if found.waits else None
        session().rollback()
        partial = request.form.get("rows") == "good"

        def write() -> str:
            if given:
                seen = request.form.get("seen", "")
                judged = apply_file(self.kind, given, on, partial=partial, seen=seen)
                counts = judged.counts
            settle_small(number, Stage.DONE, on, counts if given else {})
            return self._at("show", number=number)

        location = write_once(form, on, write)
        return send_to(location)

    def discard(self, number: int) -> BaseResponse:
        """Discard a file that waits."""
        found = small_file(self.kind.name, number)
        with transaction():
            unneeded = discard_small(found.id, current_occasion())
        store.forget(_folder(), unneeded)
        flash("The file was discarded. Nothing of it was brought in.")
        return send_to(self._at("upload"))

    def refused(self, number: int) -> BaseResponse:
        """Return the refused rows as they came, with what is wrong with each."""
        found = small_file(self.kind.name, number)
        given = self._given(found)
        judged = judge_file(self.kind, given, current_occasion())
        lines = refused_lines(given.sheet, given.matched, judged.refused_rows)
        return _csv(Response(lines), f"{Path(found.name).stem}.refused.csv")

    def download_template(self) -> BaseResponse:
        """Return the empty file to fill in."""
        body = template(each.name for each in self.kind.columns)
        return _csv(Response(body), f"{self.kind.name}-template.csv")

    def _given(self, found: SmallFileView) -> Given:
        path = store.path_of(_folder(), found.sha256)
        return read_given(path, found.name, self.kind, _largest())

    def _at(self, page: str, **values: Any) -> str:
        return url_for(f"import_{self.kind.name}.{page}", **values)


def _folder() -> Path:
    return small_folder(current_app.extensions["daybook"]["settings"].uploads)


def _largest() -> int:
    return int(current_app.extensions["daybook"]["settings"].max_upload)


def _csv(response: Response, name: str) -> Response:
    response.mimetype = "text/csv"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response
