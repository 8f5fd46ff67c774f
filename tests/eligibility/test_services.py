"""Deciding, ending and taking back, on real tables."""

from datetime import date

import pytest

from compliance.core.errors import BadValue, NotNow
from compliance.eligibility.queries import answer_for, decided_cells, decisions_known
from compliance.eligibility.services import (
    decide_role,
    end_decision,
    take_back_decision,
    use_lines,
)
from compliance.ledger.queries import facts_of
from compliance.ledger.services import Subject
from tests.conftest import occasion
from tests.makers.roles import decide, role_decision

FOUR = ("commercial_dmhc", "commercial_cdi", "medi_cal", "medicare_advantage")


def test_before_a_decision_the_shipped_answer_holds(with_rules):
    on = occasion()
    assert answer_for("ASW", "commercial_dmhc", on).billing == "undecided"
    assert answer_for("ASW", "commercial_dmhc", on).suggested == "supervised"
    assert answer_for("ASW", "medi_cal", on).billing == "supervised"
    assert decided_cells(on) == (0, 24)


def test_one_form_decides_several_lines(with_rules):
    on = occasion()
    numbers = decide(on, *FOUR[:3])
    assert len(numbers) == 3
    assert decided_cells(on) == (3, 24)
    assert [each.kind for each in facts_of(Subject("role_decision", numbers[0]))] == [
        "role_decided"
    ]


def test_only_lines_the_plan_offers_are_counted(with_rules):
    on = occasion()
    use_lines(FOUR, on)
    assert decided_cells(occasion(**{"eligibility.lines": ";".join(FOUR)})) == (0, 16)


def test_an_overlap_names_both_ranges(with_rules):
    on = occasion()
    decide(on)
    later = role_decision(billing="not_eligible", from_on=date(2026, 10, 1))
    with pytest.raises(NotNow, match="Thu 1 Oct 2026, no end date overlaps Supervised, Wed 1 Jul"):
        decide_role(later, ["commercial_dmhc"], on)


def test_a_decision_may_end_the_one_before(with_rules):
    on = occasion()
    decide(on)
    later = role_decision(billing="not_eligible", from_on=date(2026, 10, 1), credentialed="no")
    decide_role(later, ["commercial_dmhc"], on, ends_before=True)
    found = decisions_known(on)
    assert found.answer("ASW", "commercial_dmhc", date(2026, 9, 30)).billing == "supervised"
    assert found.answer("ASW", "commercial_dmhc", date(2026, 10, 1)).billing == "not_eligible"


def test_after_its_last_day_a_cell_is_open_again(with_rules):
    on = occasion()
    (number,) = decide(on)
    end_decision(number, date(2026, 9, 30), "The committee looks again.", on)
    assert answer_for("ASW", "commercial_dmhc", on).is_open
    before = decisions_known(on).answer("ASW", "commercial_dmhc", date(2026, 9, 30))
    assert before.billing == "supervised"


def test_a_mistake_is_taken_back_and_the_day_before_still_knows_it(with_rules):
    yesterday = occasion(today=date(2026, 11, 23))
    (number,) = decide(yesterday)
    take_back_decision(number, "Wrong role.", occasion())
    assert answer_for("ASW", "commercial_dmhc", occasion()).is_open
    then = occasion().seen_from(date(2026, 11, 23), date(2026, 11, 23))
    assert answer_for("ASW", "commercial_dmhc", then).billing == "supervised"


def test_an_end_needs_a_reason(with_rules):
    (number,) = decide(occasion())
    with pytest.raises(BadValue, match="Give the reason"):
        end_decision(number, date(2026, 9, 30), " ", occasion())
