"""Every act on an application in the browser: done, refused, doubled, on a stale page."""

import io
from datetime import date

import pytest

from compliance.credentialing.services import completeness
from compliance.credentialing.services.loading import load
from compliance.credentialing.services.upkeep import note
from compliance.credentialing.views.specs import SPECS
from compliance.db import session
from tests.conftest import TODAY
from tests.credentialing.desk import (
    ACTS,
    NAMES,
    WHY,
    address,
    approved,
    complete,
    filled,
    incomplete,
    kinds,
    on,
    received,
    ref_of,
    withdrawn,
)
from tests.web.page_client import PageClient


def test_every_act_is_here():
    assert set(ACTS) | {"owner", "document"} == set(SPECS)


@pytest.mark.parametrize("name", NAMES)
def test_an_act_is_recorded_and_said(olivia_pages: PageClient, name):
    make, typed, kind, _ = ACTS[name]
    number = make()
    form = filled(olivia_pages, number, name, **typed)
    page = olivia_pages.follow(olivia_pages.post(address(number, name), form, 303))
    assert f"{SPECS[name].title}: recorded for {ref_of(number)}." in page.text
    assert kinds(number)[-1] == kind


@pytest.mark.parametrize("name", NAMES)
def test_a_refusal_keeps_what_was_typed_and_records_nothing(olivia_pages: PageClient, name):
    make, typed, _, wrong = ACTS[name]
    number = make()
    before = kinds(number)
    form = filled(olivia_pages, number, name, **{**typed, **wrong})
    page = olivia_pages.post(address(number, name), form, 200)
    assert "There is a problem" in page.text
    again = page.fields(address(number, name))
    kept = {key: value for key, value in {**typed, **wrong}.items() if isinstance(value, str)}
    assert {key: again[key] for key in kept} == kept
    assert kinds(number) == before


@pytest.mark.parametrize("name", NAMES)
def test_a_button_pressed_twice_acts_once(olivia_pages: PageClient, name):
    make, typed, kind, _ = ACTS[name]
    number = make()
    form = filled(olivia_pages, number, name, **typed)
    first = olivia_pages.post(address(number, name), form, 303)
    second = olivia_pages.post(address(number, name), form, 303)
    assert first.response.location == second.response.location
    assert kinds(number).count(kind) == 1


@pytest.mark.parametrize("name", NAMES)
def test_a_stale_page_shows_what_is_new_and_keeps_what_was_typed(olivia_pages, name):
    make, typed, kind, _ = ACTS[name]
    number = make()
    form = filled(olivia_pages, number, name, **typed)
    note(load(number, on()), "Somebody else was here.", on())
    session().commit()
    before = kinds(number)
    page = olivia_pages.post(address(number, name), form, 200)
    assert "This record was changed after you opened it" in page.text
    assert "Somebody else was here." in page.text
    assert kinds(number) == before
    again = {**page.fields(address(number, name)), **typed}
    olivia_pages.post(address(number, name), again, 303)
    assert kinds(number)[-1] == kind


WORK = sorted(set(SPECS) - {"gap", "reopening"})


@pytest.mark.parametrize("name", sorted(SPECS))
def test_a_reader_of_another_department_does_no_act(nora_pages: PageClient, name):
    number = complete()
    before = kinds(number)
    nora_pages.get(address(number, name), 403)
    nora_pages.post(address(number, name), {}, 403)
    assert kinds(number) == before


@pytest.mark.parametrize("name", ["gap", "reopening"])
def test_only_a_supervisor_reopens(theo_pages: PageClient, name):
    number = complete()
    theo_pages.get(address(number, name), 403)
    theo_pages.post(address(number, name), {"why": WHY}, 403)
    assert "reopened" not in kinds(number)


@pytest.mark.parametrize("name", WORK)
def test_a_worker_opens_the_page_of_an_act(theo_pages: PageClient, name):
    number = complete()
    page = theo_pages.get(address(number, name))
    assert page.heading.startswith(SPECS[name].title)


@pytest.mark.parametrize("name", sorted(SPECS))
def test_a_stranger_is_sent_to_sign_in(stranger_pages: PageClient, with_rules, name):
    answer = stranger_pages.post(address(complete(), name), {})
    assert "/login" in answer.response.location


@pytest.mark.parametrize(
    ("make", "offered", "refused"),
    [
        (received, {"ending", "complete"}, {"reopening", "gap", "decision", "deferral"}),
        (complete, {"decision", "committee", "gap"}, {"reopening", "activation"}),
        (approved, {"reopening"}, {"complete", "committee", "deferral", "decision", "ending"}),
        (withdrawn, {"reopening"}, {"activation", "arrival", "check", "merger"}),
    ],
)
def test_only_what_can_be_done_now_is_offered(olivia_pages, make, offered, refused):
    number = make()
    links = olivia_pages.get(f"/applications/{ref_of(number)}").links().values()
    for name in offered | refused:
        assert (address(number, name) in links) == (name in offered), name
        page = olivia_pages.get(address(number, name))
        assert ("Back to" in page.text) == (name in refused), name


@pytest.mark.parametrize(
    ("make", "name", "typed", "said"),
    [
        (complete, "committee", {"day": "2026-01-01"}, "1 Jan 2026 is before the application was"),
        (complete, "decision", {"day": "2026-12-09"}, "9 Dec 2026 is after today, 24 Nov 2026."),
        (
            received,
            "contact",
            {"text": "Called.", "follow_up_on": "2020-01-01"},
            "1 Jan 2020 is before the contact itself",
        ),
    ],
)
def test_a_day_that_cannot_be_is_refused(olivia_pages, make, name, typed, said):
    number = make()
    before = kinds(number)
    page = olivia_pages.post(
        address(number, name), filled(olivia_pages, number, name, **typed), 200
    )
    assert said in page.text
    assert kinds(number) == before


