"""On which of its days a clock was met: the day and its length are of one count."""

from pathlib import Path

import pytest

from compliance.core.clocks import Asked, clock_due
from compliance.credentialing.rules.clocks import BASES, Clock
from compliance.credentialing.rules.counts import met_on_day, warns_on
from compliance.credentialing.rules.words import Face, say
from tests.makers.cases import cases, day
from tests.makers.rulebook import book

CASES = Path(__file__).parent / "cases" / "met_on_day.yaml"


@pytest.mark.parametrize("case", cases(CASES))
def test_the_day_that_met_a_clock(case):
    basis = case.get("basis", "stricter")
    rules = book(credentialing__notice_basis=basis)
    law_from = day(case.get("law_from"))
    rule = rules.clock(case["kind"])
    due = clock_due(
        Asked(rule, day(case["from"]), rules, basis=BASES[basis], law_started_on=law_from)
    )
    clock = Clock(
        case["kind"], due, is_statutory=True, met_on=day(case["met_on"]), law_started_on=law_from
    )
    assert met_on_day(clock, clock.met_on, rules) == case["output"]
    face = Face(due.started_on, due.due_on, due.legal_on, due.act_by, clock.met_on)
    said = say(face, clock.met_on).main
    assert said.startswith(("Late by", f"Met, {case['output'].split(' of ')[0].split(',')[0]}"))


@pytest.mark.parametrize(
    ("today", "warned"),
    [
        ("2026-11-20", "2026-12-18"),  # 30 days before is Sunday 20 Dec: the Friday warns
        ("2026-12-17", "2026-12-18"),
        ("2026-12-18", "2027-01-05"),
        ("2027-01-14", "2027-01-15"),
        ("2027-01-15", None),
        ("2027-02-01", None),
    ],
)
def test_the_next_warning_of_a_decision_is_the_first_rung_ahead(today, warned):
    rules = book()
    due = clock_due(Asked(rules.clock("decision"), day("2026-11-20"), rules))
    clock = Clock("decision", due, is_statutory=True)
    assert warns_on(clock, rules, day(today)) == day(warned)
