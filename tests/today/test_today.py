"""Today in the browser: what is due for me and my team, what waits, and what an empty day says."""

from datetime import date, timedelta

import pytest

from compliance.credentialing.services import completeness
from compliance.credentialing.services.loading import load
from compliance.db import session
from compliance.deadlines import kinds
from compliance.deadlines.kinds import DeadlineKind, register_kinds
from compliance.deadlines.queries import due
from compliance.deadlines.services import SubjectDeadlines, set_deadlines
from compliance.today import views
from tests.conftest import TODAY, occasion, sign_in
from tests.credentialing.queue.desk import received
from tests.makers.deadlines import make_deadline, make_wanted
from tests.makers.people import make_person
from tests.makers.statements import statements_asked
from tests.web.page_client import Page, PageClient

pytestmark = pytest.mark.usefixtures("with_rules")


@pytest.fixture
def olivia(client, people) -> PageClient:
    return PageClient(sign_in(client, people.olivia))


@pytest.fixture
def theo(client, people) -> PageClient:
    return PageClient(sign_in(client, people.theo))


def names(page: Page) -> list[str]:
    return [each.text for each in page.all("a", css="t")]


def test_mine_comes_first_for_a_worker_and_the_team_for_who_leads(people, olivia):
    received(last_name="Mine", first_name="A", role="LCSW", owner_id=people.olivia.id)
    received(last_name="Theirs", first_name="B", role="LCSW", owner_id=people.theo.id)
    received(last_name="Nobodys", first_name="C", role="LCSW", owner_id=None)
    everything = {"A Mine, LCSW", "B Theirs, LCSW", "C Nobodys, LCSW"}
    assert set(names(olivia.get("/"))) == everything
    assert set(names(olivia.get("/?whose=mine"))) == {"A Mine, LCSW"}


def test_a_worker_sees_the_own_queue_first(people, theo):
    received(last_name="Mine", first_name="A", role="LCSW", owner_id=people.theo.id)
    received(last_name="Nobodys", first_name="C", role="LCSW", owner_id=None)
    assert names(theo.get("/")) == ["A Mine, LCSW"]


def test_an_owner_of_duties_sees_the_own_work_and_no_application(client, people, olivia):
    received(last_name="Hers", first_name="A", role="LCSW", owner_id=people.olivia.id)
    text = olivia.get("/").text
    assert "Waiting on others" in text
    assert "Statutory clocks" in text
    owner = make_person("Rosa Reyes", occasion(), "owner")
    client.post("/logout")
    session().commit()
    page = PageClient(sign_in(client, owner)).get("/?whose=team")
    assert names(page) == []
    assert "There is no list “team” here." in page.text
    assert "Statutory clocks" not in page.text
    assert not any("/applications" in href for href in page.links().values())


def test_the_day_says_what_is_overdue_past_our_date_and_coming(people, theo):
    hers = {"owner_id": people.theo.id}
    for day in (date(2026, 11, 1), date(2026, 11, 16), TODAY):
        received(received_on=day, **hers)
    page = theo.get("/")
    assert page.heading == "Tuesday 24 November 2026"
    assert "1 overdue. 1 past our date. 1 more due by Tue 1 Dec." in page.text
    assert "The office is closed Thu 26 and Fri 27 Nov" in page.text
    for heading in ("Overdue 1", "Past our date 1"):
        assert heading in page.text


def test_what_waits_on_applicants_is_told_from_what_is_due(people, theo):
    number = received(received_on=TODAY, role="LCSW", owner_id=people.theo.id)
    completeness.find_incomplete(load(number, occasion()), TODAY, ["release"], occasion())
    session().commit()
    page = theo.get("/?whose=waiting")
    assert "1 application of yours wait" in page.text
    assert "APP-1001, 1 item missing" in page.text


def test_an_empty_day_names_what_comes_next(people, theo):
    with_owner = {"owner_id": people.theo.id}
    make_deadline(TODAY + timedelta(days=30), occasion(), **with_owner)
    session().commit()
    page = theo.get("/")
    assert "Nothing is due for you" in page.text
    assert "The next item is the decision on APP-1001, due Thu 24 Dec." in page.text
    assert page.links()["See the team queue"] == "/?whose=team"


