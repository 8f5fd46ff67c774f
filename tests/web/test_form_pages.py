from datetime import date

import pytest
from flask import Flask

from compliance.core.errors import BadValue, NotNow
from compliance.web.controls import problems
from tests.web.page_client import PageClient
from tests.web.toy import TODAY, EveryField


def sent(pages: PageClient, **changes: str) -> dict[str, str]:
    filled = {"received_on": "11/13/2026", "npi": "2320599386", "model": "p", "how": "p"}
    return {**pages.get("/form").fields("/form"), **filled, **changes}


@pytest.fixture
def form(toy: Flask):
    with toy.test_request_context("/form"):
        yield EveryField(today=TODAY)


def test_a_wrong_date_is_kept_explained_and_tied_to_its_field(pages: PageClient):
    page = pages.post("/form", sent(pages, received_on="2026-02-30"), status=200)
    field = page.one("input", id="received_on")
    assert field.get("value") == "2026-02-30"
    assert field.get("aria-invalid") == "true"
    assert field.get("aria-describedby") == "received_on-hint received_on-error received_on-echo"
    assert page.links()["2026-02-30 is not a date. Use MM/DD/YYYY."] == "#received_on"


def test_a_missing_choice_is_linked_to_its_first_button(pages: PageClient):
    page = pages.post("/form", sent(pages, how=""), status=200)
    assert page.links()["Choose how it came"] == "#how-0"


def test_only_optional_fields_say_so(pages: PageClient):
    text = pages.get("/form").text
    assert "Note (optional)" in text
    assert "NPI (optional)" not in text


def test_a_sound_form_is_accepted_and_said_in_the_status_region(pages: PageClient):
    page = pages.post("/form", sent(pages), status=200)
    assert "Saved." in page.text
    assert "There is a problem" not in page.text


def test_a_form_without_a_token_says_the_form_has_expired_or_was_lost(pages: PageClient):
    page = pages.post("/form", {"npi": "1"}, status=400)
    assert "load the page again" in page.text


def test_each_form_carries_its_own_post_key(pages: PageClient):
    first, second = (pages.get("/form").fields("/form")["post_key"] for _ in range(2))
    assert first != second
    assert len(first) >= 16


@pytest.mark.parametrize(
    ("typed", "day"),
    [("11/13/2026", date(2026, 11, 13)), ("t", TODAY), ("-3", date(2026, 11, 21)), ("", None)],
)
def test_a_day_field_reads_what_people_type(toy: Flask, typed, day):
    with toy.test_request_context("/form", method="POST", data={"received_on": typed}):
        assert EveryField(today=TODAY).received_on.data == day


def test_a_day_field_shows_a_stored_day_as_people_type_it(toy: Flask):
    with toy.test_request_context("/form"):
        form = EveryField(today=TODAY, data={"received_on": date(2026, 1, 5)})
        assert form.received_on._value() == "01/05/2026"


def test_a_day_field_needs_to_know_today(toy: Flask):
    with (
        toy.test_request_context("/form", method="POST", data={"received_on": "t"}),
        pytest.raises(TypeError, match="today"),
    ):
        EveryField()


def test_a_refusal_that_names_a_field_stands_at_it(form):
    form.refuse(BadValue("2320599380 is not a valid NPI. Check every digit.", "npi"))
    assert problems(form) == [("npi", "2320599380 is not a valid NPI. Check every digit.")]


def test_a_refusal_without_a_field_stands_above_the_form(form):
    form.refuse(NotNow("The application is closed."))
    assert problems(form) == [("", "The application is closed.")]
