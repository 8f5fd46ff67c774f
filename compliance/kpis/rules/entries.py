"""Whether a value may be reported: what is wrong with it, and where. Pure."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from compliance.core.dates import day_full
from compliance.core.kpis import ENTITIES, Kpi, kind_of
from compliance.core.periods import Period, span_of

LONGEST_NOTE = 500
LARGEST = 10_000_000


@dataclass(frozen=True)
class NewValue:
    """A value to report. Of a duration `numerator` is the median in days.

    `reason` is asked for where it restates another; `origin` names the file and row it came from.
    """

    kpi_id: str
    entity: str
    period: Period
    numerator: float
    denominator: int
    product: str = ""
    data_as_of: date | None = None
    run_out: str = ""
    note: str = ""
    reason: str = ""
    origin: str = ""


def refusals(
    value: NewValue, kpi: Kpi, today: date, sides: Collection[str] = ENTITIES
) -> Iterator[tuple[str, str]]:
    """Yield (field, sentence) for everything that keeps a value from being reported.

    `sides` are the plan and the MBHOs that there are, by key.
    """
    yield from _side_refusals(value, kpi, sides)
    yield from _period_refusals(value, kpi, today)
    yield from _number_refusals(value, kpi)
    yield from _day_refusals(value, today)
    if len(value.note) > LONGEST_NOTE:
        yield "note", f"The note has {len(value.note)} characters. {LONGEST_NOTE} is the most."


def _side_refusals(value: NewValue, kpi: Kpi, sides: Collection[str]) -> Iterator[tuple[str, str]]:
    if value.entity not in sides:
        yield "entity", f"{value.entity} is no side. Use {' or '.join(sides)}."
    elif kind_of(value.entity) not in kpi.reporters:
        other = f" It reports {kpi.partner} instead." if kpi.partner else ""
        yield "entity", f"{kpi.id} is not reported by the {value.entity}.{other}"


def _period_refusals(value: NewValue, kpi: Kpi, today: date) -> Iterator[tuple[str, str]]:
    period = value.period
    if period != span_of(period.from_on, kpi.months):
        wanted = span_of(period.from_on, kpi.months)
        yield "period_to", f"{kpi.id} is counted over {wanted.words}, not over {period.words}."
    elif not kpi.is_valid_on(period.from_on):
        yield "period_from", f"{kpi.id} is not counted in {period.words}."
    elif period.to_on >= today:
        yield (
            "period_to",
            f"{period.words} ends on {day_full(period.to_on)}. Report it when it has ended.",
        )


def _number_refusals(value: NewValue, kpi: Kpi) -> Iterator[tuple[str, str]]:
    numerator, denominator = value.numerator, value.denominator
    if not 0 <= numerator <= LARGEST or not 0 <= denominator <= LARGEST:
        yield "numerator", "A figure is zero or more, and no more than 10,000,000."
        return
    if kpi.unit == "days":
        if numerator and not denominator:
            yield "denominator", "No cases have no median. Give how many cases it is of."
        return
    if numerator != int(numerator):
        yield "numerator", f"{numerator:g} is not a whole number. Count cases."
    if kpi.unit != "ratio" and numerator > denominator:
        yield (
            "numerator",
            f"{numerator:g} of {denominator}: the part is larger than the whole. Check both.",
        )


def _day_refusals(value: NewValue, today: date) -> Iterator[tuple[str, str]]:
    day = value.data_as_of
    if day is None:
        return
    if day > today:
        yield "data_as_of", f"{day_full(day)} has not come yet."
    elif day < value.period.to_on:
        yield (
            "data_as_of",
            f"Data of {day_full(day)} does not hold all of {value.period.words}.",
        )
