"""Facts on a real table: who, when, on which subject; none is ever changed."""

from datetime import date

import pytest

from compliance.core.errors import NotNow
from compliance.core.facts import standing
from compliance.ledger.queries import facts_of, facts_of_many
from compliance.ledger.services import Entry, Subject, fact_values, record_fact
from compliance.occasions import Actor
from tests.conftest import TODAY, occasion
from tests.makers.people import make_person

pytestmark = pytest.mark.usefixtures("database")
FILE = Subject("application", 7)
DAY = date(2026, 11, 16)


def test_a_fact_carries_who_when_why_and_whence():
    olivia = make_person("Olivia Ortega", occasion())
    on = occasion(actor=Actor(olivia.id, olivia.name))
    given = Entry("received", DAY, {"npi": "2000000010"}, "By fax.", "applications.csv row 3")
    fact = record_fact(FILE, given, on)
    assert facts_of(FILE) == [fact]
    assert (fact.person_id, fact.recorded_at, fact.happened_on) == (olivia.id, on.now, DAY)
    assert (fact.why, fact.origin, fact.version) == ("By fax.", "applications.csv row 3", 1)


def test_the_system_is_nobody():
    assert record_fact(FILE, Entry("received", DAY), occasion()).person_id is None


def test_nothing_is_recorded_while_looking_at_the_past():
    with pytest.raises(NotNow, match="look at the past"):
        record_fact(FILE, Entry("received", DAY), occasion().seen_from(DAY, None))
    assert facts_of(FILE) == []


def test_subjects_are_told_apart_by_kind_and_number():
    for subject in (FILE, Subject("application", 8), Subject("provision", 7)):
        record_fact(subject, Entry("received", DAY), occasion())
    assert len(facts_of(FILE)) == 1
    found = facts_of_many("application", [7, 8, 9])
    assert {number: len(facts) for number, facts in found.items()} == {7: 1, 8: 1}


def test_facts_come_in_the_order_recorded_superseded_ones_included():
    old = record_fact(FILE, Entry("received", TODAY), occasion())
    new = record_fact(FILE, Entry("received", DAY, supersedes_id=old.id), occasion())
    assert [fact.id for fact in facts_of(FILE)] == [old.id, new.id]
    assert [fact.id for fact in standing(facts_of(FILE))] == [new.id]


def test_a_payload_that_is_changed_afterwards_changes_no_fact():
    record_fact(FILE, Entry("received", DAY, {"npi": "1"}), occasion())
    facts_of(FILE)[0].payload["npi"] = "2"
    assert facts_of(FILE)[0].payload == {"npi": "1"}


def test_a_batch_row_is_the_same_fact():
    on = occasion()
    values = fact_values(FILE, Entry("note", DAY, {"text": "x"}), on)
    fact = record_fact(FILE, Entry("note", DAY, {"text": "x"}), on)
    assert all(getattr(fact, name) == values[name] for name in ("kind", "happened_on", "payload"))
