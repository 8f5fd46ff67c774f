"""Every route and method with every role, on own records and on another organization's.

What to expect is generated from `pages.yaml`: `roles` says who is let in, `scope: shared` that a
partner finds the own organization's records and nobody else's. A route whose address names a record
that no line of `records.py` makes has no expectation, and fails.
"""

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from sqlalchemy import select

from compliance.audit.models import AccessLook
from compliance.core.permissions import PERMISSIONS, ROLES
from compliance.db import session, transaction
from compliance.meetings.queries.pages import meeting_page
from compliance.meetings.services.packs import prepare_pack, record_pack
from compliance.outbox.models import Message
from tests.conftest import occasion
from tests.house.pages import GROUPS, PAGES, Page, product
from tests.house.records import address
from tests.makers.people import make_person
from tests.makers.scope import NAMES, Side, make_sides

GUARDED = [page for page in PAGES.values() if not page.is_public]
SHARED = [page for page in GUARDED if page.scope == "shared"]
SHOWN = re.compile(r"1979-03-17|0?3/17/1979|17 Mar(ch)? 1979|Mar(ch)? 17, 1979")
HOLDERS = PERMISSIONS["restricted.birth_date"]
SHOWS_IT = "applications.show_birth_date"
READ_IN_FULL = {"admin", "compliance", "credentialing"}
"""Whose pages are drawn; the others are let in and then told that x is no day, which is quicker."""
JSON = {"Accept": "application/json"}


def methods(page: Page) -> list[str]:
    found = set()
    for rule in product().url_map.iter_rules(page.endpoint):
        found |= rule.methods or set()
    return sorted(found & {"GET", "POST", "PUT", "PATCH", "DELETE"})


def signed_in(client, person):
    with client.session_transaction() as cookies:
        cookies["_user_id"], cookies["_fresh"] = person.fs_uniquifier, True
    return client


def ask(client, at: str, method: str = "GET", **given):
    """Return an answer that is read to its end, so that no file stays open."""
    answer = client.open(at, method=method, **given)
    body = answer.get_data()
    answer.close()
    assert not SHOWN.search(plain_text(body)), f"{at} shows a birth date"
    return answer


def plain_text(body: bytes) -> str:
    """Return the words of an answer; of a workbook those of its sheets."""
    if not body.startswith(b"PK"):
        return body.decode("utf-8", "replace")
    with ZipFile(BytesIO(body)) as book:
        return " ".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())


@pytest.fixture
def sides(people) -> tuple[Side, Side]:
    return make_sides(occasion())


@pytest.fixture
def packed(app, sides) -> tuple[Side, Side]:
    """Return both sides, the meeting of each with a pack."""
    folder: Path = app.extensions["daybook"]["settings"].uploads
    for each in sides:
        pack = prepare_pack(meeting_page(each.meeting, occasion()), True, folder, occasion())
        session().commit()
        with transaction():
            record_pack(pack, occasion())
    return sides


def is_narrower(page: Page, role: str) -> bool:
    """Return whether the record lets in fewer than the route: its own people, or an act's roles."""
    if page.endpoint == "applications.act":
        return role not in PERMISSIONS["applications.work"]
    if page.endpoint in ("meetings.set_action_state", "meetings.extend"):  # its owner's, too
        return role not in PERMISSIONS["meetings.manage"]
    return page.scope == "own" and "<" in page.paths[0]


@pytest.mark.parametrize("role", sorted(set(ROLES) - {"partner"}))
def test_a_role_opens_what_the_list_says_and_nothing_else(client, sides, role):
    person = make_person("Robin Rivers", occasion(), role)
    session().commit()
    signed_in(client, person)
    for page in GUARDED:
        at = address(page, sides[0])
        if role in GROUPS[page.roles]:
            if page.endpoint == SHOWS_IT:
                assert role in HOLDERS
            elif not is_narrower(page, role):
                query = "" if role in READ_IN_FULL else "?as_of=x"
                answer = ask(client, f"{at}{query}", methods(page)[0], headers=JSON)
                assert answer.status_code not in (401, 403), page.endpoint
        else:
            for method in methods(page):
                answer = ask(client, at, method, headers=JSON)
                assert answer.status_code == 403, (page.endpoint, method)


