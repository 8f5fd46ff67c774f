"""Taking back an entry in the browser: chosen, previewed, taken back, refused."""

from compliance.credentialing.services.loading import load
from compliance.credentialing.services.upkeep import note
from compliance.db import session
from tests.credentialing.desk import WHY, approved, complete, kinds, on, received
from tests.web.page_client import PageClient

PATH = "/applications/APP-1001/entries"


def last(number: int, kind: str) -> str:
    facts = load(number, on()).facts
    return str(next(fact.id for fact in reversed(facts) if fact.kind == kind))


def filled(pages: PageClient, **typed: object) -> dict[str, object]:
    return {**pages.get(PATH).fields(PATH), "why": WHY, **typed}


def test_both_sides_are_shown_and_then_it_is_taken_back(olivia_pages: PageClient):
    number = approved()
    page = olivia_pages.post(PATH, filled(olivia_pages, fact=last(number, "decided")), 200)
    before, after = page.text.partition("After")[::2]
    assert "Decided on day" in before
    assert "Due Fri 15 Jan 2027" in after
    assert kinds(number)[-1] == "decided"
    done = olivia_pages.follow(olivia_pages.post(PATH, page.fields(PATH), 303))
    assert "Taken back: Tue 24 Nov 2026. Decided: approved." in done.text
    assert "Decided: (taken back later)" in done.text
    assert kinds(number)[-1] == "struck"


def test_another_entry_than_the_one_previewed_is_previewed_first(olivia_pages: PageClient):
    number = complete()
    note(load(number, on()), "Somebody else was meant.", on())
    session().commit()
    page = olivia_pages.post(PATH, filled(olivia_pages, fact=last(number, "note")), 200)
    other = {**page.fields(PATH), "fact": last(number, "found_complete")}
    assert "Take it back" in olivia_pages.post(PATH, other, 200).text
    assert kinds(number)[-1] == "note"


def test_the_receipt_and_foreign_entries_are_not_offered(olivia_pages: PageClient):
    number = complete()
    for fact in (last(number, "received"), "4711", "nonsense"):
        page = olivia_pages.post(PATH, filled(olivia_pages, fact=fact), 200)
        assert "There is a problem" in page.text
    assert "struck" not in kinds(number)


def test_a_reason_is_asked_for(olivia_pages: PageClient):
    number = complete()
    page = olivia_pages.post(
        PATH, filled(olivia_pages, fact=last(number, "found_complete"), why=""), 200
    )
    assert "Give the reason" in page.text


def test_a_stale_page_shows_what_is_new(olivia_pages: PageClient):
    number = approved()
    page = olivia_pages.post(PATH, filled(olivia_pages, fact=last(number, "decided")), 200)
    note(load(number, on()), "Somebody else was here.", on())
    session().commit()
    assert "Somebody else was here." in olivia_pages.post(PATH, page.fields(PATH), 200).text
    assert kinds(number)[-1] == "note"


def test_a_second_click_leads_to_the_same_page(olivia_pages: PageClient):
    number = approved()
    page = olivia_pages.post(PATH, filled(olivia_pages, fact=last(number, "decided")), 200)
    form = page.fields(PATH)
    first, second = (olivia_pages.post(PATH, form, 303) for _ in range(2))
    assert first.response.location == second.response.location
    assert kinds(number).count("struck") == 1


def test_staff_who_decide_nothing_take_back_no_decision(theo_pages: PageClient):
    number = approved()
    page = theo_pages.post(PATH, filled(theo_pages, fact=last(number, "decided")), 200)
    assert "cannot be taken back by you" in page.text


def test_a_reader_takes_nothing_back(nora_pages: PageClient):
    number = received()
    nora_pages.get(PATH, 403)
    nora_pages.post(PATH, {"why": "x"}, 403)
    assert kinds(number) == ["received"]
