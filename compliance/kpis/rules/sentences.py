"""What a person would say aloud about a figure in a meeting. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from compliance.core.dates import MONTHS_IN_FULL
from compliance.core.kpis import Kpi
from compliance.core.periods import Period
from compliance.kpis.rules.values import Figure, KpiState, plain

STATE_WORDS: dict[KpiState, tuple[str, str, str]] = {
    KpiState.MEETS: ("meets", "met", "circle-check"),
    KpiState.MISSES: ("misses", "over", "circle-x"),
    KpiState.NOT_REPORTED: ("not sent", "soon", "help"),
    KpiState.NO_CASES: ("had no cases", "none", "circle-minus"),
    KpiState.SUPPRESSED: ("too few to show", "none", "circle-minus"),
    KpiState.NO_TARGET: ("no target", "none", "circle-minus"),
}
"""State of a figure -> words after the side's name, tone, icon."""
STEADY = 0.05


@dataclass(frozen=True)
class Side:
    """One side of a chart: its name and its figures, oldest first."""

    entity: str
    name: str
    figures: tuple[Figure, ...]

    @property
    def last(self) -> Figure:
        """Return the figure of the period that is reviewed."""
        return self.figures[-1]

    @property
    def before(self) -> float | None:
        """Return the value of the period before, None where it is not known."""
        return self.figures[-2].value if len(self.figures) > 1 else None


def said_aloud(kpi: Kpi, sides: Sequence[Side], period: Period) -> str:
    """Return one sentence, or two, about the period: what is missing goes before everything."""
    when = period_said(period, kpi.months)
    unsent = [each.name for each in sides if each.last.state is KpiState.NOT_REPORTED]
    if unsent:
        return f"{joined(unsent)} {'has' if len(unsent) == 1 else 'have'} not sent {when}."
    known = [each for each in sides if each.last.value is not None]
    if not known:
        is_hidden = any(each.last.state is KpiState.SUPPRESSED for each in sides)
        return f"Too few cases in {when} to show." if is_hidden else f"No cases in {when}."
    if kpi.unit == "percent" and kpi.missed:
        return _misses_said(kpi, known, when)
    if kpi.unit == "count":
        return "; ".join(_count_said(each, when) for each in known) + "."
    if kpi.direction == "watch":
        return _gap_said(known, when)
    return " ".join(_against_target(each) for each in known)


def figure_said(figure: Figure) -> str:
    """Return the figure with what it is made of: "94.4%, 17 of 18", "41 days, of 12", "3 of 9"."""
    if figure.numerator is None or figure.denominator is None:
        return STATE_WORDS[figure.state][0].capitalize()
    if figure.state is KpiState.NO_CASES:
        return "No cases"
    value, unit = plain(figure.value), figure.kpi.unit
    if unit == "days":
        return f"{value} days, of {figure.denominator}"
    counts = f"{plain(figure.numerator)} of {figure.denominator}"
    if unit == "count":
        return counts
    return f"{_percent(figure.value) if unit == 'percent' else value}, {counts}"


def _percent(value: float | None) -> str:
    """Return a percentage as every page writes it: "96.4%"."""
    return f"{value or 0.0:.1f}%"


def beside_said(side: Side) -> str:
    """Return what stands beside the figure of a side: mean and 90th percentile, its note."""
    figure = side.last
    spread = figure.mean is not None and figure.p90 is not None
    told = f"mean {plain(figure.mean)} days, 90th percentile {plain(figure.p90)}" if spread else ""
    words = ", ".join(each for each in (told, figure.note) if each)
    return f"{side.name}, {figure.period.words}: {words}." if words else ""


def period_said(period: Period, months: int) -> str:
    """Return "October" for a month, else the months it runs over."""
    return MONTHS_IN_FULL[period.from_on.month - 1] if months == 1 else period.words


def joined(names: Sequence[str]) -> str:
    """Return "Plan", "Plan and Tern"."""
    return " and ".join(names)