def test_a_partner_opens_what_is_for_partners_and_nothing_else(client, packed):
    signed_in(client, packed[0].person)
    for page in GUARDED:
        for method in methods(page):
            answer = ask(client, address(page, packed[0]), method, headers=JSON)
            closed = {401, 403, 404} if page.scope == "shared" else {401, 403}
            is_open = answer.status_code not in closed
            assert is_open == ("partner" in GROUPS[page.roles]), (page.endpoint, method)


@pytest.mark.parametrize(("mine", "other"), [(0, 1), (1, 0)])
def test_another_organizations_record_is_one_that_does_not_exist(client, packed, mine, other):
    signed_in(client, packed[mine].person)
    theirs = packed[other]
    nobodys = replace(theirs, meeting="2031-01-02", action="ACT-9001", series=9001)
    for page in SHARED:
        if "<" not in page.paths[0]:
            continue
        for method in methods(page):
            guessed = ask(client, address(page, theirs), method)
            missing = ask(client, address(page, nobodys), method)
            assert (guessed.status_code, missing.status_code) == (404, 404), page.endpoint
            assert told(guessed, theirs) == told(missing, nobodys), page.endpoint


def told(answer, side: Side) -> str:
    """Return an error page without the reference, the token, the request and the time left."""
    text = answer.text.replace(side.meeting, "REF").replace(side.action, "REF")
    own = r'name="csrf_token" value="[^"]*"|Request [0-9a-f]{32}|data-(whole|idle)="\d+"'
    return re.sub(own, "", text)


@pytest.mark.parametrize(("mine", "other"), [(0, 1), (1, 0)])
def test_no_page_of_a_partner_names_anything_of_another(client, packed, mine, other):
    signed_in(client, packed[mine].person)
    theirs = packed[other]
    words = {NAMES[theirs.key], f"Meeting of {theirs.key}", f"Send the {theirs.key} file",
             theirs.application, theirs.person.name, theirs.person.email}  # fmt: skip
    for page in GUARDED:
        if "partner" not in GROUPS[page.roles] or "GET" not in methods(page):
            continue
        text = ask(client, address(page, packed[mine])).get_data().decode("utf-8", "replace")
        assert not [each for each in words if each in text], page.endpoint


def test_a_birth_date_is_shown_by_its_own_act_alone_and_the_look_is_recorded(client, sides):
    """Every other answer of this module is searched for it by `ask`."""
    person = make_person("Robin Rivers", occasion(), "credentialing")
    session().commit()
    signed_in(client, person)
    path = f"/applications/{sides[0].application}"
    assert "17 Mar 1979" in client.post(f"{path}/birth-date").text
    look = session().scalars(select(AccessLook)).one()
    assert (look.person_id, look.data_class) == (person.id, "birth_date")
    found = client.get("/applications?q=1979-03-17&view=any").text
    assert sides[0].application not in found
    for asked in (".csv?view=any", ".xlsx?view=any"):
        ask(client, f"/applications{asked}")
    told = select(Message.subject, Message.body_text, Message.body_html)
    assert not SHOWN.search(str(session().execute(told).all()))


def test_an_owner_acts_on_nothing_that_is_somebody_elses(client, sides):
    person = make_person("Robin Rivers", occasion(), "owner")
    session().commit()
    signed_in(client, person)
    for page in (each for each in GUARDED if each.endpoint.startswith("duties.")):
        if page.scope == "own" and "<ref>" in page.paths[0]:
            for method in methods(page):
                answer = ask(client, address(page, sides[0]), method)
                assert answer.status_code in (403, 404), (page.endpoint, method)
    path = f"/meetings/actions/{sides[0].action}"
    form = {"state": "done", "extend-due_on": "2026-12-31", "extend-why": "Longer.", "why": "x"}
    for act in ("state", "extend"):
        assert client.post(f"{path}/{act}", data=form).status_code == 403
    assert "Open" in client.get(path).text
    assert "Due day moved" not in client.get(path).text
