"""Show working on the page: what started a clock, what met it, and since when its rule counts."""

from datetime import date

from compliance.core.dates import day_full
from compliance.credentialing.services import completeness
from compliance.credentialing.services.loading import load
from compliance.db import session
from tests.credentialing.desk import WHY, complete, on, received, ref_of
from tests.web.page_client import PageClient

TOLD = {"received_on": date(2026, 11, 13), "said": "incomplete"}


def workings(pages: PageClient, number: int) -> list[list[str]]:
    """Return the lines of each working on the page."""
    page = pages.get(f"/applications/{ref_of(number)}")
    lists = page.all("ol", css="working")
    return [[" ".join(each.itertext()) for each in one.iter() if _is_line(each)] for one in lists]


def _is_line(element) -> bool:
    return str(element.tag).rpartition("}")[2] == "li"


def test_the_facts_of_a_notice_stand_around_its_count(olivia_pages: PageClient):
    (lines,) = workings(olivia_pages, received(notice_sent_on=date(2026, 11, 18), **TOLD))
    assert lines[0] == "Fri 13 Nov 2026 Application received. It starts this clock."
    assert lines[-1].startswith("Wed 18 Nov 2026 Notice sent: incomplete")
    assert lines[-1].endswith("It met this clock.")
    ours = "Fri 20 Nov 2026 Our date. A working day, so there is no earlier act-by date."
    assert ours in lines
    assert "Tue 24 Nov 2026 Legal limit. A working day." in lines


def test_the_facts_before_a_decision_clock_say_why_it_starts_so_late(olivia_pages: PageClient):
    number = received(notice_sent_on=date(2026, 11, 18), **TOLD)
    for item in load(number, on()).story.missing:
        completeness.record_arrival(load(number, on()), item, date(2026, 11, 20), on())
    session().commit()
    lines = workings(olivia_pages, number)[1]
    assert lines[0].startswith("Fri 13 Nov 2026 Application received. This clock starts")
    assert lines[1].startswith("Wed 18 Nov 2026 Notice sent: incomplete")
    assert lines[1].endswith("This clock had not started.")
    started = "Last missing item received, application complete. It starts this clock."
    assert lines[2] == f"{day_full(date(2026, 11, 20))} {started}"


def test_a_gap_found_later_says_that_the_clock_started_again(olivia_pages: PageClient):
    number = complete()
    completeness.reopen_as_incomplete(load(number, on()), ["release"], WHY, on())
    completeness.record_arrival(load(number, on()), "release", on().today, on())
    session().commit()
    text = "Mon 16 Nov 2026 Complete before a gap was found; the clock started again"
    assert any(line.startswith(text) for lines in workings(olivia_pages, number) for line in lines)


def test_two_dates_of_one_count_are_counted_once(olivia_pages: PageClient):
    notice, decision = workings(olivia_pages, complete())
    assert len([line for line in notice if "Day 0" in line]) == 2  # seven days are not one count
    assert len([line for line in decision if "Day 0" in line]) == 1
    assert decision[-1].startswith("Fri 15 Jan 2027 Our date and the legal limit.")


def test_the_rule_says_since_when_it_counts(olivia_pages: PageClient):
    page = olivia_pages.get(f"/applications/{ref_of(complete())}")
    assert "Rule CA-BH-DECIDE-60, in force since 1 Jan 2023, law for this" in page.text


def test_the_line_of_a_running_decision_shows_when_it_warns(olivia_pages: PageClient):
    assert "Warns" in olivia_pages.get(f"/applications/{ref_of(complete())}").text
    assert "Warns" not in olivia_pages.get(f"/applications/{ref_of(received())}").text
