"""One figure: chart, months with numerator and denominator, definition, restatements, target."""

from flask import flash, render_template, url_for
from werkzeug.wrappers import Response

from compliance.core.errors import NotFound
from compliance.core.kpis import BEAT_LAST_YEAR, NO_TARGET, PLAN, Kpi, kind_of
from compliance.core.periods import Period
from compliance.core.rulebook import CONFIDENCE_WORDS
from compliance.kpis.forms import TargetForm
from compliance.kpis.queries.figures import figures
from compliance.kpis.queries.reported import restatements
from compliance.kpis.queries.reviews import Showing, panel, partner_names
from compliance.kpis.queries.targets import typed_targets
from compliance.kpis.rules import plain
from compliance.kpis.rules.sentences import beside_said
from compliance.kpis.services import set_target
from compliance.kpis.views.base import blueprint, partner_asked, period_asked
from compliance.occasions import Occasion
from compliance.web.access import permission
from compliance.web.door import current_occasion
from compliance.web.fragments import send_to
from compliance.web.posts import tried

SHOWN_MONTHS = 12
SIZE = (330.0, 160.0)
TARGET_WORDS = {BEAT_LAST_YEAR: "better than last year", NO_TARGET: "no target"}


def _kpi(kpi_id: str, on: Occasion) -> Kpi:
    found = on.book.kpis.get(kpi_id)
    if found is None:
        raise NotFound(f"There is no figure {kpi_id}.")
    return found


@blueprint.get("/kpis/<kpi_id>")
@permission("kpis.view")
def show(kpi_id: str) -> str:
    on = current_occasion()
    kpi, period, partners = _kpi(kpi_id, on), period_asked(on), partner_names(on)
    partner = partner_asked(partners)
    names = {PLAN: "Plan", partner: partners.get(partner, "MBHO")}
    pairs = [(name, each) for each in names if (name := kpi.reported_as(each))]
    found = figures(pairs, period, on, SHOWN_MONTHS)
    shown = panel(kpi, found, Showing(names, is_shared=False, size=SIZE), on)
    return render_template(
        "kpis/show.html",
        kpi=kpi,
        panel=shown,
        beside=[words for each in shown.sides if (words := beside_said(each))],
        period=period,
        sides={PLAN: "Plan", **partners},
        restated=[
            (row, Period(row.period_from, row.period_to).words) for row in restatements(kpi.id, on)
        ],
        reporters=[name for each, name in names.items() if kind_of(each) in kpi.reporters],
        targets=_targets(kpi, on),
        confidence=CONFIDENCE_WORDS[kpi.confidence],
        today=on.day_seen,
        plain=plain,
    )


def _targets(kpi: Kpi, on: Occasion) -> list[tuple[str, object, str]]:
    """Return every target as (words, first day, reason), the shipped ones first."""
    shipped = [(_target_words(each), first, "as shipped") for first, each in kpi.targets.items()]
    typed = typed_targets(on).get(kpi.id, [])
    return [*shipped, *((_target_words(each.value), each.from_on, each.why) for each in typed)]


def _target_words(target: str) -> str:
    return TARGET_WORDS.get(target, target)


@blueprint.route("/kpis/<kpi_id>/target", methods=["GET", "POST"])
@permission("kpis.define")
def change_target(kpi_id: str) -> str | Response:
    on = current_occasion()
    kpi, form = _kpi(kpi_id, on), TargetForm(today=on.today)

    def write() -> str:
        target, from_on, why = form.entry()
        set_target(kpi.id, target, from_on, why, on)
        flash(f"The target of {kpi.id} is recorded.")
        return url_for("kpis.show", kpi_id=kpi.id)

    if form.validate_on_submit() and (location := tried(form, on, write)):
        return send_to(location)
    return render_template("kpis/change_target.html", form=form, kpi=kpi)
