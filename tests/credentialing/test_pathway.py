"""The pathway of a file: the pair of a PCBH file, and what is not decided of a CoCM one."""

from datetime import date

import pytest

from compliance.credentialing.services import decisions
from compliance.credentialing.services.loading import load
from compliance.db import session
from tests.conftest import TODAY
from tests.credentialing.desk import on, received, ref_of
from tests.web.page_client import PageClient

NEW = "/applications/new"
GIVEN = {
    "last_name": "Benavides-Park",
    "first_name": "Luc\u00eda",
    "npi": "2000000010",
    "role": "LCSW",
    "license_number": "LCSW90417",
    "license_state": "CA",
    "email": "lucia@cedarflat.example",
    "contact_email": "office@cedarflat.example",
    "practice_name": "Cedar Flat",
    "model": "pcbh",
    "lines": ("commercial_dmhc", "medi_cal"),
}


def test_the_other_file_of_a_pair_is_added_with_nothing_typed_twice(olivia_pages: PageClient):
    number = received(**GIVEN)
    page = olivia_pages.get(f"/applications/{ref_of(number)}")
    assert page.links()["Add it"] == f"{NEW}?twin={ref_of(number)}"
    entry = olivia_pages.get(page.links()["Add it"])
    boxes = entry.all("input", name="lines")
    lines = [each.get("value") for each in boxes if each.get("checked") is not None]
    olivia_pages.post(NEW, {**entry.fields(NEW), "lines": lines}, 303)
    session().rollback()
    first, other = load(number, on()).story, load(number + 1, on()).story
    assert (first.entry.destination, other.entry.destination) == ("plan", "mbho")
    assert other.received_on == first.received_on == date(2026, 11, 16)
    carried = {**first.entry.as_payload(), "destination": "mbho"}
    assert other.entry.as_payload() == carried
    pair = olivia_pages.get(f"/applications/{ref_of(number)}")
    assert ref_of(number + 1) in pair.links()
    assert "Add it" not in pair.links()


def test_an_unknown_file_of_a_pair_is_not_found(olivia_pages: PageClient):
    olivia_pages.get(f"{NEW}?twin=APP-4711", 404)


def test_who_may_not_enter_files_is_not_offered_to(nora_pages: PageClient):
    assert "Add it" not in nora_pages.get(f"/applications/{ref_of(received(**GIVEN))}").links()


def test_a_past_day_and_a_file_that_ended_offer_nothing(olivia_pages: PageClient):
    ref = ref_of(received(**GIVEN))
    assert "Add it" not in olivia_pages.get(f"/applications/{ref}?as_of=2026-11-20").links()
    number = received(**GIVEN)
    decisions.close(load(number, on()), "withdrawn", TODAY, "", on())
    session().commit()
    assert "Add it" not in olivia_pages.get(f"/applications/{ref_of(number)}").links()


@pytest.mark.parametrize(("destination", "said"), [("plan", "plan"), ("mbho", "MBHO")])
def test_a_cocm_file_says_where_it_went_and_what_is_open(olivia_pages, destination, said):
    number = received(model="cocm", destination=destination, received_on=TODAY)
    page = olivia_pages.get(f"/applications/{ref_of(number)}")
    assert f"Sent to the {said}. The pathway of a CoCM file is not decided here" in page.text
