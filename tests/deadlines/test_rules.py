"""The pure rules: ladders, states, snoozes, words, what is kept of the past."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.core.errors import BadValue, NotNow
from compliance.core.rulebook import Rungs
from compliance.core.states import DeadlineState
from compliance.deadlines.rules import ClockDates, is_breach, look, read_clock
from compliance.deadlines.rules.snoozes import Snooze, check_snooze
from compliance.deadlines.rules.words import Told, reason_of, rung_words, title_of
from tests.makers.cases import cases, day
from tests.makers.rulebook import book

CASES = Path(__file__).parent / "cases"
STRICT = book().calendar("ca_strict")
TODAY = date(2026, 11, 24)
DAYS = st.integers(0, 200).map(lambda n: date(2026, 7, 1) + timedelta(days=n))


@pytest.mark.parametrize("case", cases(CASES / "look.yaml"))
def test_look(case):
    today = day(case["today"])
    rungs = book().ladders[case["ladder"]].rungs_on(today)
    seen = look(rungs, day(case["due"]), day(case["legal"]), STRICT, today)
    assert (seen.rung, seen.next_on) == (case["rung"], day(case["next"]))


def test_a_breach_tells_compliance_and_a_warning_only_the_owner():
    rungs = book().ladders["notice"].rungs_on(TODAY)
    past = look(rungs, TODAY - timedelta(days=9), TODAY - timedelta(days=5), STRICT, TODAY)
    soon = look(rungs, TODAY + timedelta(days=3), TODAY + timedelta(days=9), STRICT, TODAY)
    assert past.audience == ("owner", "supervisor", "compliance")
    assert soon.audience == ("owner",)


@given(DAYS, st.integers(0, 6), st.booleans(), DAYS, st.sampled_from(["decision", "notice"]))
def test_looking_every_day_and_only_on_alert_days_see_the_same(due, gap, has_law, start, ladder):
    rungs = book().ladders[ladder].rungs_on(TODAY)
    legal = due + timedelta(days=gap) if has_law else None
    last = look(rungs, due, legal, STRICT, start)
    for today in (start + timedelta(days=n) for n in range(1, 60)):
        seen = look(rungs, due, legal, STRICT, today)
        if last.next_on is None or today < last.next_on:
            assert seen.rung == last.rung
        else:
            assert today == last.next_on
            assert seen.rung != last.rung
        last = seen


@given(DAYS, st.integers(0, 6), DAYS)
def test_a_past_rung_never_comes_early_and_the_next_day_lies_ahead(due, gap, today):
    rungs = book().ladders["decision"].rungs_on(TODAY)
    legal = due + timedelta(days=gap)
    seen = look(rungs, due, legal, STRICT, today)
    if seen.rung == "past_due":
        assert due < today <= legal
    if seen.rung and is_breach(seen.rung):
        assert today > legal
    assert seen.next_on is None or seen.next_on > today


def test_a_ladder_may_have_no_warnings():
    bare = Rungs({}, ("owner",), ("owner", "compliance"))
    assert look(bare, TODAY, TODAY, STRICT, TODAY).rung is None
    assert look(bare, TODAY, None, STRICT, TODAY + timedelta(days=1)).rung == "past_due"


@pytest.mark.parametrize("case", cases(CASES / "clock_state.yaml"))
def test_clock_state(case):
    dates = ClockDates(
        day(case["due"]), day(case["legal"]), DeadlineState(case["state"]), day(case.get("met"))
    )
    seen = read_clock(dates, day(case["today"]), int(case["soon"]))
    assert seen.state.value == case["output"]
    assert seen.is_after_due == case.get("after_due", False)


@pytest.mark.parametrize(
    ("until", "reason", "legal", "error"),
    [
        (date(2026, 11, 25), "waiting for the board", date(2026, 11, 27), None),
        (date(2026, 11, 27), "waiting for the board", date(2026, 11, 27), None),
        (date(2026, 11, 28), "waiting for the board", date(2026, 11, 27), BadValue),
        (date(2026, 11, 24), "waiting for the board", date(2026, 11, 27), BadValue),
        (date(2026, 11, 25), "  ", date(2026, 11, 27), BadValue),
        (date(2026, 11, 26), "waiting for the board", None, BadValue),
        (date(2026, 11, 25), "waiting for the board", date(2026, 11, 24), NotNow),
        (date(2026, 11, 25), "waiting for the board", date(2026, 11, 20), NotNow),
    ],
)
def test_a_snooze_has_a_reason_an_end_and_stays_within_the_limit(until, reason, legal, error):
    asked = Snooze(until, reason)
    if error is None:
        check_snooze(asked, date(2026, 11, 25), legal, TODAY)
    else:
        with pytest.raises(error):
            check_snooze(asked, date(2026, 11, 25), legal, TODAY)


def told(rung: str, due: date, legal: date | None, act_by: date | None = None) -> Told:
    return Told("Decision", "APP-1039", "Tobias Renquist, LMFT", rung, due, legal, act_by or due)


@pytest.mark.parametrize(
    ("item", "title", "reason"),
    [
        (
            told("legal+7", date(2026, 11, 10), date(2026, 11, 12)),
            "past the legal limit",
            "Limit was Thu 12 Nov 2026, 12 days ago.",
        ),
        (
            told("past_due", date(2026, 11, 23), date(2026, 11, 25)),
            "past our date",
            "Our date was Mon 23 Nov 2026. Legal limit Wed 25 Nov 2026.",
        ),
        (
            told("past_due", date(2026, 11, 23), None),
            "overdue",
            "Was due Mon 23 Nov 2026, 1 day ago.",
        ),
        (told("due-0", TODAY, TODAY), "due today", "Last day."),
        (
            told("due-3", date(2026, 11, 27), date(2026, 12, 3), date(2026, 11, 25)),
            "due Fri 27 Nov 2026",
            "3 days left. Closed on that day: act by Wed 25 Nov 2026.",
        ),
        (told("due-0", date(2026, 11, 23), date(2026, 11, 25)), "past its date", None),
    ],
)
def test_words_of_an_alert(item, title, reason):
    assert title_of(item, TODAY) == f"Decision {title}: APP-1039, Tobias Renquist, LMFT"
    if reason:
        assert reason_of(item, TODAY) == reason


@pytest.mark.parametrize(
    ("rung", "words"),
    [
        ("due-30", "30 days before"),
        ("due-1", "1 day before"),
        ("due-0", "on the day"),
        ("past_due", "past our date"),
        ("past_legal", "past the legal limit"),
        ("legal+14", "past the legal limit, 14 days on"),
    ],
)
def test_words_of_a_rung(rung, words):
    assert rung_words(rung) == words
