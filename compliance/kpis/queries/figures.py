"""Figures with their targets: counted from our own records, or as reported; never guessed."""

from collections.abc import Mapping, Sequence
from datetime import date

from compliance.core.kpis import BEAT_LAST_YEAR, MBHO, PLAN, Kpi, kind_of
from compliance.core.periods import Period, month_of, months_after, span_of
from compliance.directory.queries import mbho_names
from compliance.kpis.queries.reported import Key, reported_values
from compliance.kpis.queries.targets import Typed, typed_targets, wanted_target
from compliance.kpis.rules import Figure, Reported, from_counted, from_reported, judged, target_of
from compliance.kpis.sources import counted_each
from compliance.occasions import Occasion

SHOWN_MONTHS = 8
YEAR = 12
SMALL_SAMPLE = "reports.small_sample"
Wanted = Sequence[tuple[str, str]]
Found = Mapping[tuple[str, str], tuple[Figure, ...]]


def value(kpi_id: str, entity: str, period: Period, on: Occasion) -> Figure:
    """Return one figure of one side for a period, as of the day the occasion looks at.

    A month asked of a figure that is counted by quarter gives the quarter it lies in. Nothing
    reported and nothing counted is `not_reported`, never zero.

    Raises:
        NoValueInForce: there is no such figure.
    """
    return figures([(kpi_id, entity)], period, on, 1)[kpi_id, entity][-1]


def series(
    kpi_id: str, entity: str, last: Period, on: Occasion, months: int = SHOWN_MONTHS
) -> tuple[Figure, ...]:
    """Return the figure of the last `months` up to `last`, oldest first, each with its state."""
    return figures([(kpi_id, entity)], last, on, months)[kpi_id, entity]


def figures(wanted: Wanted, last: Period, on: Occasion, months: int = SHOWN_MONTHS) -> Found:
    """Return for each (id, side) its figures of the last `months`, oldest first.

    One statement for all that was reported, one for the targets, and one for each figure that is
    counted from our own records. A figure by quarter has one figure for each quarter touched.
    """
    typed = typed_targets(on)
    spans = {pair: periods_of(on.book.kpi(pair[0]), last, months) for pair in wanted}
    every = [each for periods in spans.values() for each in periods]
    if not every:
        return {}
    first = months_after(min(each.from_on for each in every), -YEAR).from_on
    reported = reported_values(first, max(each.to_on for each in every), on)
    return {
        pair: _with_targets(_known(pair, periods, reported, on), typed, reported, on)
        for pair, periods in spans.items()
    }


def periods_of(kpi: Kpi, last: Period, months: int) -> tuple[Period, ...]:
    """Return the periods of a figure that the last `months` touch, oldest first."""
    starts = (months_after(last.to_on, at - months + 1).from_on for at in range(months))
    return tuple(dict.fromkeys(span_of(each, kpi.months) for each in starts))


def all_pairs(on: Occasion, partner: str = MBHO) -> list[tuple[str, str]]:
    """Return every figure in use with each side that reports it: the plan, and one MBHO."""
    return [
        (each.id, entity)
        for each in sorted(on.book.kpis.values(), key=lambda kpi: kpi.id)
        for entity in (PLAN, partner)
        if kind_of(entity) in each.reporters and each.is_valid_on(on.day_seen)
    ]


def every_pair(on: Occasion) -> list[tuple[str, str]]:
    """Return every figure in use with each side that reports it, those of all MBHOs included."""
    found = (pair for each in (MBHO, *mbho_names(on)) for pair in all_pairs(on, each))
    return list(dict.fromkeys(found))


def _known(
    pair: tuple[str, str], periods: Sequence[Period], reported: Mapping[Key, list[Reported]],
    on: Occasion,
) -> list[Figure]:  # fmt: skip
    """Return what is known for each period; a period that has not begun is never counted.

    Where our own records hold no case, as before this product was in use, a report stands.
    """
    kpi, entity = on.book.kpi(pair[0]), pair[1]
    begun = [each for each in periods if each.from_on <= on.day_seen]
    counted = dict(zip(begun, counted_each(kpi.id, begun, entity, on), strict=True))
    found = []
    for period in periods:
        figure = Figure(kpi, entity, period, is_partial=period.to_on >= on.day_seen)
        own, rows = counted.get(period), reported.get((kpi.id, entity, period))
        if own is not None and (own.has_cases or not rows):
            figure = from_counted(figure, own)
        elif rows:
            figure = from_reported(figure, rows)
        found.append(figure)
    return found


def _with_targets(
    found: Sequence[Figure], typed: Typed, reported: Mapping[Key, list[Reported]], on: Occasion
) -> tuple[Figure, ...]:
    least = {each.period: _least(each.period.to_on, on) for each in found}
    return tuple(
        judged(each, _target(each, typed, reported, on), least[each.period]) for each in found
    )


def _least(day: date, on: Occasion) -> int:
    return on.book.parameter(SMALL_SAMPLE).days_on(day)


def _target(
    figure: Figure, typed: Typed, reported: Mapping[Key, list[Reported]], on: Occasion
) -> float | None:
    day = min(figure.period.to_on, on.day_seen)
    wanted = wanted_target(figure.kpi, day, typed)
    before = None
    if wanted == BEAT_LAST_YEAR:
        begun = months_after(figure.period.from_on, -YEAR).from_on
        then = span_of(begun, figure.kpi.months)
        before = _known((figure.kpi.id, figure.entity), [then], reported, on)[0].value
    return target_of(figure.kpi, wanted, before)


def month_seen(on: Occasion) -> Period:
    """Return the last month that has ended on the day looked at: the one figures are due for."""
    return months_after(month_of(on.day_seen).from_on, -1)
