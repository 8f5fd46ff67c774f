"""The organizations page: who is listed, added, changed from a day, and by whom."""

from datetime import date

import pytest

from compliance.db import session
from compliance.directory.queries import organization
from compliance.directory.services import OrganizationValues, name_organization
from tests.conftest import occasion, sign_in
from tests.makers.people import make_person
from tests.web.page_client import PageClient

HOME = "/settings/organizations"


@pytest.fixture
def admin(client, people) -> PageClient:
    person = make_person("Avery Lindholm", occasion(), "admin")
    values = OrganizationValues("plan", "Alder Creek Health Plan")
    name_organization("plan", values, date(2026, 1, 1), occasion())
    session().commit()
    return PageClient(sign_in(client, person))


def test_a_medical_group_is_added(admin):
    path = f"{HOME}/new"
    typed = {"kind": "medical_group", "name": "Sierra Foothill Medical Group", "from_on": "t"}
    page = admin.follow(admin.post(path, {**admin.get(path).fields(path), **typed}, 303))
    assert "Sierra Foothill Medical Group" in page.text
    assert "Medical group" in page.text


def test_a_value_is_changed_from_a_day_and_a_wrong_phone_refused(admin):
    path = f"{HOME}/plan"
    form = {**admin.get(path).fields(path), "short_name": "Alder Creek"}
    refused = admin.post(path, {**form, "phone": "call us"}, 200)
    assert "call us is not a phone number" in refused.text
    admin.post(path, form, 303)
    session().rollback()
    assert organization("plan", occasion()).short_name == "Alder Creek"


def test_others_read_or_are_kept_out(client, people):
    PageClient(sign_in(client, people.nora)).get(HOME, 403)


def test_the_first_mbho_keeps_the_key_of_set_up_and_the_next_has_its_own(admin):
    path = f"{HOME}/new"
    for name in ("Tern Behavioral", "Harbor Counseling"):
        typed = {"kind": "mbho", "name": name, "from_on": "t"}
        admin.post(path, {**admin.get(path).fields(path), **typed}, 303)
    session().rollback()
    assert organization("mbho", occasion()).name == "Tern Behavioral"
    assert organization("harbor-counseling", occasion()).name == "Harbor Counseling"
