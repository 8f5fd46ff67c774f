"""Entries: one for each act, last before the commit, naming who, what and which rows."""

import json

import pytest
from sqlalchemy import select, update

from compliance.accounts.models import Person, SecondStep
from compliance.audit.models import AuditEntry
from compliance.audit.services.entries import chain_head
from compliance.core.errors import BadValue
from compliance.db import session, transaction, write_rows
from compliance.ledger.models import FactRow
from compliance.ledger.services import Entry, Subject, fact_values, record_fact, write_facts
from compliance.occasions import Actor, Moment, occasion_at
from compliance.web.models import PostKey
from compliance.work.services import Ran, record_run
from tests.conftest import TODAY, occasion
from tests.makers.people import make_person


def entries() -> list[AuditEntry]:
    return list(session().scalars(select(AuditEntry).order_by(AuditEntry.seq)))


def told(entry: AuditEntry) -> dict:
    return json.loads(entry.content)


def note(number: int, subject: Subject | None = None) -> None:
    entry = Entry("received", TODAY, {"n": number})
    record_fact(subject or Subject("application", 7), entry, occasion())


def test_an_act_leaves_one_entry_with_its_facts(database_on):
    with transaction():
        note(1)
        note(2)
    (entry,) = entries()
    assert (entry.seq, entry.kind, entry.facts_from, entry.facts_to) == (1, "act", 1, 2)
    assert (entry.subject_kind, entry.subject_id) == ("application", 7)
    assert told(entry)["rows"] == {"facts": {"insert": 2, "ids": [1, 2]}}
    assert told(entry)["facts"]["count"] == 2


def test_facts_written_at_once_are_named_by_their_runs(database_on):
    on, entry = occasion(), Entry("received", TODAY)
    with transaction():
        write_facts([fact_values(Subject("application", n), entry, on) for n in range(1, 1201)])
    (found,) = entries()
    assert told(found)["facts"]["spans"] == [[1, 1200]]
    assert (found.subject_kind, found.subject_id) == ("", None)


def test_each_entry_follows_the_one_before(database_on):
    for number in range(3):
        with transaction():
            note(number)
    first, second, third = entries()
    assert [second.previous, third.previous] == [first.hash, second.hash]
    assert chain_head() == (3, third.hash)


def test_an_act_undone_leaves_no_entry(database):
    with pytest.raises(BadValue):
        half_done()
    assert entries() == []


def half_done() -> None:
    with transaction():
        note(1)
        raise BadValue("No.")


def test_work_and_runs_of_jobs_leave_no_entry(database):
    on = occasion()
    with transaction():
        write_rows(
            PostKey, [{"key": "k" * 12, "person_id": 1, "posted_at": on.now, "location": ""}]
        )
    with transaction():
        record_run(Ran("deliver", on.now, on.now, {}))
    assert entries() == []


def test_a_person_made_and_renamed_leaves_entries_but_a_chosen_theme_none(database):
    with transaction():
        person = make_person("Olivia Ortega", occasion())
    with transaction():
        session().merge(person).name = "Olivia Ruiz"
    with transaction():
        session().merge(person).preferences = {"theme": "dark"}
    assert [(each.subject_kind, each.subject_id) for each in entries()][1:] == [
        ("people", person.id)
    ]


def test_the_entry_names_who_acts_and_when(with_rules):
    on = occasion()
    with transaction():
        actor = Actor(make_person("Mei Tanaka", on).id, "Mei Tanaka")
        made = occasion_at(actor, Moment(on.now, TODAY))
        record_fact(Subject("application", 7), Entry("received", TODAY), made)
    (entry,) = entries()
    assert (entry.person_id, entry.recorded_at) == (actor.person_id, on.now)


def test_the_first_entry_answers_for_facts_that_stood_before_the_log(database):
    session().add(FactRow(**fact_values(Subject("old", 1), Entry("received", TODAY), occasion())))
    session().commit()
    with transaction():
        note(2)
    assert told(entries()[0])["facts"]["spans"] == [[1, 2]]


def test_rows_changed_in_bulk_are_counted(database):
    with transaction():
        for number in range(3):
            make_person(f"Number{number} Person", occasion())
    with transaction() as writing:
        writing.execute(update(Person).values(name="Somebody"))
    assert told(entries()[-1])["rows"] == {"people": {"update": 3}}
    assert len(entries()) == 2


def test_a_second_step_used_is_no_act_but_one_made_is(database):
    with transaction():
        number = make_person("Olivia Ortega", occasion()).id
    with transaction() as writing:
        writing.add(SecondStep(person_id=number, secret="x", made_at=occasion().now))
    with transaction() as writing:
        writing.execute(update(SecondStep).values(last_counter=7))
    assert "second_steps" in told(entries()[-1])["rows"]
    assert len(entries()) == 2
