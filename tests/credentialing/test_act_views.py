"""Every act on an application in the browser: done, refused, doubled, on a stale page."""

import io
from collections.abc import Callable
from datetime import date, timedelta

import pytest

from compliance.credentialing.services import completeness, decisions
from compliance.credentialing.services.loading import load
from compliance.credentialing.services.upkeep import note
from compliance.credentialing.views.specs import SPECS
from compliance.db import session
from tests.conftest import TODAY, occasion
from tests.makers.applications import make_application
from tests.makers.statements import statements_asked
from tests.web.page_client import Page, PageClient

WHY = "The fax was stamped a day later."
LATER = TODAY + timedelta(days=9)


def on():
    return occasion()


def received(**matters) -> int:
    number = make_application(on(), **{"received_on": date(2026, 11, 16), **matters})
    session().commit()
    return number


def incomplete() -> int:
    number = received()
    completeness.find_incomplete(load(number, on()), date(2026, 11, 17), ["release"], on())
    session().commit()
    return number


def complete() -> int:
    number = received()
    completeness.find_complete(load(number, on()), TODAY, on())
    session().commit()
    return number


def approved() -> int:
    number = complete()
    decisions.record_decision(load(number, on()), "approved", TODAY, on())
    session().commit()
    return number


def withdrawn() -> int:
    number = received()
    decisions.close(load(number, on()), "withdrawn", TODAY, "", on())
    session().commit()
    return number


def pair() -> int:
    received(received_on=date(2026, 11, 10))
    return received()


def ref_of(number: int) -> str:
    return f"APP-{1000 + number}"


def address(number: int, name: str) -> str:
    return f"/applications/{ref_of(number)}/acts/{name}"


def kinds(number: int) -> list[str]:
    session().rollback()
    return [fact.kind for fact in load(number, on()).facts]


def filled(pages: PageClient, number: int, name: str, **typed: object) -> dict[str, object]:
    """Return the form as it stands on its page, with what is typed into it."""
    path = address(number, name)
    return {**pages.get(path).fields(path), **typed}


Make = Callable[[], int]
# name: how the file stands, what is typed, the fact recorded, and what is refused
ACTS: dict[str, tuple[Make, dict[str, object], str, dict[str, object]]] = {
    "check": (complete, {"source": "NPDB", "check": "npdb"}, "check_recorded", {"source": ""}),
    "decision": (complete, {"decision": "denied"}, "decided", {"day": "2026-11-01"}),
    "activation": (approved, {}, "activated", {"day": "2026-11-23"}),
    "committee": (complete, {"day": str(LATER)}, "committee", {"day": "2026-02-30"}),
    "deferral": (complete, {"why": WHY}, "deferred", {"why": ""}),
    "arrival": (incomplete, {"item": "release"}, "item_arrived", {"day": str(LATER)}),
    "note": (received, {"text": "Called back."}, "note", {"text": ""}),
    "contact": (received, {"text": "No answer."}, "contact_attempt", {"follow_up_on": "soon"}),
    "ending": (received, {"kind": "void", "why": WHY}, "void", {"why": ""}),
    "reopening": (withdrawn, {"why": WHY}, "reopened", {"why": ""}),
    "gap": (complete, {"items": ["release"], "why": WHY}, "reopened", {"items": []}),
    "merger": (pair, {"into": "1001", "why": WHY}, "merged", {"into": "APP-4711"}),
}
NAMES = sorted(ACTS)


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
    nora_pages.get(address(number, name), 403)
    nora_pages.post(address(number, name), {}, 403)


@pytest.mark.parametrize("name", ["gap", "reopening"])
def test_only_a_supervisor_reopens(theo_pages: PageClient, name):
    theo_pages.get(address(complete(), name), 403)


@pytest.mark.parametrize("name", WORK)
def test_a_worker_opens_the_page_of_an_act(theo_pages: PageClient, name):
    number = complete()
    page = theo_pages.get(address(number, name))
    assert page.heading.startswith(SPECS[name].title)


@pytest.mark.parametrize("name", sorted(SPECS))
def test_a_stranger_is_sent_to_sign_in(stranger_pages: PageClient, with_rules, name):
    answer = stranger_pages.post(address(complete(), name), {})
    assert "/login" in answer.response.location


