"""The pages of the network: list, provider, files, who is warned; a stranger is kept out."""

import io
import re

import pytest

from compliance.db import session
from compliance.deadlines.queries.due import due_items
from tests.conftest import occasion, sign_in
from tests.makers.files import csv_of
from tests.makers.people import make_person
from tests.makers.rosters import ANA, bring_roster, members

KEY = re.compile(r'name="post_key" value="([^"]+)"')


@pytest.fixture
def theo(client, people):
    return sign_in(client, people.theo)


def number() -> int:
    return members(occasion())[0].provider_id


def test_an_empty_network_leads_to_the_roster(theo):
    page = theo.get("/network").text
    assert "Nobody is on the roster yet" in page
    assert "/import/roster" in page


def test_a_roster_comes_in_through_its_pages(theo):
    key = KEY.search(theo.get("/import/roster").text)[1]
    data = {"file": (io.BytesIO(csv_of([ANA])), "roster.csv"), "post_key": key}
    place = theo.post("/import/roster", data=data).headers["Location"]
    preview = theo.get(place).text
    assert "Ana Reyes, LCSW: at Cedar Flat, 120 Main Street, Auburn" in preview
    seen = re.search(r'name="seen" value="([^"]+)"', preview)[1]
    theo.post(f"{place}/confirm", data={"post_key": KEY.search(preview)[1], "seen": seen})
    assert "Ana Reyes" in theo.get("/network").text


def test_the_list_shows_who_lapses_and_leads_to_the_provider(theo):
    bring_roster(occasion(), ANA)
    page = theo.get("/network?view=lapsing").text
    assert "Lapsing in 90 days" in page
    assert f"/network/{number()}" in page
    assert "in 68 days" in page


def test_the_page_of_a_provider_says_where_each_value_came_from(theo):
    bring_roster(occasion(), ANA)
    page = theo.get(f"/network/{number()}").text
    assert "LCSW70001" in page
    assert "roster.csv, row 2" in page
    assert "120 Main Street, Auburn, CA 95603" in page


@pytest.mark.parametrize("ref", ["999", "x", "9" * 30])
def test_an_unknown_provider_is_not_found(theo, ref):
    assert theo.get(f"/network/{ref}").status_code == 404


def test_the_files_hold_what_the_page_shows(theo):
    bring_roster(occasion(), ANA)
    lines = theo.get("/network.csv").text.splitlines()
    assert lines[0].startswith('"Network as of Tue 24 Nov 2026')
    assert "Reyes,Ana" in lines[2]
    assert theo.get("/network.xlsx").data[:2] == b"PK"


def test_whoever_is_chosen_owns_the_dates(theo, people):
    bring_roster(occasion(), ANA)
    key = KEY.search(theo.get("/network/owner").text)[1]
    theo.post("/network/owner", data={"owner_id": str(people.theo.id), "post_key": key})
    session().rollback()
    assert {each.owner_id for each in due_items(occasion(), "all")} == {people.theo.id}


def test_claims_staff_see_the_network_and_change_nothing(client, people):
    nora = sign_in(client, people.nora)
    assert nora.get("/network").status_code == 200
    assert nora.get("/import/roster").status_code == 403
    assert nora.get("/network/owner").status_code == 403


def test_a_partner_sees_nothing_of_it(client, people):
    partner = make_person("Petra Pine", occasion(), "partner")
    session().commit()
    assert sign_in(client, partner).get("/network").status_code == 403
