"""A deadline swept day by day: who is told what, and on which day."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from compliance.accounts.models import Person
from compliance.db import session
from compliance.deadlines.models import Alert
from compliance.deadlines.queries import recent_alerts
from compliance.deadlines.services import sweep, write_digests
from compliance.occasions import Actor
from compliance.outbox.queries import LogFilter, delivery_log
from tests.conftest import occasion
from tests.makers.deadlines import days, make_deadline

START = date(2026, 8, 3)
OWNER, SUPERVISOR, COMPLIANCE = "Theo", "Olivia", "Carla"
BOTH, ALL = [SUPERVISOR, OWNER], [COMPLIANCE, SUPERVISOR, OWNER]


def told_on(day: date) -> Iterator[tuple[str, list[str]]]:
    """Yield each rung told on a day with the first names of those it was told to."""
    query = (
        select(Alert.rung, Person.name)
        .join(Person, Person.id == Alert.recipient_id)
        .where(Alert.written_on == day)
        .order_by(Alert.id)
    )
    found: dict[str, list[str]] = {}
    for rung, name in session().execute(query):
        found.setdefault(rung, []).append(name.split()[0])
    for rung, names in found.items():
        yield rung, sorted(names)


def walk(first: date, last: date) -> list[tuple[str, str, list[str]]]:
    """Sweep every day and return what was told: day, rung, to whom."""
    told = []
    for today in days(first, last):
        sweep(occasion(today))
        told += [(f"{today:%a %d %b}", rung, names) for rung, names in told_on(today)]
    return told


def test_the_ladder_of_a_decision_from_thirty_days_before_to_two_weeks_past(staff):
    due, legal = date(2026, 9, 16), date(2026, 9, 18)
    make_deadline(due, occasion(START), owner_id=staff[0], legal_on=legal)
    assert walk(START, legal + timedelta(days=15)) == [
        ("Mon 17 Aug", "due-30", [OWNER]),
        ("Wed 02 Sep", "due-14", [OWNER]),
        ("Wed 09 Sep", "due-7", [OWNER]),
        ("Fri 11 Sep", "due-3", [OWNER]),  # three days before is a Sunday
        ("Tue 15 Sep", "due-1", BOTH),
        ("Wed 16 Sep", "due-0", BOTH),
        ("Thu 17 Sep", "past_due", BOTH),
        ("Sat 19 Sep", "past_legal", ALL),
        ("Sat 26 Sep", "legal+7", ALL),
        ("Sat 03 Oct", "legal+14", ALL),
    ]


def test_the_ladder_of_a_notice_ends_with_the_breach(staff):
    due, legal = date(2026, 9, 16), date(2026, 9, 18)
    make_deadline(
        due, occasion(START), owner_id=staff[0], legal_on=legal, kind="completeness_notice"
    )
    assert walk(START, legal + timedelta(days=30)) == [
        ("Fri 11 Sep", "due-3", [OWNER]),
        ("Tue 15 Sep", "due-1", BOTH),
        ("Wed 16 Sep", "due-0", BOTH),
        ("Thu 17 Sep", "past_due", BOTH),
        ("Sat 19 Sep", "past_legal", ALL),
    ]


def test_without_an_owner_the_supervisor_hears_every_step_and_compliance_the_breach(staff):
    due, legal = date(2026, 9, 16), date(2026, 9, 18)
    make_deadline(due, occasion(START), legal_on=legal, kind="completeness_notice")
    told = walk(START, legal + timedelta(days=3))
    assert [rung for _, rung, _ in told] == ["due-3", "due-1", "due-0", "past_due", "past_legal"]
    assert [names for *_, names in told[:-1]] == [[SUPERVISOR]] * 4
    assert told[-1][2] == [COMPLIANCE, SUPERVISOR]


def test_past_our_date_and_past_the_limit_are_two_alerts_and_two_mails(staff):
    due, legal = date(2026, 9, 16), date(2026, 9, 18)
    make_deadline(due, occasion(START), owner_id=staff[0], legal_on=legal)
    kinds = []
    for today in (due + timedelta(days=1), legal + timedelta(days=1)):
        sweep(occasion(today))
        write_digests(occasion(today), "https://daybook.example", only_breaches=today > legal)
        kinds.append({line.kind for line in delivery_log(LogFilter())})
    assert kinds == [{"digest"}, {"digest", "breach"}]


@pytest.mark.parametrize(
    ("due", "act_by"),
    [
        (date(2026, 11, 27), date(2026, 11, 25)),  # the day after Thanksgiving
        (date(2026, 11, 28), date(2026, 11, 25)),  # the Saturday after it
        (date(2026, 12, 25), date(2026, 12, 24)),  # Christmas
    ],
)
def test_a_date_on_a_closed_day_is_told_on_the_open_day_to_act_by(staff, due, act_by):
    theo = Actor(staff[0], "Theo Tran", frozenset({"credentialing"}))
    make_deadline(due, occasion(START), owner_id=staff[0], act_by=act_by)
    told = walk(START, due)
    assert [day for day, rung, _ in told if rung == "due-0"] == [f"{act_by:%a %d %b}"]
    (line,) = recent_alerts(occasion(act_by, theo))
    assert f"Closed on that day: act by {act_by:%a} {act_by.day} {act_by:%b} 2026." in line.reason