def test_no_such_act_and_no_such_application(theo_pages: PageClient):
    theo_pages.get(address(received(), "nonsense"), 404)
    theo_pages.get("/applications/APP-4711/acts/note", 404)
    theo_pages.get("/applications/APP-4711", 404)


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
    olivia_pages.post(where, {"text": "x"}, 409)


# The application page


def shown(pages: PageClient, number: int, query: str = "") -> Page:
    return pages.get(f"/applications/{ref_of(number)}{query}")


def test_the_page_says_state_clocks_and_next_step(olivia_pages: PageClient):
    page = shown(olivia_pages, received(received_on=date(2026, 11, 18), last_name="Ortega-Ruiz"))
    assert "Next: tell the applicant whether the file is complete." in page.text
    assert "Due Wednesday 25 November 2026" in page.text or "25 Nov 2026" in page.text
    assert "Starts when the application is complete" in page.text
    assert "Show working" in page.text


def test_the_working_ends_on_the_dates_of_the_clock(olivia_pages: PageClient):
    """Worked example 25 in small: the law counts from the last third-party check."""
    number = received(role="MD", provider_class="non_bh", received_on=date(2026, 11, 16))
    completeness.find_complete(load(number, on()), TODAY, on())
    session().commit()
    page = shown(olivia_pages, number)
    assert "Policy, not law." in page.text
    assert "Legal limit." not in page.text.partition("Decision")[2].partition("Checks")[0]


@pytest.mark.parametrize(
    "make", [received, incomplete, complete, approved, withdrawn, pair], ids=lambda m: m.__name__
)
def test_the_page_of_every_kind_of_file_is_sound(olivia_pages, make):
    assert shown(olivia_pages, make()).heading


def test_problems_are_named_on_the_page(olivia_pages: PageClient):
    page = shown(olivia_pages, received(npi="2000000011"))
    assert "1 value to check" in page.text
    assert "2000000011 is not a valid NPI. Check every digit." in page.text


def test_a_gap_shows_both_decision_dates(olivia_pages: PageClient):
    number = complete()
    completeness.reopen_as_incomplete(load(number, on()), ["release"], WHY, on())
    session().commit()
    assert "At risk: a second decision date" in shown(olivia_pages, number).text


def test_the_past_is_read_only_and_shows_what_was(olivia_pages: PageClient):
    number = withdrawn()
    page = shown(olivia_pages, number, "?as_of=2026-11-20")
    assert "New" in page.text
    assert not [href for href in page.links().values() if "/acts/" in href]
    olivia_pages.get(f"/applications/{ref_of(number)}?as_of=2026-11-15", 404)
    olivia_pages.get(f"/applications/{ref_of(number)}?known_on=2026-11-20", 404)


def test_a_reader_finds_no_act_on_the_page(nora_pages: PageClient):
    page = shown(nora_pages, complete())
    assert not [href for href in page.links().values() if href.endswith(("values", "dates"))]


def test_the_menu_of_a_worker_reopens_nothing(theo_pages: PageClient):
    links = shown(theo_pages, complete()).links()
    assert "Correct values" in links
    assert "Reopen" not in links


def test_the_menu_of_a_compliance_officer_corrects_and_reopens(client, people):
    from tests.conftest import sign_in
    from tests.makers.people import make_person

    carla = make_person("Carla Cruz", on(), "compliance")
    session().commit()
    links = shown(PageClient(sign_in(client, carla)), complete()).links()
    assert {"Correct values", "Correct a date", "Reopen"} <= set(links)
    assert "Merge" not in links


def test_the_page_stays_cheap_however_long_the_story(olivia_pages: PageClient):
    number = complete()
    counts = []
    for _ in range(2):
        shown(olivia_pages, number)
        with statements_asked() as asked:
            shown(olivia_pages, number)
        counts.append(len(asked))
        for text in ("One", "Two", "Three"):
            note(load(number, on()), text, on())
        session().commit()
    assert counts[0] == counts[1] <= 12, "\n\n".join(asked)
