"""The application page: state, clocks, what is open to whom, what a past day shows."""

from datetime import date

import pytest

from compliance.credentialing.forms.acts import CHECKS
from compliance.credentialing.rules.steps import CHECK_NAMES
from compliance.credentialing.services import completeness, decisions, upkeep
from compliance.credentialing.services.corrections import (
    DateCorrection,
    correct_date,
    correct_values,
)
from compliance.credentialing.services.loading import load
from compliance.credentialing.services.taking_back import take_back
from compliance.credentialing.services.upkeep import CheckDone, note, record_check
from compliance.db import session
from tests.conftest import TODAY, occasion
from tests.credentialing.desk import (
    WHY,
    approved,
    complete,
    incomplete,
    on,
    pair,
    received,
    ref_of,
    withdrawn,
)
from tests.makers.applications import make_application
from tests.makers.statements import statements_asked
from tests.web.page_client import Page, PageClient


def shown(pages: PageClient, number: int, query: str = "") -> Page:
    return pages.get(f"/applications/{ref_of(number)}{query}")


def test_the_page_says_state_clocks_and_next_step(olivia_pages: PageClient):
    page = shown(olivia_pages, received(received_on=date(2026, 11, 18), last_name="Ortega-Ruiz"))
    assert "Next: tell the applicant whether the file is complete." in page.text
    assert "Due Wednesday 25 November 2026" in page.text or "25 Nov 2026" in page.text
    assert "Starts when the application is complete" in page.text
    assert "Show working" in page.text


def test_a_notice_past_our_date_is_counted_toward_the_law_in_its_unit(olivia_pages: PageClient):
    told = {"received_on": date(2026, 11, 13), "said": "incomplete"}
    late = shown(olivia_pages, received(notice_sent_on=date(2026, 11, 23), **told))
    assert "Sent on day 10, business day 6 of 7, past our date" in late.text
    early = shown(olivia_pages, received(notice_sent_on=date(2026, 11, 18), **told))
    assert "Sent on day 5 of 7" in early.text


def verifying() -> int:
    return received(said="complete", notice_sent_on=date(2026, 11, 18))


def test_the_bar_names_the_check_that_comes_next(olivia_pages: PageClient):
    number = verifying()
    page = shown(olivia_pages, number)
    assert "Next: record the NPI and name check.0 of 8 checks done. Nothing on this" in page.text
    for check in ("npi", "caqh"):
        record_check(load(number, on()), CheckDone(check, "NPPES", "verified", TODAY), on())
        session().commit()
    page = shown(olivia_pages, number)
    assert "Next: record the license check.2 of 8 checks done." in page.text
    assert page.links()["Record license check e"].endswith("/acts/check?check=license")


def test_after_the_last_check_the_bar_leads_to_the_committee(olivia_pages: PageClient):
    number = verifying()
    for check, _ in CHECKS:
        record_check(load(number, on()), CheckDone(check, "NPPES", "verified", TODAY), on())
        session().commit()
    page = shown(olivia_pages, number)
    assert "Next: every check is recorded, add it to the committee list." in page.text
    assert page.links()["Add to committee list e"].endswith("/acts/committee")


def test_the_checklist_says_how_far_it_is_and_for_whom(olivia_pages: PageClient):
    whom = {"role": "LCSW", "model": "pcbh", "practice_name": "Cedar Flat"}
    number = received(**whom)
    assert "12 items, for LCSW in PCBHNot reviewed" in shown(olivia_pages, number).text
    completeness.find_complete(load(number, on()), TODAY, on())
    session().commit()
    page = shown(olivia_pages, number)
    assert "12 of 12, for LCSW in PCBHComplete Mon 16 Nov" in page.text
    assert "1 missing" in shown(olivia_pages, incomplete()).text


def test_every_check_of_the_form_has_a_name_in_sentences():
    assert CHECK_NAMES.keys() == dict(CHECKS).keys()


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


