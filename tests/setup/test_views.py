"""The first visit, and the set-up list."""

from datetime import date

import pytest

from compliance.accounts.queries import has_people, people_now
from compliance.choices.queries import choices_on
from compliance.choices.rules import DEMO
from compliance.choices.services import NewChoice, choose
from compliance.setup.tokens import setup_token
from tests.conftest import TODAY, occasion, sign_in
from tests.makers.people import PASSWORD, make_person
from tests.web.page_client import PageClient

FIRST = {"plan_name": "Alder Creek Health Plan", "mbho_name": "Tern Behavioral",
         "name": "Dana Whitfield", "email": "Dana@aldercreek.example",
         "password": PASSWORD, "again": PASSWORD}  # fmt: skip


@pytest.fixture
def empty(app, with_rules, monkeypatch):
    """Return a client of an instance nobody has set up."""
    monkeypatch.setitem(app.extensions["daybook"], "is_set_up", False)
    return PageClient(app.test_client())


@pytest.fixture
def begin(app):
    return f"/setup?token={setup_token(app.extensions['daybook']['settings'])}"


@pytest.fixture
def admin(client):
    ada = make_person("Ada Abbott", occasion(), "admin")
    return PageClient(sign_in(client, ada))


@pytest.mark.parametrize("path", ["/", "/login", "/account", "/settings"])
def test_the_first_visit_is_led_to_set_up(empty, path):
    assert empty.client.get(path).location == "/setup"


def test_without_the_token_nobody_makes_an_account(empty):
    assert "printed on the console" in empty.get("/setup").text
    empty.client.post("/setup?token=wrong", data=FIRST)
    assert not has_people()


def test_the_first_account_may_do_everything_a_new_plan_needs(empty, begin):
    assert "fills a folder of its own with an invented plan" in empty.get(begin).text
    assert empty.client.post(begin, data=FIRST).location == "/settings"
    (dana,) = people_now()
    assert dana.roles == ("admin", "compliance", "credentialing", "supervisor")
    assert choices_on(TODAY, None)["plan.name"] == "Alder Creek Health Plan"
    assert "Tern Behavioral" in empty.get("/settings").text


def test_the_first_visit_says_which_roles_the_account_gets(empty, begin):
    text = empty.get(begin).text
    roles = "Credentialing staff, Team supervisor, Compliance officer and Administrator"
    assert f"The first person is {roles}" in text
    assert "under Settings, People." in text


def test_a_second_first_account_is_not_made(client, begin):
    assert client.post(begin, data=FIRST).location == "/settings"
    assert "Dana Whitfield" not in [each.name for each in people_now()]


def test_an_address_that_is_none_is_said(empty, begin):
    page = empty.post(begin, data=FIRST | {"email": "dana"}, status=200)
    assert "not an email address" in page.text


def test_an_administrator_sees_what_is_left(admin):
    page = admin.get("/settings")
    assert "Plan and partner names" in page.text
    assert "Ada Abbott, Administrator" in page.text
    assert "Continue: plan and partner names" in page.links()


def test_others_do_not_see_settings(client, people):
    PageClient(sign_in(client, people.nora)).get("/settings", status=403)


def test_a_supervisor_reads_settings_and_is_led_to_no_page_of_administrators(client, people):
    page = PageClient(sign_in(client, people.olivia)).get("/settings")
    assert "/settings/people" in page.links().values()
    assert not {"/settings/plan", "/settings/clocks"} & set(page.links().values())


def test_the_reading_of_the_notice_clock_is_chosen_with_both_dates_shown(admin):
    page = admin.get("/settings/clocks")
    assert "Received today, due Tue 1 Dec 2026, by law Mon 7 Dec 2026" in page.text
    data = page.fields("/settings/clocks") | {"basis": "statute_7bd", "second_notice": "on",
                                              "is_delegated": "yes", "why": "Counsel"}  # fmt: skip
    admin.post("/settings/clocks", data=data, status=303)
    chosen = choices_on(TODAY, None)
    assert chosen["credentialing.notice_basis"] == "statute_7bd"
    assert chosen["credentialing.is_delegated"] == "yes"


def test_a_phone_number_that_is_none_is_refused(admin):
    page = admin.get("/settings/plan")
    data = page.fields("/settings/plan") | {"plan_name": "Alder Creek", "plan_phone": "call us"}
    refused = admin.post("/settings/plan", data=data, status=200)
    assert "call us is not a phone number" in refused.text


def test_names_are_changed_from_a_day(admin):
    page = admin.get("/settings/plan")
    data = page.fields("/settings/plan") | {"plan_name": "Alder Creek", "from_on": "t"}
    admin.post("/settings/plan", data=data, status=303)
    assert choices_on(TODAY, None)["plan.name"] == "Alder Creek"


def test_the_mail_page_of_the_demo_names_the_demo_mail_server(admin):
    choose(NewChoice(DEMO, "yes", date(2020, 1, 1)), occasion().now)
    text = admin.get("/settings/mail").text
    assert "Mail goes to the demo mail server" in text
    assert "written, not sent" not in text
    assert "Kept by the demo mail server" in admin.get("/settings").text


def test_the_mail_page_says_that_nothing_is_sent_and_queues_a_test(admin):
    assert "written, not sent" in admin.get("/settings/mail").text
    admin.post("/settings/mail/test", status=303)


def test_health_answers_before_set_up(empty):
    assert empty.client.get("/healthz").json == {"status": "ok"}
