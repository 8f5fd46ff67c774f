"""Setting the values of an application right in the browser."""

from compliance.credentialing.services.corrections import correct_values
from compliance.credentialing.services.loading import load
from compliance.db import session
from tests.credentialing.desk import WHY, errors, facts, on, received
from tests.web.page_client import PageClient

VALUES = "/applications/APP-1001/values"


def values(pages: PageClient, **typed: object) -> dict[str, object]:
    return {**pages.get(VALUES).fields(VALUES), "why": WHY, **typed}


def test_values_are_set_right_with_a_reason(theo_pages: PageClient):
    number = received(npi="2000000011")
    page = theo_pages.follow(theo_pages.post(VALUES, values(theo_pages, npi="2000000010"), 303))
    assert "NPI 2000000010" in page.text
    assert WHY in page.text
    assert facts(number)[-1].payload == {"values": {"npi": "2000000010"}}


def test_what_the_form_does_not_show_stays(theo_pages: PageClient):
    number = received(tin="12-3456789", practice_npi="2000000028", lines=("commercial_dmhc",))
    theo_pages.post(VALUES, values(theo_pages, last_name="Zamora", lines="commercial_dmhc"), 303)
    session().rollback()
    entry = load(number, on()).story.entry
    assert (entry.tin, entry.practice_npi) == ("12-3456789", "2000000028")
    assert (entry.last_name, entry.lines) == ("Zamora", ("commercial_dmhc",))


def test_a_cleared_field_is_cleared(theo_pages: PageClient):
    number = received(email="a@example.org")
    theo_pages.post(VALUES, values(theo_pages, email=""), 303)
    session().rollback()
    assert load(number, on()).story.entry.email == ""


def test_a_wrong_address_of_a_file_may_stay_but_none_is_typed_in(theo_pages: PageClient):
    number = received(email="nope")
    assert (
        "nope" in errors(theo_pages.post(VALUES, values(theo_pages, email="nope@"), 200))["email"]
    )
    theo_pages.post(VALUES, values(theo_pages, last_name="Zamora"), 303)
    session().rollback()
    now = load(number, on())
    assert (now.story.entry.email, now.story.entry.last_name) == ("nope", "Zamora")
    assert [each.column for each in now.snapshot.problems] == ["email"]


def test_a_correction_without_a_reason_is_refused(theo_pages: PageClient):
    number = received()
    page = theo_pages.post(VALUES, values(theo_pages, last_name="Zamora", why=""), 200)
    assert "why" in errors(page)
    assert page.fields(VALUES)["last_name"] == "Zamora"
    assert len(facts(number)) == 1


def test_two_people_on_one_record_do_not_overwrite_each_other(theo_pages: PageClient):
    number = received(npi="2000000011")
    mine = values(theo_pages, practice_name="Birch Clinic")
    correct_values(load(number, on()), {"npi": "2000000010"}, "Called the applicant.", on())
    session().commit()
    page = theo_pages.post(VALUES, mine, 200)
    assert "This record was changed after you opened it" in page.text
    assert "Called the applicant." in page.text
    assert page.fields(VALUES)["practice_name"] == "Birch Clinic"
    session().rollback()
    assert load(number, on()).story.entry.npi == "2000000010"
