"""What must be true of any story: order of recording, corrections, spans, lists of any day."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compliance.core.facts import Fact, happened_by, standing
from compliance.credentialing.queries.filters import Filters
from compliance.credentialing.queries.lists import Order, queue_rows
from compliance.credentialing.rules.snapshots import snapshot_on, snapshots_of
from compliance.credentialing.rules.story import Story, story_of
from compliance.credentialing.services.projection import SUBJECT, project, row_values
from compliance.credentialing.services.rebuilding import rebuild_applications
from compliance.db import session
from compliance.ledger.queries import facts_of
from compliance.ledger.services import Entry, Subject, record_fact
from compliance.wallclock import moment_of
from tests.conftest import occasion
from tests.makers.applications import make_application
from tests.makers.facts import tell
from tests.makers.rulebook import book

BOOK = book()
FIRST = date(2026, 10, 5)
HAPPENINGS = (
    "asked for release",
    "asked for malpractice, release",
    "release arrived",
    "malpractice arrived",
    "found complete",
    "declared complete",
    "told incomplete",
    "told complete",
    "checked license",
    "last check, npdb",
    "committee on 2026-11-19",
    "deferred",
    "approved",
    "denied",
    "activated",
    "withdrawn",
    "reopened",
    "owner 7",
    "owner 9",
    "corrected npi to 2000000028",
    "corrected provider_class to non_bh",
    "a note",
)
INDEPENDENT = (
    "asked for release", "told incomplete", "release arrived", "checked license",
    "committee on 2026-11-19", "deferred", "owner 7", "approved", "activated",
    "corrected npi to 2000000028", "a note", "told complete",
)  # fmt: skip
DAYS = st.integers(0, 40)
STORIES = st.lists(st.tuples(st.sampled_from(HAPPENINGS), DAYS, DAYS), max_size=12)


def on_day(offset: int) -> str:
    return (FIRST + timedelta(days=offset)).isoformat()


def facts_from(happened: list[tuple[str, int, int]]) -> list[Fact]:
    """Each is recorded on its day or up to 40 days later."""
    lines = [
        f"{on_day(day)} {what} (recorded {on_day(day + later)})" for what, day, later in happened
    ]
    return tell([f"{FIRST} received", *lines])


def told(facts: list[Fact]) -> Story | None:
    """Return the story without the numbers of its facts."""
    found = story_of(standing(facts))
    if found is None:
        return None
    notices = tuple(replace(each, fact_id=0, replaced=()) for each in found.notices)
    return replace(found, notices=notices)


@given(st.permutations(range(len(INDEPENDENT))))
def test_the_order_of_recording_does_not_matter(order):
    lines = [
        f"{on_day(2 * place + 1)} {what} (recorded {on_day(60 + order[place])})"
        for place, what in enumerate(INDEPENDENT)
    ]
    facts = tell([f"{FIRST} received", *lines])
    numbered = [facts[0], *(replace(f, id=2 + n) for f, n in zip(facts[1:], order, strict=True))]
    in_order = tell([f"{FIRST} received", *(line.partition(" (")[0] for line in lines)])
    assert told(numbered) == told(in_order)


@given(STORIES, st.data())
def test_a_fact_superseded_by_itself_changes_nothing(happened, data):
    facts = facts_from(happened)
    old = data.draw(st.sampled_from(facts))
    later = moment_of(FIRST + timedelta(days=100), 9)
    again = replace(old, id=len(facts) + 1, recorded_at=later, supersedes_id=old.id)
    assert told([*facts, again]) == told(facts)
    twice = replace(again, id=again.id + 1, supersedes_id=again.id)
    assert told([*facts, again, twice]) == told(facts)


@given(STORIES)
def test_a_struck_fact_might_as_well_not_have_been_recorded(happened):
    facts = facts_from(happened)
    last = facts[-1]
    if last.kind == "received":
        return
    later = moment_of(FIRST + timedelta(days=100), 9)
    strike = replace(last, id=99, kind="struck", payload={}, recorded_at=later)
    struck = told([*facts, replace(strike, supersedes_id=last.id)])
    without = told(facts[:-1])
    assert struck is not None
    assert without is not None
    assert replace(struck, last_kind="", last_on=None) == replace(
        without, last_kind="", last_on=None
    )


@given(STORIES)
def test_snapshots_cover_time_without_gaps(happened):
    facts = facts_from(happened)
    found = snapshots_of(facts, BOOK)
    assert found[0].from_on == FIRST
    assert found[-1].until_on is None
    assert [each.until_on for each in found[:-1]] == [each.from_on for each in found[1:]]
    assert all(each.until_on is None or each.from_on < each.until_on for each in found)


@given(STORIES, DAYS)
def test_the_snapshot_of_a_day_is_the_fold_of_what_had_happened(happened, day):
    facts = facts_from(happened)
    asked = FIRST + timedelta(days=day)
    found = snapshot_on(facts, BOOK, asked, None)
    covering = [
        each
        for each in snapshots_of(facts, BOOK)
        if each.from_on <= asked and (each.until_on is None or asked < each.until_on)
    ]
    assert [replace(each, until_on=None) for each in covering] == [found]


@given(STORIES)
def test_no_clock_is_due_before_it_starts_or_met_without_its_fact(happened):
    facts = facts_from(happened)
    found = snapshots_of(facts, BOOK)[-1]
    days = {fact.happened_on for fact in happened_by(standing(facts), None)}
    for clock in found.clocks:
        assert clock.due.due_on > clock.due.started_on
        assert clock.due.legal_on is None or clock.due.legal_on >= clock.due.due_on
        assert clock.met_on is None or clock.met_on in days


ON_RECORD = st.lists(
    st.tuples(
        st.integers(0, 3), st.lists(st.tuples(st.sampled_from(HAPPENINGS), DAYS), max_size=3)
    ),
    max_size=6,
)
LOOKS = st.lists(st.tuples(st.one_of(st.none(), DAYS), st.one_of(st.none(), DAYS)), max_size=6)
COMPARED = (
    "state", "is_open", "npi", "received_on", "completed_on", "decided_on", "notice_kind",
    "notice_due_on", "notice_legal_on", "notice_met_on", "notice_is_void", "notice_sort_on",
    "decision_kind", "decision_due_on", "decision_legal_on", "decision_met_on",
    "decision_sort_on", "soonest_on", "missing_count", "problem_count", "step", "last_kind",
    "last_on", "is_statutory", "provider_class",
)  # fmt: skip


def record_all(number: int, recorded: list[Any]) -> None:
    """Record facts a few at a time; each time is up to 3 days after the one before."""
    day, at = FIRST, 9
    for later, happened in recorded:
        day, at = day + timedelta(days=later), 9 if later else at + 1
        on = occasion(day, now=moment_of(day, at))
        for what, ago in happened:
            fact = tell([f"{max(FIRST, day - timedelta(days=ago))} {what}"])[0]
            payload = {key: value for key, value in fact.payload.items() if key != "owner_id"}
            entry = Entry(fact.kind, fact.happened_on, payload)
            record_fact(Subject(SUBJECT, number), entry, on)
        if happened:
            project([number], on)


@pytest.mark.usefixtures("with_rules")
@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(ON_RECORD, LOOKS)
def test_the_list_of_any_day_as_known_on_any_day_is_the_fold_of_the_facts(recorded, looks):
    number = make_application(occasion(FIRST), received_on=FIRST)
    record_all(number, recorded)
    facts = facts_of(Subject(SUBJECT, number))
    for seen_on, known in looks:
        as_of = None if seen_on is None else FIRST + timedelta(days=seen_on - 5)
        known_on = None if known is None else FIRST + timedelta(days=known - 5)
        on = occasion(FIRST + timedelta(days=60)).seen_from(as_of, known_on)
        rows = queue_rows(Filters(view="any", ids=(number,)), Order(), on)
        wanted = snapshot_on(facts, on.book, as_of, on.known_at)
        assert len(rows) == (wanted is not None)
        if wanted is not None:
            values = row_values(number, rows[0].ref, wanted, on.book)
            for name in set(COMPARED) & set(rows[0]._fields):
                assert getattr(rows[0], name) == values[name], (name, as_of, known_on)


@pytest.mark.usefixtures("with_rules")
@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(ON_RECORD)
def test_rebuilding_gives_the_same_rows(recorded):
    number = make_application(occasion(FIRST), received_on=FIRST)
    record_all(number, recorded)
    session().flush()
    assert rebuild_applications(occasion(FIRST + timedelta(days=60))).differing == 0
