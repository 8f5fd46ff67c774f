import io
import re
from hashlib import sha256

import pytest
from sqlalchemy import func, select

from compliance.audit.models import AccessLook
from compliance.credentialing.models import ApplicationRef
from compliance.db import session
from compliance.doors import door_of
from compliance.intake.models import ApplicationImport
from compliance.intake.services import queued, uploads
from compliance.work.jobs import run_waiting
from tests.conftest import occasion, sign_in
from tests.makers.files import csv_of, make_row
from tests.makers.people import make_person

HOME = "/applications/import"
KEY = re.compile(r'name="post_key" value="([^"]+)"')


@pytest.fixture
def theo(client, people):
    return sign_in(client, people.theo)


def load(client, content: bytes, name: str = "november.csv"):
    key = KEY.search(client.get(HOME).text)[1]
    data = {"file": (io.BytesIO(content), name), "post_key": key}
    answered = client.post(HOME, data=data)
    assert answered.status_code == 303, answered.text
    return answered.headers["Location"]


def confirm(client, location: str, rows: str = "all", key: str = ""):
    key = key or KEY.search(client.get(location).text)[1]
    return client.post(f"{location}/confirm", data={"rows": rows, "post_key": key})


def how_many() -> int:
    return session().scalar(select(func.count()).select_from(ApplicationRef))


def test_file_is_loaded_previewed_and_brought_in(theo):
    location = load(theo, csv_of([make_row(1), make_row(2, npi="1234567890")]))
    preview = theo.get(location).text
    assert "Bring in 2 rows" in preview
    assert "1234567890 is not a valid NPI" in preview
    assert how_many() == 0
    assert confirm(theo, location).status_code == 303
    assert how_many() == 2
    assert "Brought in" in theo.get(location).text


def test_double_clicked_confirm_brings_in_once(theo):
    location = load(theo, csv_of([make_row(1)]))
    key = KEY.search(theo.get(location).text)[1]
    answers = [confirm(theo, location, key=key) for _ in range(2)]
    assert {each.headers["Location"] for each in answers} == {location}
    assert how_many() == 1


def test_second_person_confirming_the_same_file_is_told(theo):
    location = load(theo, csv_of([make_row(1)]))
    first, second = (KEY.search(theo.get(location).text)[1] for _ in range(2))
    confirm(theo, location, key=first)
    answered = confirm(theo, location, key=second)
    assert answered.status_code == 409
    assert "already" in answered.text


def test_refusals_stop_the_file_unless_the_good_rows_are_asked_for(theo):
    location = load(theo, csv_of([make_row(1), make_row(2, received_on="2026-02-30")]))
    preview = theo.get(location).text
    assert "Bring in the 1 good row" in preview
    assert confirm(theo, location, "all").status_code == 409
    assert how_many() == 0
    assert confirm(theo, location, "good").status_code == 303
    assert how_many() == 1
    refused = theo.get(f"{location}/refused.csv").text
    assert "2026-02-30 is not a date" in refused


def test_refused_rows_hold_birth_dates_for_who_may_see_them_and_leave_a_look(theo, people):
    born = {"birth_date": "1979-03-17"}
    location = load(theo, csv_of([make_row(1, **born), make_row(2, received_on="x", **born)]))
    confirm(theo, location, "good")
    assert "1979-03-17" in theo.get(f"{location}/refused.csv").text
    assert looks_at("birth_date") == [people.theo.id]
    elise = make_person("Elise Marchetti", occasion(), "compliance")
    theo.post("/logout")
    sign_in(theo, elise)
    refused = theo.get(f"{location}/refused.csv").text
    assert "received_on" in refused
    assert "1979-03-17" not in refused
    assert looks_at("birth_date") == [people.theo.id]


def looks_at(data_class: str) -> list[int | None]:
    seen = select(AccessLook.person_id).where(AccessLook.data_class == data_class)
    return list(session().scalars(seen))


