"""The pathway of a file: the pair of a PCBH file, and what is not decided of a CoCM one."""

from datetime import date

import pytest

from compliance.credentialing.services import decisions
from compliance.credentialing.services.loading import load
from compliance.db import session
from tests.conftest import TODAY
from tests.credentialing.desk import on, received, ref_of
from tests.makers.dofr import make_row
from tests.makers.rosters import bring_roster
from tests.web.page_client import PageClient

NEW = "/applications/new"
MAKE = "Make the application for The MBHO"
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
    assert page.links()[MAKE] == f"{NEW}?twin={ref_of(number)}"
    entry = olivia_pages.get(page.links()[MAKE])
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
    assert MAKE not in pair.links()


def test_an_unknown_file_of_a_pair_is_not_found(olivia_pages: PageClient):
    olivia_pages.get(f"{NEW}?twin=APP-4711", 404)


def test_who_may_not_enter_files_is_not_offered_to(nora_pages: PageClient):
    assert MAKE not in nora_pages.get(f"/applications/{ref_of(received(**GIVEN))}").links()


def test_a_past_day_and_a_file_that_ended_offer_nothing(olivia_pages: PageClient):
    ref = ref_of(received(**GIVEN))
    assert MAKE not in olivia_pages.get(f"/applications/{ref}?as_of=2026-11-20").links()
    number = received(**GIVEN)
    decisions.close(load(number, on()), "withdrawn", TODAY, "", on())
    session().commit()
    assert MAKE not in olivia_pages.get(f"/applications/{ref_of(number)}").links()


@pytest.mark.parametrize(("destination", "said"), [("plan", "plan"), ("mbho", "MBHO")])
def test_a_cocm_file_says_where_it_went_and_what_is_open(olivia_pages, destination, said):
    number = received(model="cocm", destination=destination, received_on=TODAY)
    page = olivia_pages.get(f"/applications/{ref_of(number)}")
    assert f"This file went to the {said}." in page.text
    assert "Is 99492 on the medical or the behavioral side for Commercial, DMHC?" in page.text
    assert page.links()["Settle who pays"] == "/dofr"


def in_network(number: int) -> None:
    given = load(number, on()).story.entry
    named = {"npi": given.npi, "last_name": given.last_name, "first_name": given.first_name}
    bring_roster(on(), {**named, "role": given.role})


def test_a_medical_cocm_provider_in_the_network_usually_needs_nothing_new(olivia_pages):
    row = make_row(on())
    number = received(model="cocm")
    in_network(number)
    page = olivia_pages.get(f"/applications/{ref_of(number)}")
    assert "Usually no new credentialing" in page.text
    assert page.links()[f"DOFR row {row}"] == f"/dofr/{row}"


def test_a_cocm_provider_who_is_new_goes_the_plans_usual_way(olivia_pages):
    make_row(on())
    page = olivia_pages.get(f"/applications/{ref_of(received(model='cocm'))}")
    assert "Credential with the plan" in page.text
    assert "Credential anyway" not in page.links()


def test_credentialing_anyway_is_recorded_with_its_reason(olivia_pages):
    make_row(on())
    number = received(model="cocm")
    in_network(number)
    home = f"/applications/{ref_of(number)}"
    act = olivia_pages.get(home).links()["Credential anyway"]
    form = olivia_pages.get(act).fields(act)
    assert "Give the reason" in olivia_pages.post(act, form, 200).text
    olivia_pages.post(act, {**form, "why": "The clinic asks for it."}, 303)
    page = olivia_pages.get(home)
    assert "Credentialed anyway: The clinic asks for it. Olivia Ortega" in page.text
    assert "Credential anyway" not in page.links()


def test_the_answer_of_an_earlier_day_is_that_days(olivia_pages):
    make_row(on(), from_on=TODAY)
    number = received(model="cocm")
    page = olivia_pages.get(f"/applications/{ref_of(number)}?as_of=2026-11-23")
    assert "We cannot tell yet" in page.text
    assert "Settle who pays" not in page.links()
