"""Who was shown identifying data: one look a page of a record or a list, or nothing is shown."""

from collections.abc import Iterator
from io import BytesIO
from types import SimpleNamespace

import pytest
from click.testing import CliRunner
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from compliance.accounts.rules import NewToken
from compliance.accounts.tokens import make_token
from compliance.audit.models import AccessLook
from compliance.audit.services import identifies, looked_at, shown_to, write_pending
from compliance.audit.services.looks import IDENTITY
from compliance.credentialing.cli import applications
from compliance.db import session, transaction
from compliance.occasions import Actor
from tests.conftest import TODAY, occasion, sign_in
from tests.makers.applications import make_application

NAME = "Rosalind"
DOOR = SimpleNamespace(occasion=occasion, emit=lambda document, lines: None)


@pytest.fixture
def number(people) -> int:
    made = make_application(occasion(), first_name=NAME, received_on=TODAY)
    session().commit()
    return made


@pytest.fixture
def olivia(client, people, number):
    return sign_in(client, people.olivia)


@pytest.fixture
def unwritable(number) -> Iterator[None]:
    """Take away the table of looks for one test."""
    _rename("access_log", "gone")
    yield
    session().rollback()
    _rename("gone", "access_log")


def _rename(name: str, to: str) -> None:
    session().execute(text(f"ALTER TABLE {name} RENAME TO {to}"))
    session().commit()


def seen() -> list[tuple[int | None, str, str, int | None]]:
    rows = session().scalars(select(AccessLook).order_by(AccessLook.id))
    return [(row.person_id, row.act, row.subject_kind, row.subject_id) for row in rows]


@pytest.mark.parametrize("query", ["", "?as_of=2026-11-24", "?known_on=2026-11-24"])
def test_a_page_of_a_record_is_one_look_at_it(olivia, people, number, query):
    assert NAME in olivia.get(f"/applications/{1000 + number}{query}").text
    assert seen() == [(people.olivia.id, "applications.show", "application", number)]


@pytest.mark.parametrize(
    ("address", "act"),
    [
        ("/applications", "applications.index"),
        ("/applications.csv", "applications.as_csv"),
        ("/applications.xlsx", "applications.as_xlsx"),
        ("/?whose=team", "today.index"),
    ],
)
def test_a_list_and_its_files_are_one_look_without_a_number(olivia, people, address, act):
    assert olivia.get(address).status_code == 200
    assert seen() == [(people.olivia.id, act, "application", None)]


def test_the_preview_of_a_file_shows_who_is_in_it(olivia, people):
    body = f"application_ref,last_name,received_on\nX-1,{NAME},2026-11-20\n".encode()
    file = (BytesIO(body), "november.csv")
    at = olivia.post("/applications/import", data={"file": file}).headers["Location"]
    assert seen() == []
    assert NAME in olivia.get(at).text
    assert seen() == [(people.olivia.id, "imports.show", "application", None)]


def test_a_form_answered_with_names_is_a_look(olivia, people, number):
    answer = olivia.post("/applications/notices/bulk", data={"ids": number})
    assert NAME in answer.text
    assert seen() == [(people.olivia.id, "notices.bulk_notice", "application", None)]


def test_a_part_of_a_page_is_a_look(olivia, number):
    olivia.get(f"/applications/{1000 + number}/acts/note", headers={"HX-Request": "true"})
    assert [each[1:] for each in seen()] == [("applications.act", "application", number)]


def test_a_script_with_a_token_looks_in_the_name_of_its_owner(client, people, number):
    on = occasion(actor=Actor(people.theo.id, "Theo", frozenset({"credentialing"})))
    scope = frozenset({"applications.view"})
    with transaction():
        token = make_token(NewToken("Board figures", scope, TODAY), scope, on)
    shown = {"Authorization": f"Bearer {token}"}
    assert client.get("/applications.csv", headers=shown).status_code == 200
    assert [each[0] for each in seen()] == [people.theo.id]


@pytest.mark.parametrize("address", ["/applications?q=zzz", "/applications.csv?q=zzz", "/account"])
def test_where_nobody_is_named_there_is_no_look(olivia, address):
    assert olivia.get(address).status_code == 200
    assert seen() == []


def test_what_is_refused_led_on_or_without_a_body_is_no_look(client, olivia, people, number):
    ref = 1000 + number
    assert olivia.head(f"/applications/{ref}").status_code == 200
    assert olivia.get(f"/applications/{ref}?as_of=2025-01-01").status_code == 404
    assert olivia.get(f"/applications?view=any&q={ref}").status_code == 303
    olivia.post("/logout")
    refused = sign_in(client, people.nora).post(f"/applications/{ref}/birth-date")
    assert refused.status_code == 403
    assert seen() == []


def test_restricted_data_of_a_record_stand_for_the_look_at_it(olivia, number):
    assert olivia.post(f"/applications/{1000 + number}/birth-date").status_code == 200
    looks = session().scalars(select(AccessLook)).all()
    assert [each.data_class for each in looks] == ["birth_date"]


def test_what_cannot_be_written_down_is_not_shown(app, olivia, number, unwritable):
    app.config["PROPAGATE_EXCEPTIONS"] = False
    try:
        answer = olivia.get(f"/applications/{1000 + number}")
    finally:
        app.config["PROPAGATE_EXCEPTIONS"] = None
    assert answer.status_code == 500
    assert NAME not in answer.text
    assert olivia.get("/account").status_code == 200


def test_a_page_may_note_its_own_look_by_the_number_of_a_link(database):
    identifies("application", "number")(lambda: SimpleNamespace(number=3))()
    looked_at(None, IDENTITY, "application", 3, "link 12")
    shown_to(None)
    write_pending()
    (look,) = session().scalars(select(AccessLook))
    assert (look.person_id, look.reason) == (None, "link 12")


def test_only_rows_about_applicants_and_providers_count(database):
    rows = identifies()(lambda *kinds: [SimpleNamespace(subject_kind=each) for each in kinds])
    rows("duty", "meeting")
    shown_to(1)
    rows("duty", "application", "provider")
    rows("application")
    shown_to(1)
    write_pending()
    assert [each[2:] for each in seen()] == [("", None)]


@pytest.mark.parametrize("words", [["list"], ["list", "--csv"], ["show", "1001"]])
def test_a_command_that_prints_names_is_a_look_of_nobody(number, words):
    ran = CliRunner().invoke(applications, words, obj=DOOR, catch_exceptions=False)
    assert ran.exit_code == 0
    shown = number if words[0] == "show" else None
    assert seen() == [(None, f"command {words[0]}", "application", shown)]


def test_a_command_prints_nothing_where_its_look_cannot_be_written(number, unwritable):
    ran = CliRunner().invoke(applications, ["list", "--csv"], obj=DOOR)
    assert isinstance(ran.exception, DBAPIError)
    assert NAME not in ran.output