def test_columns_are_matched_on_the_page(theo):
    content = b"Surname,Arrived,Notes\nRuiz,2026-11-02,call first\n"
    location = load(theo, content)
    page = theo.get(location).text
    assert "no column for last_name and received_on. Found: Surname, Arrived, Notes." in page
    assert "call first" in page
    posted = {"column-0": "last_name", "column-1": "received_on", "column-2": "+"}
    assert theo.post(f"{location}/columns", data=posted).status_code == 303
    confirm(theo, location)
    (kept,) = session().scalars(select(ApplicationRef.imported))
    assert kept["extra:Notes"] == "call first"


def test_two_columns_for_one_of_ours_are_refused_and_change_nothing(theo):
    location = load(theo, csv_of([make_row(1, notes="x")]))
    header = session().scalars(select(ApplicationImport.header)).one()
    posted = {f"column-{header.index('notes')}": "npi"}
    theo.post(f"{location}/columns", data=posted)
    page = theo.get(location).text
    assert "stands twice in the header" in page
    assert "Bring in 1 row" in page


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.csv", b"", "is empty"),
        ("a.csv", b"PK\x03\x04rest", "zip archive"),
        ("a.csv", b"npi,npi\n1,2\n", "stands twice"),
        ("a.docx", b"hello", "neither csv nor xlsx"),
        ("a.csv", b"last_name,received_on\nRu\0iz,2026-11-02\n", "NUL"),
    ],
)
def test_file_that_cannot_be_read_says_why(theo, name, content, says):
    assert says in theo.get(load(theo, content, name)).text


def test_upload_without_a_file_is_a_form_error(theo):
    key = KEY.search(theo.get(HOME).text)[1]
    assert "Choose a file." in theo.post(HOME, data={"post_key": key}).text


def test_preview_shows_no_birth_date_and_nothing_like_an_ssn(theo):
    row = make_row(1, birth_date="1980-02-29", notes="123-45-6789")
    page = theo.get(load(theo, csv_of([row]))).text
    assert "1980" not in page
    assert "6789" not in page


def test_discarded_file_is_gone(theo, app):
    content = csv_of([make_row(77, first_name="Gone")])
    location = load(theo, content)
    theo.post(f"{location}/discard")
    assert "was discarded" in theo.get(location).text
    folder = uploads.folder_in(app.extensions["daybook"]["settings"].uploads)
    assert not list(folder.rglob(sha256(content).hexdigest()))
    assert confirm(theo, location, key="x" * 20).status_code == 409


def test_long_file_is_read_and_brought_in_as_queued_work(theo, app, monkeypatch):
    monkeypatch.setattr(uploads, "INLINE_ROWS", 2)
    location = load(theo, csv_of([make_row(each) for each in range(1, 5)]))
    assert "being checked" in theo.get(location).text
    door = door_of(app)
    assert run_waiting(door) == {"done": 1}
    assert "Bring in 4 rows" in theo.get(location).text
    confirm(theo, location)
    assert how_many() == 0
    assert "being prepared" in theo.get(location).text
    part = theo.get(location, headers={"HX-Request": "true"})
    assert "<main" not in part.text
    assert run_waiting(door) == {"done": 1}
    assert how_many() == 4
    gone_on = theo.get(location, headers={"HX-Request": "true"})
    assert gone_on.headers["HX-Redirect"] == location


def test_handlers_are_named_where_the_worker_looks(app):
    names = door_of(app).handlers
    assert {queued.CHECK, queued.BRING_IN} <= set(names)


def test_stranger_may_not(client, people):
    sign_in(client, people.nora)
    assert client.get(HOME).status_code == 403


def test_template_and_latest_files_are_there(theo):
    load(theo, csv_of([make_row(1)]))
    assert "november.csv" in theo.get(HOME).text
    assert theo.get(f"{HOME}/template.csv").text.startswith("application_ref,npi")


def test_names_that_look_like_formulas_or_markup_are_shown_as_text(theo):
    row = make_row(1, last_name='=HYPERLINK("http://x")', first_name="<b>Ana</b>", npi="<i>")
    page = theo.get(load(theo, csv_of([row]))).text
    assert "<b>Ana</b>" not in page
    assert "<i>" not in page
