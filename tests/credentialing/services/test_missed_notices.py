"""A notice that was owed past its legal limit stays missed, whatever became of the file."""

from datetime import date, timedelta

import pytest

from compliance.core.states import ClockState, DeadlineState
from compliance.credentialing.queries.documents import application_document
from compliance.credentialing.queries.one import application
from compliance.credentialing.rules.words import say
from compliance.credentialing.services import completeness, decisions
from compliance.credentialing.views.panels import clock_panel, face_of_clock
from compliance.deadlines.queries import closed_stats, due_items, monthly_shares
from tests.conftest import TODAY
from tests.credentialing.services.desk import (
    WHY,
    again,
    deadline,
    on,
    open_alerts,
    received,
    row_of,
)

pytestmark = pytest.mark.usefixtures("with_rules")
DAY = timedelta(days=1)
KINDS = ("completeness_notice", "general_notice")
LONG_AGO = date(2026, 11, 9)
LIMIT = date(2026, 11, 19)  # 7 business days, the 11th closed


def ended(day: date, kind: str = "withdrawn", **matters):
    loaded = received(received_on=LONG_AGO, **matters)
    decisions.close(loaded, kind, day, WHY, on())
    return again(loaded)


def word(loaded) -> ClockState:
    return say(face_of_clock(loaded.snapshot.notice, on().book, TODAY), TODAY).state


def figure() -> tuple[int, int]:
    stats = closed_stats(on(), KINDS)
    return stats.by_legal, stats.of_legal


@pytest.mark.parametrize(
    ("day", "state", "counted"),
    [(LIMIT, ClockState.VOID, (0, 0)), (LIMIT + DAY, ClockState.MISSED, (0, 1))],
    ids=["ended on the limit day", "ended the day after"],
)
def test_the_limit_day_is_the_edge(day, state, counted):
    loaded = ended(day)
    assert loaded.snapshot.notice.due.legal_on == LIMIT
    assert (word(loaded), figure()) == (state, counted)


def test_a_missed_notice_is_shown_and_no_longer_chased():
    loaded = ended(LIMIT + DAY)
    panel = clock_panel(loaded.snapshot.notice, loaded.story, on().book, TODAY)
    assert panel.headline == "Missed, the legal limit was Thu 19 Nov 2026"
    assert (panel.word.label, panel.tone) == ("Missed", "over")
    row = row_of(loaded)
    assert (row.notice_is_void, row.notice_missed_on) == (True, LIMIT + DAY)
    assert deadline(loaded, KINDS[0]).state == DeadlineState.VOID
    assert open_alerts(loaded) == due_items(on()) == []
    document = application_document(application(row.ref, on()), on())
    assert (document["clocks"][0]["state"], document["clocks"][0]["word"]) == ("missed", "Missed")


def test_a_decision_without_a_notice_leaves_it_missed():
    loaded = received(
        received_on=date(2026, 10, 10),
        completed_on=date(2026, 10, 10),
        decided_on=date(2026, 10, 25),
        decision="approved",
    )
    assert (word(loaded), figure()) == (ClockState.MISSED, (0, 1))
    assert monthly_shares(on(), KINDS, months=2)[0] == (date(2026, 10, 1), 0.0)
    before = on().seen_from(date(2026, 10, 24), None)
    assert closed_stats(before, KINDS).open_past_legal == 1


@pytest.mark.parametrize("kind", ["void", "merged"])
def test_what_never_was_an_application_missed_nothing(kind):
    first = received(received_on=LONG_AGO)
    loaded = received(received_on=LONG_AGO)
    if kind == "merged":
        decisions.merge(loaded, first, "APP-1001", WHY, on())
    else:
        decisions.close(loaded, kind, TODAY, WHY, on())
    assert word(again(loaded)) is ClockState.VOID


def test_a_file_reopened_owes_its_notice_again():
    loaded = ended(LIMIT + DAY)
    completeness.reopen(loaded, WHY, on())
    assert word(again(loaded)) is ClockState.PAST_LEGAL
    assert deadline(loaded, KINDS[0]).missed_on is None
    assert figure() == (0, 1)
