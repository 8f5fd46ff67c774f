"""Figures of applications, read from real rows as they stood on a day."""

from dataclasses import replace
from datetime import date

import pytest

from compliance.core.periods import month_from
from compliance.credentialing.queries import measures
from compliance.credentialing.services.decisions import record_decision
from compliance.credentialing.services.loading import load
from tests.conftest import occasion
from tests.makers.applications import make_application, npi

OCTOBER = month_from("2026-10")
pytestmark = pytest.mark.usefixtures("database")


def on(day: str = "2026-11-24", **choices):
    return occasion(date.fromisoformat(day), **choices)


def received(day: str, completed: str, decided: str = "", **more) -> int:
    """Return an application as a file from outside would tell it."""
    dates = {"received_on": date.fromisoformat(day), "completed_on": date.fromisoformat(completed)}
    number = make_application(on(completed), **dates, **more)
    if decided:
        at = on(decided)
        record_decision(load(number, at), "approved", at.today, at)
    return number


def test_october_counts_its_decisions_and_what_is_still_open():
    received("2026-08-01", "2026-08-03", "2026-10-02")
    received("2026-08-20", "2026-08-22", "2026-10-20")
    received("2026-08-01", "2026-08-05")
    took = measures.decision_days(OCTOBER, "plan", on())
    kept = measures.decided_in_time(OCTOBER, "plan", on())
    assert took.days == (59, 60)
    assert (kept.numerator, kept.denominator) == (2, 3)
    assert kept.note == "1 still open past the limit"
    past = measures.open_files(OCTOBER, "plan", on())
    assert (past.numerator, past.denominator) == (1, 1)
    approved = measures.approvals(OCTOBER, "plan", on())
    assert (approved.numerator, approved.denominator) == (2, 2)


def test_several_months_come_from_one_statement_and_say_what_each_says_alone():
    received("2026-08-01", "2026-08-03", "2026-09-02")
    received("2026-08-20", "2026-08-22", "2026-10-20")
    months = [month_from(f"2026-{number:02}") for number in (8, 9, 10, 11)]
    for each in (measures.decided_in_time, measures.decision_days, measures.open_files):
        several = getattr(measures, f"{each.__name__}_each")(months, "plan", on())
        assert list(several) == [each(one, "plan", on()) for one in months]


def test_an_answer_stays_the_same_when_asked_later_as_of_that_day():
    received("2026-08-20", "2026-08-22", "2026-10-20")
    open_one = received("2026-08-01", "2026-08-05")
    then = on("2026-10-25")
    before = [each(OCTOBER, "plan", then) for each in EVERY]
    late = on("2026-11-20")
    record_decision(load(open_one, late), "denied", late.today, late, why="The board was late.")
    later = replace(on(), as_of=then.today, known_on=then.today)
    assert [each(OCTOBER, "plan", later) for each in EVERY] == before


EVERY = (
    measures.decision_days,
    measures.decided_in_time,
    measures.approvals,
    measures.open_files,
    measures.notices_in_time,
    measures.approval_gaps,
)


def test_another_clock_is_never_counted_with_this_one():
    received("2026-09-01", "2026-09-02", "2026-10-20", role="MD", provider_class="non_bh")
    assert measures.decision_days(OCTOBER, "plan", on()).days == ()
    assert measures.notices_in_time(month_from("2026-09"), "plan", on()).denominator == 0


def test_files_of_the_other_side_count_for_it_only_where_the_plan_holds_their_dates():
    received("2026-08-20", "2026-08-22", "2026-10-20", destination="mbho")
    assert measures.decision_days(OCTOBER, "plan", on()).days == ()
    assert measures.decision_days(OCTOBER, "mbho", on()) is None
    assert measures.notices_in_time(OCTOBER, "mbho", on()) is None
    assert measures.approval_gaps(OCTOBER, "mbho", on()) is None
    holding = on(kpis__mbho_from_records="yes")
    assert measures.decision_days(OCTOBER, "mbho", holding).days == (59,)


def test_a_notice_not_sent_past_its_limit_is_a_miss_of_the_month_of_receipt():
    make_application(on("2026-10-06"), received_on=date(2026, 10, 5))
    told = measures.notices_in_time(OCTOBER, "plan", on())
    assert (told.numerator, told.denominator) == (0, 1)
    assert measures.notices_in_time(OCTOBER, "plan", on("2026-10-07")).denominator == 0


def test_both_applications_of_a_pair_give_one_gap():
    same = {"npi": npi(77), "last_name": "Roe", "first_name": "Ann", "role": "LCSW"}
    both = {"model": "pcbh", "received_on": date(2026, 9, 1), "completed_on": date(2026, 9, 2)}
    start = on("2026-09-03")
    sides = [make_application(start, destination=to, **same, **both) for to in ("plan", "mbho")]
    for number, decided in zip(sides, ("2026-10-01", "2026-10-12"), strict=True):
        at = on(decided)
        record_decision(load(number, at), "approved", at.today, at)
    assert measures.approval_gaps(OCTOBER, "plan", on()).days == (11,)
    assert measures.approval_gaps(OCTOBER, "plan", on("2026-10-05")).days == (4,)
