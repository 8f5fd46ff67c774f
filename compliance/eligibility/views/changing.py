"""Ending a decision or taking it back, its evidence, and the lines the plan offers."""

from flask import current_app, flash, render_template, send_file, url_for
from werkzeug.wrappers import Response

from compliance.core.errors import BadValue, NotFound
from compliance.core.media import HEAD, SHOWN, media_type
from compliance.eligibility.forms import EndForm, LinesForm
from compliance.eligibility.queries import decisions_known
from compliance.eligibility.rules.answers import Kept, lines_in_use
from compliance.eligibility.rules.decisions import range_words
from compliance.eligibility.services import end_decision, take_back_decision, use_lines
from compliance.eligibility.views.grid import blueprint, cell_url
from compliance.occasions import Occasion
from compliance.store import path_of
from compliance.web.access import permission
from compliance.web.door import current_occasion
from compliance.web.forms import choices
from compliance.web.fragments import send_to
from compliance.web.headers import for_viewing
from compliance.web.posts import tried


@blueprint.route("/roles/decisions/<int:number>/end", methods=["GET", "POST"])
@permission("eligibility.decide")
def end(number: int) -> str | Response:
    on = current_occasion()
    kept = _kept(number, on)
    form = EndForm(today=on.today, data={"last_on": on.today})
    if form.validate_on_submit() and (done := _end(kept, form, on)):
        return done
    title = f"{kept.said.role}, {on.book.lines[kept.line].title}"
    return render_template(
        "eligibility/end.html", form=form, kept=kept, title=title, span=range_words(kept.span)
    )


def _kept(number: int, on: Occasion) -> Kept:
    found = next((each for each in decisions_known(on).kept if each.number == number), None)
    if found is None:
        raise NotFound(f"There is no decision {number} that stands.")
    return found


def _end(kept: Kept, form: EndForm, on: Occasion) -> Response | None:
    def write() -> str:
        why = str(form["why"].data)
        if form["how"].data == "take_back":
            take_back_decision(kept.number, why, on)
            flash("Taken back; it stays readable for the days before.", "success")
        elif form["last_on"].data is None:
            raise BadValue("Enter the last day.", "last_on")
        else:
            end_decision(kept.number, form["last_on"].data, why, on)
            flash("Its end is recorded.", "success")
        return cell_url(kept.said.role, kept.line)

    location = tried(form, on, write)
    return send_to(location) if location else None


@blueprint.get("/roles/decisions/<int:number>/evidence")
@permission("eligibility.view")
def evidence(number: int) -> Response:
    said = _kept(number, current_occasion()).said
    if not said.file_sha256:
        raise NotFound(f"Decision {number} has no file.")
    path = path_of(current_app.extensions["daybook"]["settings"].uploads, said.file_sha256)
    with path.open("rb") as file:
        media = media_type(said.file_name, file.read(HEAD))
    response = send_file(
        path, mimetype=media, as_attachment=media not in SHOWN, download_name=said.file_name
    )
    return for_viewing(response)


@blueprint.route("/roles/lines", methods=["GET", "POST"])
@permission("eligibility.decide")
def lines() -> str | Response:
    on = current_occasion()
    form = LinesForm(data={"lines": list(lines_in_use(on.book))})
    form["lines"].choices = choices((code, line.title) for code, line in on.book.lines.items())
    if form.validate_on_submit():
        chosen = list(form["lines"].data or ())

        def write() -> str:
            use_lines(chosen, on)
            flash("The lines are recorded.", "success")
            return url_for("roles.index")

        if location := tried(form, on, write):
            return send_to(location)
    return render_template("eligibility/lines.html", form=form)
