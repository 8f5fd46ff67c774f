"""What is said aloud about figures."""

from dataclasses import replace
from pathlib import Path

import pytest

from compliance.core.periods import last_months
from compliance.kpis.rules import KpiState, judged
from compliance.kpis.rules.sentences import Side, beside_said, review_said, said_aloud
from tests.makers.cases import cases
from tests.makers.figures import OCTOBER, figure
from tests.makers.rulebook import shipped

CASES = Path(__file__).parent / "cases" / "sentences.yaml"


def side(name: str, told: list | None, kpi_id: str) -> list[Side]:
    if told is None:
        return []
    periods = last_months(OCTOBER.to_on, len(told))
    figures = [of(kpi_id, each, period) for each, period in zip(told, periods, strict=True)]
    return [Side(name.lower(), name, tuple(figures))]


def of(kpi_id: str, told: str | None, period):
    """Return the figure of "17 of 18", "41", or none where nothing was sent."""
    kpi = shipped().kpis[kpi_id]
    empty = figure(kpi=kpi, period=period)
    if told is None:
        return empty
    numerator, _, denominator = told.partition(" of ")
    is_share = bool(denominator) and kpi.unit == "percent" and denominator != "0"
    share = 100 * float(numerator) / float(denominator) if is_share else None
    is_empty = denominator == "0"
    known = figure(
        float(numerator) if share is None else share,
        kpi=kpi,
        period=period,
        numerator=float(numerator),
        denominator=int(denominator or 9),
    )
    known = replace(known, value=None) if is_empty else known
    shipped_target = kpi.target_on(period.to_on)
    return judged(known, float(shipped_target) if shipped_target.isdigit() else None, 30)


@pytest.mark.parametrize("case", cases(CASES))
def test_sentence_is_what_a_person_would_say(case):
    sides = side("Plan", case["plan"], case["kpi"]) + side("Tern", case["tern"], case["kpi"])
    assert said_aloud(shipped().kpis[case["kpi"]], sides, OCTOBER) == case["said"]


def test_review_counts_targets_missed_and_figures_not_sent():
    meets, misses, unsent = KpiState.MEETS, KpiState.MISSES, KpiState.NOT_REPORTED
    states = [[meets, misses], [misses, unsent], [meets, unsent], [KpiState.NO_TARGET]]
    assert review_said(states, [("Plan", 0), ("Tern", 2)], "October") == (
        "2 of the 3 targets are missed on at least one side. Tern has not sent 2 October figures."
    )
    assert review_said([[meets]], [], "October") == "Every target that can be judged is met."


def test_mean_and_ninetieth_stand_beside_a_median_with_the_note():
    told = figure(47.0, mean=46.25, p90=55, note="1 still open past the limit")
    said = beside_said(Side("plan", "Plan", (told,)))
    assert said == (
        "Plan, October 2026: mean 46.2 days, 90th percentile 55, 1 still open past the limit."
    )
    assert beside_said(Side("plan", "Plan", (figure(),))) == ""
