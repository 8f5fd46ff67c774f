"""Pages in the log: acts by their endpoint, sign-ins, refusals, exports; looking leaves nothing."""

import json
from hashlib import sha256

from flask import send_file
from flask_login import login_user
from sqlalchemy import select

from compliance.accounts.invitations import send_reset
from compliance.accounts.models import Person
from compliance.accounts.rules import NewToken
from compliance.accounts.services import NewPerson, invite_person, set_roles
from compliance.accounts.tokens import make_token
from compliance.audit.models import AccessLook, AuditEntry
from compliance.audit.queries import ORDER, EntryFilter, entries_in, entries_select
from compliance.audit.services import looked_at
from compliance.db import session, transaction
from compliance.ledger.services import Subject
from compliance.occasions import Actor
from tests.conftest import TODAY, occasion, sign_in
from tests.makers.people import PASSWORD, make_person


def kinds() -> list[tuple[str, str, int | None]]:
    rows = session().scalars(select(AuditEntry).order_by(AuditEntry.seq))
    return [(row.kind, row.act, row.person_id) for row in rows]


def test_signing_in_and_out_are_entries(client, people):
    sign_in(client, people.olivia)
    client.post("/logout")
    who = people.olivia.id
    assert kinds() == [("account", "signed in", who), ("account", "signed out", who)]


def test_a_wrong_password_is_a_refusal_that_names_the_account_and_no_address(client, people):
    client.post("/login", data={"email": people.olivia.email, "password": "not this one"})
    client.post("/login", data={"email": "who@example.org", "password": "not this one"})
    known, unknown = session().scalars(select(AuditEntry))
    assert (known.kind, known.act, known.person_id) == ("refusal", "security.login", None)
    assert (known.subject_kind, known.subject_id) == ("people", people.olivia.id)
    assert (unknown.subject_kind, unknown.subject_id) == ("", None)
    assert people.olivia.email not in known.content


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


def told() -> dict:
    """Return what the last entry says."""
    query = select(AuditEntry.content).order_by(AuditEntry.seq.desc()).limit(1)
    return json.loads(session().scalar(query) or "{}")


def test_a_changed_password_is_no_sign_in(client, people):
    sign_in(client, people.olivia)
    form = {"password": PASSWORD, "new_password": "a new long password",
            "new_password_confirm": "a new long password"}  # fmt: skip
    assert client.post("/account/password", data=form).status_code == 302
    assert [kind for kind, _, _ in kinds()] == ["account", "act"]
    assert client.get("/account").status_code == 200


def test_an_export_says_what_was_asked_and_sent_and_no_name(client, people):
    sign_in(client, people.olivia)
    sent = client.get("/applications.xlsx?q=Rosalind&model=pcbh&as_of=2026-11-20&due_within=7")
    assert sent.status_code == 200
    about = told()["about"]
    said = {"as_of": ["2026-11-20"], "due_within": ["7"], "model": ["pcbh"], "q": ["…"]}
    assert about["asked"] == said
    assert about["sent"] == {"bytes": len(sent.data), "sha256": sha256(sent.data).hexdigest()}


def test_a_part_of_a_file_is_an_export_and_its_head_is_none(app, client, people):
    place = app.extensions["daybook"]["settings"].instance / "figures.pdf"
    place.write_bytes(b"%PDF-1.7 figures")
    with app.test_request_context("/account", headers={"Range": "bytes=0-3"}):
        login_user(people.olivia)
        before = len(kinds())
        app.process_response(send_file(place, "application/pdf", conditional=True)).close()
        assert kinds()[before][0] == "account"
    assert told()["about"]["sent"] == {"part": "bytes 0-3/16"}
    sign_in(client, people.olivia)
    before = len(kinds())
    assert client.head("/applications.csv").status_code == 200
    assert len(kinds()) == before


def test_a_link_made_again_and_a_link_asked_for_are_acts(app, client, people):
    admin = make_person("Ada Abbott", occasion(), "admin").id
    session().commit()
    sign_in(client, session().get(Person, admin))
    client.post(f"/settings/people/{people.theo.id}/invite")
    last = session().scalars(select(AuditEntry).order_by(AuditEntry.seq.desc())).first()
    assert (last.person_id, last.act) == (admin, "people.invite_again")
    assert (last.subject_kind, last.subject_id) == ("people", people.theo.id)
    assert told()["link"]["how"] == "sent"
    with transaction():
        send_reset(people.nora.email, app.extensions["daybook"]["settings"], occasion())
    assert told()["link"]["how"] == "asked for"
    before = len(kinds())
    with transaction():
        send_reset("who@example.org", app.extensions["daybook"]["settings"], occasion())
    assert len(kinds()) == before


def test_roles_are_told_from_and_to_and_whose_they_are(people):
    with transaction():
        person = invite_person(
            NewPerson("i@example.org", "Ines", frozenset({"auditor"})), occasion()
        )
    with transaction():
        set_roles(person.id, frozenset({"owner", "meetings"}), occasion())
    assert told()["roles"] == {str(person.id): {"from": ["auditor"], "to": ["meetings", "owner"]}}
    entries = session().scalars(select(AuditEntry))
    assert {(each.subject_kind, each.subject_id) for each in entries} == {("people", person.id)}


def test_a_token_is_named_where_it_reads_and_where_it_is_refused(client, people):
    with transaction():
        on = occasion(actor=Actor(people.theo.id, "Theo Tran", frozenset({"credentialing"})))
        scope = frozenset({"applications.view"})
        text = make_token(NewToken("Board", scope, TODAY), scope, on)
    shown = {"Authorization": f"Bearer {text}"}
    for path, kind in (("/applications.csv", "export"), ("/account", "refusal")):
        client.get(path, headers=shown)
        assert kinds()[-1][::2] == (kind, people.theo.id)
        assert told()["about"]["token"] == {"id": 1}