def _misses_said(kpi: Kpi, sides: Sequence[Side], when: str) -> str:
    """Return "Plan had 1 late notice in October, Tern 4."."""
    one, many = kpi.missed
    counts = [each.last.missed or 0 for each in sides]
    if not any(counts):
        where = " on either side" if len(sides) > 1 else ""
        return f"No {many} in {when}{where}."
    first = f"{counts[0] or 'no'} {one if counts[0] == 1 else many}"
    rest = "".join(
        f", {each.name} {count or 'none'}"
        for each, count in zip(sides[1:], counts[1:], strict=True)
    )
    return f"{sides[0].name} had {first} in {when}{rest}."


def _count_said(side: Side, when: str) -> str:
    """Return "Plan 17 in October, down from 38 in March"."""
    value, known = side.last.value, [each for each in side.figures if each.value is not None]
    first = known[0]
    text = f"{side.name} {plain(value)} in {when}"
    if len(known) < 2 or first.value is None or value is None or first.value == value:
        return text
    way = "down" if value < first.value else "up"
    return f"{text}, {way} from {plain(first.value)} in {_month_of(first)}"


def _gap_said(sides: Sequence[Side], when: str) -> str:
    """Return "Gap steady at 8 points." where both sides are known."""
    if len(sides) < 2:
        return f"{sides[0].name} {_percent(sides[0].last.value)} in {when}."
    gap = _gap([each.last.value for each in sides]) or 0.0
    before = _gap([each.before for each in sides])
    if before is None:
        return f"{plain(gap)} points between both sides in {when}."
    if abs(gap - before) < STEADY:
        return f"Gap steady at {plain(gap)} points."
    return f"Gap {'wider' if gap > before else 'narrower'}: {plain(gap)} points."


def _gap(values: Sequence[float | None]) -> float | None:
    first, second = values[0], values[1]
    return None if first is None or second is None else abs(round(first - second, 1))


def _against_target(side: Side) -> str:
    """Return "Plan inside target since August." or "Tern 7 days over, and falling."."""
    figure = side.last
    value, target = figure.value or 0.0, figure.target
    unit = _unit(figure.kpi, value)
    if figure.state is KpiState.NO_TARGET or target is None:
        return f"{side.name} {plain(value)}{unit}."
    if figure.state is KpiState.MEETS:
        return f"{side.name} inside target{_since(side)}."
    word = "over" if figure.kpi.direction == "down" else "short"
    off = abs(value - target)
    return f"{side.name} {plain(off)}{_unit(figure.kpi, off)} {word}{_trend(side)}."


def _unit(kpi: Kpi, value: float) -> str:
    if kpi.unit != "days":
        return ""
    return " day" if plain(value) == 1 else " days"


def _since(side: Side) -> str:
    """Return since which month the target has been met without a break, where that is in view."""
    met: list[Figure] = []
    for each in reversed(side.figures):
        if each.state is not KpiState.MEETS:
            break
        met.append(each)
    began = met[-1]
    is_all = len(met) == sum(each.is_known for each in side.figures)
    return "" if len(met) == 1 or is_all else f" since {_month_of(began)}"


def _trend(side: Side) -> str:
    value, before = side.last.value, side.before
    if value is None or before is None or abs(value - before) < STEADY:
        return ""
    return ", and falling" if value < before else ", and rising"


def _month_of(figure: Figure) -> str:
    return MONTHS_IN_FULL[figure.period.from_on.month - 1]


def review_said(
    states: Sequence[Sequence[KpiState]], unsent: Sequence[tuple[str, int]], month: str
) -> str:
    """Return the sentence above a review: how many targets are missed, who has not sent what.

    `states` has one entry for each chart: the states of its sides.
    """
    aimed = [each for each in states if {KpiState.MEETS, KpiState.MISSES} & set(each)]
    missed = sum(KpiState.MISSES in each for each in aimed)
    told = []
    if aimed and missed:
        of = f"{missed} of the {len(aimed)} targets" if len(aimed) > 1 else "The target"
        told.append(f"{of} {'is' if missed == 1 else 'are'} missed on at least one side.")
    elif aimed:
        told.append("Every target that can be judged is met.")
    for name, count in unsent:
        if count:
            told.append(f"{name} has not sent {count} {month} figure{'s' if count > 1 else ''}.")
    return " ".join(told)
