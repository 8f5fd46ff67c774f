"""Sign-in rules: how long a session lasts, who must have a second step, chosen from a day."""

import pytest

from compliance.accounts.models import SecondStep
from compliance.accounts.second_step import has_second_step
from compliance.choices.queries import choices_on
from compliance.core.sign_in import SignInRules, sign_in_rules
from compliance.db import session
from tests.conftest import TODAY, occasion, sign_in
from tests.makers.people import make_person
from tests.web.page_client import PageClient

ADDRESS = "/settings/sign-in"


@pytest.fixture
def pages(client, people):
    sign_in(client, make_person("Ada Abbott", occasion(), "admin"))
    return PageClient(client)


def test_without_a_choice_the_usual_rules_hold():
    assert sign_in_rules({}) == SignInRules(60, 12, frozenset())
    assert not SignInRules().asks({"admin"})


def test_an_administrator_chooses_the_rules(pages):
    typed = pages.get(ADDRESS).fields(ADDRESS)
    assert (typed["idle_minutes"], typed["whole_hours"]) == ("60", "12")
    typed |= {"idle_minutes": "15", "whole_hours": "8", "second_step": ["admin", "compliance"]}
    for _ in range(2):  # a button clicked twice
        pages.post(ADDRESS, data=typed, status=303)
    assert pages.get("/settings/people").text.count("Whoever signs in from now on") == 1
    rules = sign_in_rules(choices_on(TODAY, None))
    assert rules == SignInRules(15, 8, frozenset({"admin", "compliance"}))
    assert rules.asks({"claims", "admin"})
    assert not rules.asks({"claims"})


@pytest.mark.parametrize(
    ("idle", "whole", "said"),
    [
        ("4", "12", "Enter a number from 5 to 720"),
        ("60", "25", "Enter a number from 1 to 24"),
        ("", "12", "Enter a number from 5 to 720"),
        ("90", "1", "cannot last longer without a page than in all"),
    ],
)
def test_rules_that_cannot_be_are_refused(pages, idle, whole, said):
    typed = {"idle_minutes": idle, "whole_hours": whole, "post_key": "0123456789"}
    page = pages.post(ADDRESS, data=typed, status=200)
    assert said in page.text
    assert page.one("input", name="idle_minutes").get("value") == idle


def test_others_do_not_choose_them(client, people):
    sign_in(client, people.olivia)
    assert client.get(ADDRESS).status_code == 403


def test_an_administrator_resets_the_second_step_of_somebody_who_lost_the_app(pages, people):
    row = SecondStep(person_id=people.theo.id, secret="x", last_counter=0)
    row.made_at = occasion().now
    session().add(row)
    session().commit()
    address = f"/settings/people/{people.theo.id}"
    assert "Reset the second step" in pages.get(address).text
    pages.post(f"{address}/second-step", status=303)
    assert not has_second_step(people.theo.id)
    assert "Reset the second step" not in pages.get(address).text
    pages.post(f"{address}/second-step", status=409)
