"""The review of a month: what a meeting's page and pack are handed."""

import re

import pytest
from flask import render_template_string

from compliance.core.measured import Counted
from compliance.directory.services import OrganizationValues, name_organization
from compliance.kpis.queries import review
from compliance.kpis.rules import KpiState
from compliance.kpis.rules.entries import NewValue
from compliance.kpis.services import report_value
from tests.conftest import TODAY, occasion
from tests.makers.figures import OCTOBER

DRAW = (
    '{% from "components/measures.html" import review_panels, review_table %}'
    "{{ review_panels(review) }}{{ review_table(review) }}"
)


def own(period, entity, on):
    """Return 24 of 25 for October, 3 of 4 for September, nothing before."""
    counts = {"2026-10": (24, 25), "2026-09": (3, 4)}
    return Counted(*counts.get(period.key, (0, 0))) if entity == "plan" else None


@pytest.fixture(autouse=True)
def known(database, monkeypatch):
    monkeypatch.setattr("compliance.kpis.sources._known", {"R-CR3": f"{__name__}:own"})
    tern = OrganizationValues("mbho", "Tern Behavioral", "Tern")
    name_organization("mbho", tern, TODAY, occasion())
    report_value(NewValue("R-CR3", "mbho", OCTOBER, 32, 36), occasion())
    report_value(NewValue("R-CR4", "mbho", OCTOBER, 52, 36), occasion())


def panel_of(kpi_id: str, **more):
    found = review(OCTOBER, occasion(), **more)
    return next(each for each in found.panels if each.kpi.id == kpi_id)


def test_panels_stand_in_their_order_over_the_same_months():
    found = review(OCTOBER, occasion())
    assert [each.kpi.id for each in found.panels][:3] == ["R-CR1", "R-CR3", "R-CR2"]
    assert {each.chart.months for each in found.panels} == {
        ("Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct")
    }


def test_a_panel_says_who_misses_and_one_sentence():
    told = panel_of("R-CR3")
    assert [words for words, _, _ in told.words] == ["Plan misses", "Tern misses"]
    assert told.sentence == "Plan had 1 late notice in October, Tern 4."


def test_the_other_side_is_set_beside_the_figure_it_reports_under_another_id():
    told = panel_of("R-CR1")
    assert [each.last.kpi.id for each in told.sides] == ["R-CR1", "R-CR4"]
    assert told.sides[1].last.value == 52


def test_what_neither_side_sent_is_said_of_both():
    assert panel_of("R-CR5").words == (
        ("Plan not sent", "soon", "help"),
        ("Tern not sent", "soon", "help"),
    )


def test_shared_output_leaves_out_three_of_four_and_our_own_page_does_not():
    shared, ours = panel_of("R-CR3"), panel_of("R-CR3", is_shared=False)
    september = [each.sides[0].figures[-2] for each in (shared, ours)]
    assert [each.state for each in september] == [KpiState.SUPPRESSED, KpiState.MISSES]
    assert (september[0].numerator, september[0].value) == (None, None)
    assert shared.chart.lines[0].values[-2] is None


def test_what_is_not_sent_is_listed_and_said():
    found = review(OCTOBER, occasion())
    assert [each.id for each in found.unsent] == ["R-CR2", "R-CR5", "R-CR6", "R-CR7", "G-ACT"]
    assert "Tern has not sent 5 October figures." in found.lede


def test_the_page_draws_charts_and_the_same_numbers_as_a_table(app):
    with app.test_request_context():
        page = render_template_string(DRAW, review=review(OCTOBER, occasion()))
    assert "Plan had 1 late notice in October, Tern 4." in page
    assert "96.0%, 24 of 25" in page
    assert "Too few to show" in page
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