def test_a_file_that_waits_says_from_when_it_may_be_closed(olivia_pages: PageClient):
    told = {"said": "incomplete", "notice_sent_on": date(2026, 11, 17)}
    page = shown(olivia_pages, received(**told))
    assert "Without an answer it may be closed from Fri 18 Dec 2026." in page.text


def test_problems_are_named_on_the_page(olivia_pages: PageClient):
    page = shown(olivia_pages, received(npi="2000000011"))
    assert "1 value to check" in page.text
    assert "2000000011 is not a valid NPI. Check every digit." in page.text


def test_a_tax_number_is_checked_and_can_be_set_right(olivia_pages: PageClient):
    number = received(tin="11-1111111")
    said = "A tax number (TIN) cannot be one digit nine times."
    assert said in shown(olivia_pages, number).text
    path = f"/applications/{ref_of(number)}/values"
    form = {**olivia_pages.get(path).fields(path), "tin": "12-3456789", "why": WHY}
    olivia_pages.post(path, form, 303)
    assert said not in shown(olivia_pages, number).text


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


def test_a_past_day_tells_what_was_known_and_what_was_corrected_since(olivia_pages: PageClient):
    then = occasion(date(2026, 11, 17))
    number = make_application(then, received_on=date(2026, 11, 16))
    decisions.close(load(number, then), "withdrawn", then.today, "", then)
    right = DateCorrection("withdrawn_on", date(2026, 11, 23), "The letter was read wrong.")
    correct_date(load(number, on()), right, on())
    session().commit()
    known_then = shown(olivia_pages, number, "?as_of=2026-11-20&known_on=2026-11-20")
    assert "Withdrawn by the applicant." in known_then.text
    assert "corrected later" not in known_then.text
    known_now = shown(olivia_pages, number, "?as_of=2026-11-20")
    assert "Withdrawn by the applicant. (corrected later)" in known_now.text


def test_who_withdrew_and_applies_again_has_new_clocks_and_the_old_file_a_step_away(olivia_pages):
    old = received(npi="2000000036", role="LCSW")
    decisions.close(load(old, on()), "withdrawn", date(2026, 11, 18), "", on())
    new = received(npi="2000000036", role="LCSW", received_on=TODAY)
    page = shown(olivia_pages, new)
    assert page.links()[ref_of(old)] == f"/applications/{ref_of(old)}"
    assert "Withdrawn" in page.text
    started = {clock.due.started_on for clock in load(new, on()).snapshot.clocks}
    assert started == {TODAY}
    assert all(clock.is_void for clock in load(old, on()).snapshot.clocks)
    assert ref_of(new) in shown(olivia_pages, old).links()


def test_values_set_right_are_told_in_words(olivia_pages: PageClient):
    number = received()
    values = {"last_name": "Zamora", "npi": "", "lines": ["medi_cal", "county"]}
    correct_values(load(number, on()), values, WHY, on())
    session().commit()
    text = shown(olivia_pages, number).text
    assert "Corrected: last name Zamora, NPI removed, lines of business medi_cal, county" in text


def test_a_document_taken_back_is_no_longer_among_the_documents(olivia_pages: PageClient):
    number = received()
    attached = upkeep.Attached("0" * 64, "somebody-else.pdf", "application/pdf", 10)
    upkeep.attach_document(load(number, on()), attached, TODAY, on())
    take_back(load(number, on()), load(number, on()).latest_fact_id, WHY, on())
    session().commit()
    page = shown(olivia_pages, number)
    assert "No files yet." in page.text
    assert "Document attached: (taken back later) somebody-else.pdf" in page.text


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
    assert {"Correct values", "Correct a date", "Reopen as incomplete"} <= set(links)
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


def test_a_gap_in_a_file_declared_complete_shows_a_second_decision_date(olivia_pages: PageClient):
    number = received(completed_on=date(2026, 11, 16))
    assert "Complete day declared by import" in shown(olivia_pages, number).text
    completeness.find_incomplete(load(number, on()), TODAY, ["release"], on())
    session().commit()
    page = shown(olivia_pages, number)
    assert "At risk: a second decision date, Fri 15 Jan 2027" in page.text
