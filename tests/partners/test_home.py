"""The partner's home: figures typed in place, all or none, for nobody else."""

import pytest

from compliance.core.kpis import MBHO
from compliance.core.periods import month_from
from compliance.kpis.queries import not_reported, value
from compliance.kpis.rules import KpiState
from tests.conftest import occasion, sign_in
from tests.makers.people import make_person
from tests.web.page_client import Page, PageClient

OCTOBER = month_from("2026-10")
SEND = "/partner/figures"


@pytest.fixture
def hal(client, people) -> PageClient:
    return PageClient(sign_in(client, make_person("Hal Pruitt", occasion(), "partner")))


def filled(page: Page) -> dict[str, str]:
    return page.fields(SEND)


def figure(kpi_id: str) -> tuple[float | None, int | None]:
    found = value(kpi_id, MBHO, OCTOBER, occasion())
    return found.numerator, found.denominator


def test_a_partner_is_led_to_what_the_plan_waits_for(hal):
    page = hal.follow(hal.get("/", 302))
    assert page.heading == "For you, Tuesday 24 November 2026"
    waits = len(not_reported(OCTOBER, occasion()))
    assert f"{waits} of {waits} to send" in page.text
    assert "You owe nothing." in page.text


def test_what_was_typed_is_recorded_and_the_rest_stays_not_reported(hal):
    before = len(not_reported(OCTOBER, occasion()))
    typed = {"numerator_R-CR3": "46", "denominator_R-CR3": "50"}
    page = hal.follow(hal.post(SEND, filled(hal.get("/partner")) | typed, 303))
    assert "1 figure for October 2026 recorded." in page.text
    assert figure("R-CR3") == (46, 50)
    assert len(not_reported(OCTOBER, occasion())) == before - 1


@pytest.mark.parametrize(
    ("numerator", "denominator", "said"),
    [
        ("51", "50", "the part is larger than the whole"),
        ("46", "", "Fill both parts of the figure, or neither."),
        ("many", "50", "Not a valid decimal value"),
    ],
)
def test_one_wrong_figure_keeps_all_of_them_out(hal, numerator, denominator, said):
    typed = {"numerator_R-CR3": numerator, "denominator_R-CR3": denominator}
    right = {"numerator_R-CR5": "9", "denominator_R-CR5": "10"}
    page = hal.post(SEND, filled(hal.get("/partner")) | typed | right, 200)
    assert said in page.text
    assert page.fields(SEND)["numerator_R-CR3"] == numerator
    assert value("R-CR5", MBHO, OCTOBER, occasion()).state is KpiState.NOT_REPORTED


def test_nothing_typed_sends_nothing(hal):
    assert "Type at least one figure." in hal.post(SEND, filled(hal.get("/partner")), 200).text


@pytest.mark.parametrize("role", ["compliance", "meetings", "owner", "admin", "auditor"])
def test_it_is_nobody_elses(client, people, role):
    somebody = PageClient(sign_in(client, make_person("Nell North", occasion(), role)))
    assert somebody.get("/partner", 403).status == 403
    assert somebody.post(SEND, {}, 403).status == 403
