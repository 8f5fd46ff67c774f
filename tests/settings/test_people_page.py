"""The people page: who sees it, who changes it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from compliance.accounts.models import Person
from compliance.accounts.queries import person_by_email, person_now, signed_in_last
from compliance.accounts.services import deactivate_person, rename_person
from compliance.db import session, transaction
from compliance.directory.services import OrganizationValues, name_organization
from compliance.outbox.queries import LogFilter, delivery_log, message
from tests.conftest import TODAY, occasion, sign_in
from tests.makers.people import PASSWORD, make_person
from tests.web.page_client import PageClient

INVITED = {"name": "Ines Ibarra", "email": "ines@aldercreek.example", "roles": "meetings",
           "department": "Quality", "supervisor": "", "post_key": "0123456789"}  # fmt: skip


@pytest.fixture
def admin(people):
    return make_person("Ada Abbott", occasion(), "admin", department="IT")


@pytest.fixture
def pages(client):
    return PageClient(client)


def test_an_administrator_sees_everybody(pages, admin):
    sign_in(pages.client, admin)
    page = pages.get("/settings/people")
    assert "Theo Tran" in page.text
    assert "Olivia Ortega" in page.text


def test_a_supervisor_sees_people_without_buttons(pages, people):
    sign_in(pages.client, people.olivia)
    assert "Invite a person" not in pages.get("/settings/people").links()


def test_another_day_shows_people_as_they_were(pages, admin, people):
    sign_in(pages.client, admin)
    later = occasion(TODAY + timedelta(days=1))
    with transaction():
        rename_person(people.theo.id, "Theo Tran-Ortega", later)
        deactivate_person(people.nora.id, later)
    asked = f"/settings/people?as_of={TODAY}&known_on={TODAY}"
    page = pages.get(asked)
    assert "Theo Tran-Ortega" not in page.text
    assert "Theo Tran" in page.text
    assert "Deactivated" not in page.text
    assert f"/settings/people/{people.theo.id}" not in page.links().values()


@pytest.mark.parametrize("path", ["/settings/people", "/settings/people/invite"])
def test_others_are_refused(pages, people, path):
    sign_in(pages.client, people.nora)
    pages.get(path, status=403)


def test_a_stranger_is_led_to_sign_in(client):
    assert client.get("/settings/people").location == "/login?next=/settings/people"


def test_an_invitation_shows_its_link_once_where_no_mail_server_is_set(pages, admin):
    sign_in(pages.client, admin)
    pages.get("/settings/people/invite")
    pages.post("/settings/people/invite", data=INVITED, status=303)
    assert "/welcome/" in pages.get("/settings/people").text
    assert "/welcome/" not in pages.get("/settings/people").text
    person = person_by_email("ines@aldercreek.example")
    assert person_now(person.id).department == "Quality"
    sent = delivery_log(LogFilter(kinds=frozenset({"invite"})))
    assert [each.to_address for each in sent] == ["ines@aldercreek.example"]


def test_somebody_with_a_password_is_told_of_a_new_one_and_not_of_a_new_account(
    pages, admin, people
):
    sign_in(pages.client, admin)
    pages.post(f"/settings/people/{people.theo.id}/invite", status=303)
    (sent,) = delivery_log(LogFilter(kinds=frozenset({"reset"})))
    assert sent.subject == "A new password for Daybook"
    assert "Ada Abbott sends you a link to choose a new password" in message(sent.id).body_text


def test_a_button_clicked_twice_acts_once_and_leads_to_the_same_page(pages, admin, people):
    sign_in(pages.client, admin)
    address = f"/settings/people/{people.nora.id}"
    change = pages.get(address).fields(address) | {"roles": ["claims"], "name": "Nora Nowak"}
    for path, data in (("/settings/people/invite", INVITED), (address, change)):
        for _ in range(2):
            assert pages.client.post(path, data=data).location == "/settings/people"
        told = pages.get("/settings/people").text
        assert told.count("is changed.") + told.count("shown only now") == 1
    assert len(delivery_log(LogFilter(kinds=frozenset({"invite"})))) == 1


def test_a_taken_address_is_said_at_its_field(pages, admin, people):
    sign_in(pages.client, admin)
    data = INVITED | {"email": people.theo.email.upper()}
    page = pages.post("/settings/people/invite", data=data, status=200)
    assert "has an account already" in page.text


def test_a_person_is_placed_from_a_day(pages, admin, people):
    sign_in(pages.client, admin)
    address = f"/settings/people/{people.nora.id}"
    fields = pages.get(address).fields(address)
    data = fields | {"roles": ["claims", "owner"], "supervisor": str(people.olivia.id),
                     "from_on": "11/20/2026"}  # fmt: skip
    pages.post(address, data=data, status=303)
    row = person_now(people.nora.id)
    assert row.supervisor == "Olivia Ortega"
    assert row.roles == ("claims", "owner")


def test_a_circle_of_supervisors_is_refused(pages, admin, people):
    sign_in(pages.client, admin)
    address = f"/settings/people/{people.olivia.id}"
    data = pages.get(address).fields(address) | {
        "roles": ["credentialing", "supervisor"], "supervisor": str(people.theo.id)}  # fmt: skip
    page = pages.post(address, data=data, status=200)
    assert "Nobody can supervise themselves" in page.text


def test_the_last_administrator_stays(pages, admin):
    sign_in(pages.client, admin)
    page = pages.post(f"/settings/people/{admin.id}/deactivate", status=409)
    assert "last administrator" in page.text
    assert page.fields(f"/settings/people/{admin.id}")["name"] == admin.name
    assert session().get(Person, admin.id).active


def test_deactivating_and_opening_again(app, pages, admin, people):
    sign_in(pages.client, admin)
    pages.post(f"/settings/people/{people.theo.id}/deactivate", status=303)
    theirs = {"email": people.theo.email, "password": PASSWORD}
    assert app.test_client().post("/login", data=theirs).status_code == 200
    pages.post(f"/settings/people/{people.theo.id}/reactivate", status=303)
    session().expire_all()
    assert sign_in(app.test_client(), people.theo).get("/account").status_code == 200


def test_a_person_who_is_not_there(pages, admin):
    sign_in(pages.client, admin)
    pages.get("/settings/people/999", status=404)


def test_a_partner_is_invited_for_an_mbho_and_moved_to_another(pages, admin):
    for key, name in (("mbho", "Tern Behavioral"), ("harbor", "Harbor Counseling")):
        name_organization(key, OrganizationValues("mbho", name), date(2026, 1, 1), occasion())
    session().commit()
    sign_in(pages.client, admin)
    data = INVITED | {"roles": "partner", "organization": ""}
    page = pages.post("/settings/people/invite", data=data, status=200)
    assert "Choose the MBHO that this partner works for." in page.text
    pages.post("/settings/people/invite", data=data | {"organization": "mbho"}, status=303)
    person = person_by_email("ines@aldercreek.example")
    assert person.organization == "mbho"
    assert "Tern Behavioral" in pages.get("/settings/people").text
    address = f"/settings/people/{person.id}"
    fields = pages.get(address).fields(address)
    pages.post(address, data=fields | {"organization": "harbor"}, status=303)
    session().expire_all()
    assert person_by_email("ines@aldercreek.example").organization == "harbor"


def test_the_list_says_when_each_last_signed_in(app, pages, admin, people):
    sign_in(app.test_client(), people.theo)
    sign_in(pages.client, admin)
    said = {}
    for row in pages.get("/settings/people").all("tr")[1:]:
        words = " ".join(" ".join(row.itertext()).split())
        said[words.split(" ")[0]] = words
    assert "Tue 24 Nov" in said["Theo"]
    assert "Never" in said["Nora"]


def test_a_sign_in_of_a_later_day_is_not_known_yet(pages, admin, people):
    sign_in(pages.client, admin)
    assert set(signed_in_last(occasion())) == {admin.id}
    assert signed_in_last(replace(occasion(), as_of=TODAY - timedelta(days=1))) == {}