def test_a_first_day_leads_to_the_first_application(theo):
    page = theo.get("/?whose=team")
    assert "Nothing is coming up either." in page.text
    assert page.links()["Add application"] == "/applications/new"


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("whose=everybody", "There is no list “everybody” here."),
        ("kind=Nonsense", "None of these items is of the kind “Nonsense”; all kinds are shown."),
    ],
)
def test_what_the_address_asks_in_vain_is_named_and_left_out(people, theo, query, said):
    received(last_name="Mine", first_name="A", role="LCSW", owner_id=people.theo.id)
    page = theo.get(f"/?{query}")
    assert said in page.text
    assert names(page) == ["A Mine, LCSW"]


def test_a_kind_narrows_the_day(people, theo):
    received(owner_id=people.theo.id)
    make_deadline(TODAY, occasion(), number=77, label="Tobias", owner_id=people.theo.id)
    session().commit()
    assert names(theo.get("/?kind=Decisions")) == ["Tobias"]


@pytest.fixture
def later_kind():
    """Yield a kind of deadline that a later feature hands up."""
    kind = DeadlineKind(
        "attestation", verb="Attest", noun="Responsibility", group="Responsibilities",
        icon="checklist", endpoint="applications.act", record="applications.show",
        args={"name": "note"},
    )  # fmt: skip
    register_kinds([kind])
    yield kind
    kinds._known.pop("attestation")


def test_a_later_kind_plugs_in_without_changing_the_page(people, theo, later_kind):
    wanted = make_wanted(TODAY, kind="attestation", statutory=False, legal_on=None)
    subject = SubjectDeadlines(
        "responsibility", 1, wanted=(wanted,), ref="CRED-02", label="Publish role guidance",
        owner_id=people.theo.id,
    )  # fmt: skip
    set_deadlines([subject], occasion(), sweep=False)
    session().commit()
    page = theo.get("/")
    assert "Responsibility" in page.text
    assert page.links()["Publish role guidance"] == "/applications/CRED-02"
    assert page.links()["Attest"] == "/applications/CRED-02/acts/note"


def test_far_deadlines_do_not_crowd_out_what_is_due(people, theo, monkeypatch):
    monkeypatch.setattr(due, "MOST", 3)
    monkeypatch.setattr(views, "MOST", 3)
    for number in range(1, 6):
        make_deadline(
            TODAY + timedelta(days=40), occasion(), number=number, owner_id=people.theo.id
        )
    ours = make_wanted(TODAY, kind="second_notice", statutory=False, legal_on=None)
    subject = SubjectDeadlines(
        "application", 9, wanted=(ours,), ref="APP-1009", label="Ours", owner_id=people.theo.id
    )
    set_deadlines([subject], occasion(), sweep=False)
    session().commit()
    assert names(theo.get("/")) == ["Ours"]


def test_today_takes_few_statements_however_much_is_due(people, theo):
    counts = []
    for more in (1, 30):
        for _ in range(more):
            received(owner_id=people.theo.id)
        with statements_asked() as asked:
            theo.get("/")
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 13


def test_the_first_day_shows_the_set_up_list_until_there_is_work(people, olivia):
    page = olivia.get("/")
    assert "Set up Daybook" in page.text
    assert "Plan and partner names" in page.text
    assert "None closed yet" in page.text
    received(owner_id=people.olivia.id)
    assert "Set up Daybook" not in olivia.get("/").text


def test_somebody_without_the_settings_is_not_asked_to_set_up(people, theo):
    assert "Set up Daybook" not in theo.get("/").text


def test_few_closed_clocks_are_a_count_in_words(people, olivia):
    received(received_on=TODAY, said="incomplete", notice_sent_on=TODAY)
    text = olivia.get("/").text
    assert "1 of 1 in time, too few for a percentage" in text
    assert "%" not in text.partition("Each should be")[0]
