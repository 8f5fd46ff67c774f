"""A partner's applications and figures: the own MBHO's alone, on pages and in files."""

import pytest
from sqlalchemy import select

from compliance.audit.models import AccessLook
from compliance.db import session
from tests.conftest import occasion, sign_in
from tests.makers.scope import make_sides

LISTS = ("/partner/applications", "/partner/applications.csv", "/partner/figures.csv")


@pytest.fixture
def sides(people):
    return make_sides(occasion())


@pytest.mark.parametrize(("mine", "other"), [(0, 1), (1, 0)])
def test_applications_are_those_of_the_own_mbho(client, sides, mine, other):
    partner = sign_in(client, sides[mine].person)
    for path in LISTS[:2]:
        text = partner.get(path).text
        assert sides[mine].application in text
        assert sides[other].application not in text


def test_figures_are_those_of_the_own_mbho(client, sides):
    text = sign_in(client, sides[1].person).get("/partner/figures.csv").text
    assert "R-CR2,2026-10,77.5,31,40" in text
    assert "Harbor Behavioral" in text.splitlines()[0]
    assert "30,40" not in text


def test_a_view_nobody_knows_widens_nothing(client, sides):
    partner = sign_in(client, sides[0].person)
    for view in ("any", "closed", "late_notice", "x"):
        assert sides[1].application not in partner.get(f"/partner/applications?view={view}").text


@pytest.mark.parametrize("path", LISTS)
def test_it_is_for_partners_alone(client, people, path):
    assert sign_in(client, people.olivia).get(path).status_code == 403


def test_the_plan_keeps_the_record_it_tells_a_partner_of(client, sides):
    partner = sign_in(client, sides[0].person)
    assert "keeps a record of the applications and files you open" in partner.get("/partner").text
    before = len(looks())
    partner.get("/partner/applications")
    partner.get("/partner/applications.csv")
    who = sides[0].person.id
    assert looks()[before:] == [(who, "partners.files"), (who, "partners.files_csv")]


def looks():
    found = session().execute(select(AccessLook.person_id, AccessLook.act).order_by(AccessLook.id))
    return [tuple(each) for each in found]
