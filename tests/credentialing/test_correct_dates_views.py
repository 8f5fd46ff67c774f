"""Setting a date of an application right in the browser, both clocks seen before and after."""

from datetime import date

import pytest

from compliance.credentialing.services.corrections import correct_values
from compliance.credentialing.services.loading import load
from compliance.db import session
from tests.credentialing.desk import WHY, complete, facts, on, received
from tests.web.page_client import PageClient

DATES = "/applications/APP-1001/dates"


def dates(pages: PageClient, **typed: object) -> dict[str, object]:
    given = {"which": "received_on", "day": "11/13/2026", "why": WHY}
    return {**pages.get(DATES).fields(DATES), **given, **typed}


def test_both_clocks_are_shown_before_and_after_and_then_saved(theo_pages: PageClient):
    number = complete()
    page = theo_pages.post(DATES, dates(theo_pages), 200)
    before, after = page.text.partition("After")[::2]
    assert "15 Jan 2027" in before
    assert "12 Jan 2027" in after
    assert len(facts(number)) == 2
    done = theo_pages.follow(theo_pages.post(DATES, page.fields(DATES), 303))
    assert "Corrected: Date received is Fri 13 Nov 2026." in done.text
    assert facts(number)[-1].supersedes_id == facts(number)[0].id


def test_another_day_than_the_one_previewed_is_previewed_again(theo_pages: PageClient):
    number = complete()
    page = theo_pages.post(DATES, dates(theo_pages), 200)
    other = {**page.fields(DATES), "day": "11/12/2026"}
    assert "Save correction" in theo_pages.post(DATES, other, 200).text
    assert len(facts(number)) == 2


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"day": "2026-02-30"}, "2026-02-30 is not a date."),
        ({"day": "11/25/2026"}, "25 Nov 2026 is after today, 24 Nov 2026."),
        ({"day": "1990-01-01"}, "1 Jan 1990 is too early"),
        ({"day": "11/16/2026"}, "It is 16 Nov 2026 already"),
        ({"which": "decided_on"}, "no such date was recorded"),
        ({"which": "nonsense"}, "Not a valid choice"),
        ({"why": ""}, "Give the reason"),
    ],
)
def test_a_date_that_cannot_be_is_refused_and_nothing_saved(theo_pages, typed, said):
    number = complete()
    page = theo_pages.post(DATES, dates(theo_pages, **typed), 200)
    assert said in page.text
    assert len(facts(number)) == 2


def test_a_stale_correction_shows_what_is_new_and_can_be_sent_again(theo_pages: PageClient):
    number = complete()
    page = theo_pages.post(DATES, dates(theo_pages), 200)
    correct_values(load(number, on()), {"last_name": "Zamora"}, "Called the applicant.", on())
    session().commit()
    stale = theo_pages.post(DATES, page.fields(DATES), 200)
    assert "Called the applicant." in stale.text
    again = theo_pages.post(DATES, stale.fields(DATES), 200)
    theo_pages.post(DATES, again.fields(DATES), 303)
    assert facts(number)[-1].happened_on == date(2026, 11, 13)


def test_a_correction_that_leaves_no_clock_is_shown_and_saved(theo_pages: PageClient):
    number = received(role="PCP", provider_class="non_bh")
    page = theo_pages.post(DATES, dates(theo_pages, day="12/15/2025"), 200)
    assert "No clock would run." in page.text
    theo_pages.post(DATES, page.fields(DATES), 303)
    assert facts(number)[-1].happened_on == date(2025, 12, 15)
