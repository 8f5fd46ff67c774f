"""Entering the figures of a side and month in place."""

from collections.abc import Mapping
from typing import Any

from flask import flash, render_template, request, url_for
from werkzeug.wrappers import Response

from compliance.core.errors import BadValue, ComplianceError, NotNow
from compliance.core.kpis import MBHO, PLAN, Kpi
from compliance.core.periods import Period, span_of
from compliance.kpis.forms import (
    FiguresForm,
    TypedValue,
    denominator_of,
    figures_form,
    numerator_of,
)
from compliance.kpis.queries.figures import all_pairs, figures
from compliance.kpis.queries.reviews import partner_names
from compliance.kpis.rules import Figure, plain
from compliance.kpis.rules.entries import NewValue
from compliance.kpis.services import report_value
from compliance.kpis.services.reporting import Effect
from compliance.kpis.views.base import around, blueprint, partner_in_address, period_asked
from compliance.occasions import Occasion
from compliance.web.access import permission
from compliance.web.door import current_occasion
from compliance.web.filters import plural
from compliance.web.fragments import send_to
from compliance.web.listings import Tab
from compliance.web.posts import write_once


def _entity_asked(names: Mapping[str, str]) -> str:
    asked = request.args.get("entity", MBHO)
    return asked if asked in names else MBHO


@blueprint.route("/kpis/enter", methods=["GET", "POST"])
@permission("kpis.load")
def enter() -> str | Response:
    on = current_occasion()
    names = {PLAN: "Plan", MBHO: "MBHO", **partner_names(on)}
    entity, period = _entity_asked(names), period_asked(on)
    pairs = [pair for pair in all_pairs(on, entity) if pair[1] == entity]
    told = [each[-1] for each in figures(pairs, period, on, 1).values()]
    typed = [each for each in told if not _is_counted(each)]
    form = figures_form([each.kpi for each in typed], on.today, _standing(typed))
    if form.validate_on_submit() and (location := _report(form, entity, period, on)):
        return send_to(location)
    before, after = around(period, on)
    return render_template(
        "kpis/enter.html",
        form=form,
        entity=entity,
        period=period,
        before=before,
        after=after,
        names=names,
        tabs=_tabs(entity, period, names),
        counted=[each for each in told if _is_counted(each)],
        fields=[
            (each, form[numerator_of(each.kpi)], form[denominator_of(each.kpi)]) for each in typed
        ],
        plain=plain,
    )


def _is_counted(figure: Figure) -> bool:
    """Return whether our own records hold cases of it, so that it is not typed."""
    return figure.origin == "counted" and bool(figure.denominator)


def _tabs(entity: str, period: Period, names: dict[str, str]) -> tuple[Tab, ...]:
    return tuple(
        Tab(names[each], url_for("kpis.enter", entity=each, period=period.key), each == entity)
        for each in names
    )


def _standing(told: list[Figure]) -> dict[str, Any]:
    """Return what is reported already, as it would be typed."""
    given: dict[str, Any] = {}
    for each in told:
        if each.numerator is not None and each.origin == "reported":
            given[numerator_of(each.kpi)] = str(plain(each.numerator))
            given[denominator_of(each.kpi)] = str(each.denominator)
    return given


def _report(form: FiguresForm, entity: str, period: Period, on: Occasion) -> str | None:
    """Report everything typed, or nothing where anything is refused; return where it leads."""
    try:
        return write_once(form, on, lambda: _write(form, entity, period, on))
    except NotNow as refusal:
        if str(refusal):
            form.refuse(refusal)
    except ComplianceError as refusal:
        form.refuse(refusal)
    return None


def _write(form: FiguresForm, entity: str, period: Period, on: Occasion) -> str:
    by_id = {each.id: each for each in form.kpis}
    written = refused = 0
    for typed in form.entry():
        kpi = by_id[typed.kpi_id]
        try:
            value = _value(typed, kpi, entity, period, form)
            written += report_value(value, on) is not Effect.UNCHANGED
        except ComplianceError as error:
            form.refuse_value(kpi, error)
            refused += 1
    if refused:
        raise NotNow("")
    if not form.entry():
        raise NotNow("Nothing was typed. Enter at least one figure, both parts of it.")
    flash(f"{plural(written, 'figure')} of {period.words} recorded.")
    partner = None if entity == PLAN else partner_in_address(entity)
    return url_for("kpis.index", period=period.key, partner=partner)


def _value(typed: TypedValue, kpi: Kpi, entity: str, period: Period, form: FiguresForm) -> NewValue:
    return NewValue(
        kpi_id=kpi.id,
        entity=entity,
        period=span_of(period.from_on, kpi.months),
        numerator=_number(typed.numerator, "numerator"),
        denominator=_whole(typed.denominator),
        data_as_of=form["data_as_of"].data,
        note=form["note"].data or "",
        reason=form["reason"].data or "",
    )


def _number(text: str, field: str) -> float:
    try:
        number = float(text.replace(",", ""))
    except ValueError:
        number = -1.0
    if not 0 <= number < float("inf"):
        raise BadValue(
            f"{text or 'Nothing'} is not a number. Enter both parts of the figure.", field
        )
    return number


def _whole(text: str) -> int:
    number = _number(text, "denominator")
    if number != int(number):
        raise BadValue(f"{text} is not a whole number.", "denominator")
    return int(number)
