"""Pages in the log: acts by their endpoint, sign-ins, refusals, exports; looking leaves nothing."""

from sqlalchemy import select

from compliance.audit.models import AccessLook, AuditEntry
from compliance.audit.queries import ORDER, EntryFilter, entries_in, entries_select
from compliance.audit.services import looked_at
from compliance.db import session
from compliance.ledger.services import Subject
from tests.conftest import occasion, sign_in
from tests.makers.people import make_person


def kinds() -> list[tuple[str, str, int | None]]:
    rows = session().scalars(select(AuditEntry).order_by(AuditEntry.seq))
    return [(row.kind, row.act, row.person_id) for row in rows]


def test_signing_in_and_out_are_entries(client, people):
    sign_in(client, people.olivia)
    client.post("/logout")
    who = people.olivia.id
    assert kinds() == [("account", "signed in", who), ("account", "signed out", who)]


def test_a_wrong_password_is_a_refusal_without_the_address(client, people):
    client.post("/login", data={"email": people.olivia.email, "password": "not this one"})
    (found,) = session().scalars(select(AuditEntry))
    assert (found.kind, found.act, found.person_id) == ("refusal", "security.login", None)
    assert people.olivia.email not in found.content


def test_the_try_that_shuts_the_door_is_told_once(client, people):
    for _ in range(7):
        client.post("/login", data={"email": people.olivia.email, "password": "not this one"})
    tries = [("refusal", "security.login", None)] * 5
    assert kinds() == [*tries, ("refusal", "shut out for a while", None)]


def test_wrong_tries_forgotten_are_no_refusal(client, people):
    client.post("/login", data={"email": people.olivia.email, "password": "not this one"})
    sign_in(client, people.olivia)
    assert [kind for kind, _, _ in kinds()] == ["refusal", "account"]


def test_a_page_refused_is_an_entry_under_the_person(client, people):
    sign_in(client, people.nora)
    assert client.get("/settings/people").status_code == 403
    assert kinds()[-1] == ("refusal", "people.people_list", people.nora.id)


def test_an_export_is_an_entry_and_a_page_is_none(client, people):
    sign_in(client, people.olivia)
    before = len(kinds())
    assert client.get("/applications").status_code == 200
    assert len(kinds()) == before
    assert client.get("/applications.csv").status_code == 200
    assert kinds()[before:] == [("export", "applications.as_csv", people.olivia.id)]


def test_a_probe_of_a_machine_is_no_export(client, people):
    assert client.get("/healthz").status_code == 200
    assert kinds() == []


def test_entries_are_found_by_person_kind_and_record(client, people):
    sign_in(client, people.olivia)
    client.get("/applications.csv")
    asked = EntryFilter(
        people.olivia.id, frozenset({"account"}), Subject("people", people.olivia.id)
    )
    found = entries_in(entries_select(asked, occasion()).order_by(*ORDER))
    assert [each.act for each in found] == ["signed in"]
    assert entries_in(entries_select(EntryFilter(person_id=0), occasion())) == []


def test_a_look_is_written_when_the_context_ends(app, people):
    who = people.olivia.id
    session().commit()
    with app.app_context():
        looked_at(who, "birth date", "application", 7, "asked by the board")
    (look,) = session().scalars(select(AccessLook))
    assert (look.person_id, look.data_class, look.subject_id) == (who, "birth date", 7)
    assert kinds() == []


def test_a_partners_guess_is_a_refusal_and_a_slip_of_staff_is_none(client, people):
    hal = make_person("Hal Pruitt", occasion(), "partner")
    sign_in(client, people.olivia)
    before = len(kinds())
    assert client.get("/meetings/2031-01-02").status_code == 404
    assert len(kinds()) == before
    client.post("/logout")
    sign_in(client, hal)
    assert client.get("/meetings/2031-01-02").status_code == 404
    assert kinds()[-1] == ("refusal", "meetings.show", hal.id)
