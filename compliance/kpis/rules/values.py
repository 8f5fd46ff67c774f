"""What a figure is worth: its value, whether it meets its target, what may be shown. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from compliance.core.kpis import BEAT_LAST_YEAR, NO_TARGET, Kpi
from compliance.core.measured import Counted
from compliance.core.periods import Period

PERCENT = 100.0
DIGITS = 1


class KpiState(StrEnum):
    """What a figure says against its target."""

    MEETS = "meets"
    MISSES = "misses"
    NO_TARGET = "no_target"
    NOT_REPORTED = "not_reported"
    NO_CASES = "no_cases"
    SUPPRESSED = "suppressed"


class ValueStatus(StrEnum):
    """How far a reported value has come."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    RESTATED = "restated"


@dataclass(frozen=True)
class Reported:
    """One value as somebody reported it.

    Of a duration the numerator is the median in days and the denominator how many cases it is of.
    """

    numerator: float
    denominator: int
    product: str = ""
    data_as_of: date | None = None
    note: str = ""
    status: str = ValueStatus.SUBMITTED
    reason: str = ""
    submitter: str = ""


@dataclass(frozen=True)
class Figure:
    """One figure of one side for one period.

    `numerator` of a duration is its median in days. `is_small` marks fewer cases than a rate
    should stand on; `is_partial` a period that has not ended on the day looked at. `origin` is
    "counted" from our own records, "reported", or "" where nothing is known.
    """

    kpi: Kpi
    entity: str
    period: Period
    numerator: float | None = None
    denominator: int | None = None
    value: float | None = None
    mean: float | None = None
    p90: float | None = None
    target: float | None = None
    state: KpiState = KpiState.NOT_REPORTED
    origin: str = ""
    is_small: bool = False
    is_partial: bool = False
    data_as_of: date | None = None
    note: str = ""
    status: str = ""
    reason: str = ""

    @property
    def is_known(self) -> bool:
        """Return whether anything was counted or reported; a count of no cases is known."""
        return self.state is not KpiState.NOT_REPORTED

    @property
    def missed(self) -> int | None:
        """Return how many cases missed: what the denominator has more than the numerator."""
        if self.numerator is None or self.denominator is None or self.kpi.unit != "percent":
            return None
        return round(self.denominator - self.numerator)


def value_of(kpi: Kpi, numerator: float, denominator: int) -> float | None:
    """Return the figure that numerator and denominator give, None where nothing was counted.

    A count is its numerator, also over an empty denominator; a duration its median.
    """
    if kpi.unit == "count":
        return numerator
    if not denominator:
        return None
    if kpi.unit == "days":
        return numerator
    return numerator / denominator * (PERCENT if kpi.unit == "percent" else 1)


def state_of(kpi: Kpi, value: float | None, target: float | None) -> KpiState:
    """Return what a known figure says against its target: reaching it exactly meets it."""
    if value is None:
        return KpiState.NO_CASES
    if target is None or kpi.direction == "watch":
        return KpiState.NO_TARGET
    reached = value >= target if kpi.direction == "up" else value <= target
    return KpiState.MEETS if reached else KpiState.MISSES


def target_of(kpi: Kpi, wanted: str, last_year: float | None) -> float | None:
    """Return the number to reach; better than last year needs a last year.

    "" stands for the shipped target of the period's last day, which the caller looks up.
    """
    if wanted == BEAT_LAST_YEAR:
        return last_year
    return None if wanted in {"", NO_TARGET} or kpi.direction == "watch" else float(wanted)


def from_counted(figure: Figure, counted: Counted) -> Figure:
    """Return the figure as our own records give it."""
    is_time = figure.kpi.unit == "days"
    numerator = (counted.median or 0) if is_time else counted.numerator
    denominator = len(counted.days) if is_time else counted.denominator
    return replace(
        figure,
        numerator=float(numerator),
        denominator=denominator,
        value=value_of(figure.kpi, numerator, denominator),
        mean=counted.mean,
        p90=counted.p90,
        origin="counted",
        note=counted.note,
    )


def from_reported(figure: Figure, rows: Sequence[Reported]) -> Figure:
    """Return the figure as reported: for all products at once, or summed over them.

    Medians of several products cannot be put together, and are never averaged.
    """
    whole = [each for each in rows if not each.product] or list(rows)
    if len(whole) > 1 and figure.kpi.unit == "days":
        return replace(figure, note="Reported by product: medians cannot be put together.")
    first = whole[0]
    numerator = sum(each.numerator for each in whole)
    denominator = sum(each.denominator for each in whole)
    return replace(
        figure,
        numerator=numerator,
        denominator=denominator,
        value=value_of(figure.kpi, numerator, denominator),
        origin="reported",
        data_as_of=min((each.data_as_of for each in whole if each.data_as_of), default=None),
        note=first.note,
        status=first.status,
        reason=first.reason,
    )


def judged(figure: Figure, target: float | None, least: int) -> Figure:
    """Return the figure with its target, state and mark; what is not known keeps its state.

    `least` is the smallest denominator that a rate should stand on (`reports.small_sample`).
    """
    if not figure.origin:
        return replace(figure, target=target)
    is_rate = figure.kpi.unit in {"percent", "ratio"}
    is_small = is_rate and 0 < (figure.denominator or 0) < least
    state = state_of(figure.kpi, figure.value, target)
    return replace(figure, target=target, state=state, is_small=is_small)


def combined(figures: Sequence[Figure]) -> tuple[float, int] | None:
    """Return numerator and denominator of both sides together, None where they do not add up.

    Sums, never averages of rates; medians do not add up, and a side that is missing leaves no sum.
    """
    if any(each.numerator is None or each.kpi.unit == "days" for each in figures):
        return None
    return (
        sum(each.numerator or 0 for each in figures),
        sum(each.denominator or 0 for each in figures),
    )


def is_suppressed(figure: Figure, least: int) -> bool:
    """Return whether shared output leaves the figure out, being of so few cases.

    Source: `reports.applications_least`, `reports.members_least`.
    """
    return 0 < (figure.denominator or 0) < least


def suppressed(figure: Figure, least: int) -> Figure:
    """Return the figure as shared output shows it: of too few cases only that there were some."""
    if not is_suppressed(figure, least):
        return figure
    return replace(
        figure,
        numerator=None,
        denominator=None,
        value=None,
        mean=None,
        p90=None,
        note="",
        state=KpiState.SUPPRESSED,
    )


def plain(number: float | None) -> float | int | None:
    """Return the number with one decimal at most, whole where it is whole."""
    if number is None:
        return None
    rounded = round(number, DIGITS)
    return int(rounded) if rounded == int(rounded) else rounded