def test_no_such_act_and_no_such_application(theo_pages: PageClient):
    assert "nonsense" in theo_pages.get(address(received(), "nonsense"), 404).text
    for path in ("/applications/APP-4711/acts/note", "/applications/APP-4711"):
        assert "APP-4711" in theo_pages.get(path, 404).text


def test_assigning_records_the_owner(theo_pages: PageClient, people):
    number = received()
    path = address(number, "owner")
    form = filled(theo_pages, number, "owner")
    assert form["owner"] == str(people.theo.id)
    page = theo_pages.follow(theo_pages.post(path, {**form, "owner": people.olivia.id}, 303))
    assert "Owner Olivia Ortega." in page.text


def test_a_person_who_cannot_own_is_refused(theo_pages: PageClient, people):
    number = received()
    form = filled(theo_pages, number, "owner", owner=people.nora.id)
    assert "There is a problem" in theo_pages.post(address(number, "owner"), form, 200).text


def test_a_document_answers_an_item_and_is_opened_in_the_page(olivia_pages: PageClient):
    number = incomplete()
    path = address(number, "document")
    form = filled(olivia_pages, number, "document", item="release")
    form["file"] = (io.BytesIO(b"signed"), "release.txt", "text/plain")
    page = olivia_pages.follow(olivia_pages.post(path, form, 303))
    assert kinds(number)[-2:] == ["document_attached", "item_arrived"]
    view = page.links()["release.txt"]
    assert view.endswith("/view")
    assert "release.txt" in olivia_pages.get(view).heading
    link = view.removesuffix("/view")
    answer = olivia_pages.get(link).response
    assert (answer.data, answer.mimetype) == (b"signed", "text/plain")
    assert "attachment" not in answer.headers.get("Content-Disposition", "")
    answer.close()
    olivia_pages.get(link.replace("documents/", "documents/9"), 404)


def test_a_page_as_a_document_is_only_downloaded(olivia_pages: PageClient):
    number = received()
    form = filled(olivia_pages, number, "document")
    form["file"] = (io.BytesIO(b"<script>alert(1)</script>"), "x.html", "text/html")
    page = olivia_pages.follow(olivia_pages.post(address(number, "document"), form, 303))
    link = page.links()["x.html"].removesuffix("/view")
    answer = olivia_pages.get(link).response
    assert answer.mimetype == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    answer.close()


def test_a_page_named_as_a_pdf_is_refused_and_a_pdf_is_shown(olivia_pages: PageClient):
    number = received()
    path = address(number, "document")
    form = filled(olivia_pages, number, "document")
    form["file"] = (io.BytesIO(b"<script>alert(1)</script>"), "license.pdf", "application/pdf")
    assert "license.pdf is named as a PDF" in olivia_pages.post(path, form, 200).text
    assert kinds(number) == ["received"]
    form["file"] = (io.BytesIO(b"%PDF-1.7"), "license.pdf", "text/html")
    page = olivia_pages.follow(olivia_pages.post(path, form, 303))
    answer = olivia_pages.get(page.links()["license.pdf"].removesuffix("/view")).response
    assert (answer.mimetype, answer.headers["X-Content-Type-Options"]) == (
        "application/pdf",
        "nosniff",
    )
    answer.close()


@pytest.mark.parametrize(
    "file", [(io.BytesIO(b""), "empty.txt"), (io.BytesIO(b""), "")], ids=["empty", "none"]
)
def test_no_file_and_an_empty_file_are_refused(olivia_pages: PageClient, file):
    number = received()
    form = {**filled(olivia_pages, number, "document"), "file": file}
    assert "There is a problem" in olivia_pages.post(address(number, "document"), form, 200).text
    assert kinds(number) == ["received"]


def test_a_late_decision_asks_for_its_reason_at_its_field(olivia_pages: PageClient):
    number = received(received_on=date(2026, 9, 1))
    completeness.find_complete(load(number, on()), TODAY, on())
    session().commit()
    form = filled(olivia_pages, number, "decision", decision="denied")
    page = olivia_pages.post(address(number, "decision"), form, 200)
    assert "Say why the decision is late." in page.text
    again = {**page.fields(address(number, "decision")), "why": WHY}
    page = olivia_pages.follow(olivia_pages.post(address(number, "decision"), again, 303))
    assert WHY in page.text


@pytest.mark.parametrize("path", ["acts/note", "values", "dates"])
def test_yesterday_cannot_be_changed(olivia_pages: PageClient, path):
    number = received()
    where = f"/applications/{ref_of(number)}/{path}?as_of=2026-11-20"
    assert "cannot be changed" in olivia_pages.post(where, {"text": "x"}, 409).text
    assert kinds(number) == ["received"]


def test_a_file_is_closed_for_silence_on_its_day_only(olivia_pages: PageClient):
    told = {"said": "incomplete", "notice_sent_on": date(2026, 11, 17)}
    number = received(**told)
    page = olivia_pages.post(
        address(number, "ending"),
        filled(olivia_pages, number, "ending", kind="closed", why=WHY),
        200,
    )
    assert "Close it on 18 Dec 2026 or later." in page.text
    assert kinds(number)[-1] == "notice_sent"
