"""Facts in words: what is told, what is left out, how late it was entered."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.cli import COMMANDS
from compliance.core.facts import Fact
from compliance.db import Base
from compliance.jobs import TIMETABLE
from compliance.record.rules.acts import DEEDS, DOORS, rows_words
from compliance.record.rules.words import (
    TITLES,
    act_words,
    fact_words,
    late_words,
    through_words,
    told_words,
)

DAY = date(2026, 10, 28)
AT = datetime(2026, 10, 30, 18, 20, tzinfo=UTC)


def fact(kind: str, day: date = DAY, why: str = "", **payload) -> Fact:
    return Fact(kind, day, AT, payload, why=why)


@pytest.mark.parametrize(
    ("recorded", "said"),
    [
        (fact("notice_sent", said="complete"), "Notice sent: complete"),
        (fact("decided", decision="denied"), "Decided: not approved"),
        (fact("committee", meets_on="2026-11-25"), "On the committee list: Wed 25 Nov 2026"),
        (fact("found_incomplete", items=["w9", "cv"]), "Found incomplete: 2 items missing"),
        (fact("found_incomplete", items=["w9"]), "Found incomplete: 1 item missing"),
        (fact("withdrawn"), "Withdrawn by the applicant"),
        (fact("struck", struck="decided"), "Taken back: decided"),
        (fact("duty_assigned", name="Dana", part="owner", until=None), "Assigned: Dana, owner"),
        (fact("roster", words="Ana Reyes, MD: at Hill Clinic"), "Roster: at Hill Clinic"),
        (fact("roster", words="Ana Reyes, MD"), "Roster"),
        (fact("something_new"), "Something new"),
    ],
)
def test_a_fact_reads_as_a_sentence(recorded, said):
    assert fact_words(recorded) == said


def test_a_correction_names_what_it_was_before():
    old = fact("received", date(2026, 10, 26))
    assert fact_words(fact("received"), old) == "Received: Mon 26 Oct 2026 to Wed 28 Oct 2026"
    approved, denied = fact("decided", decision="approved"), fact("decided", decision="denied")
    assert fact_words(denied, approved) == "Decided: approved to not approved"


def test_of_corrected_values_only_the_names_are_told():
    said = fact_words(fact("corrected", values={"npi": "2040398226"}, restricted=["birth_date"]))
    assert said == "Corrected: npi, birth date"


@given(
    st.sampled_from(sorted(TITLES)), st.dictionaries(st.sampled_from(["text", "npi"]), st.text())
)
def test_no_fact_tells_a_note_or_an_identifier(kind, payload):
    told = fact_words(Fact(kind, DAY, AT, payload))
    assert told == fact_words(Fact(kind, DAY, AT, {}))


def test_what_was_entered_late_says_how_late_and_why():
    said = late_words(fact("item_arrived", why="Mail room."), date(2026, 10, 30))
    assert said == "Entered 2 days after it happened; reason: Mail room"
    assert late_words(fact("item_arrived"), date(2026, 10, 29)) == "Entered 1 day after it happened"


def test_what_was_entered_that_day_is_not_late():
    assert late_words(fact("item_arrived", why="Mail room."), DAY) == ""


def test_what_a_committee_said_is_no_reason():
    said = late_words(fact("deferred", why="They doubt her."), date(2026, 10, 30))
    assert said == "Entered 2 days after it happened"


@pytest.mark.parametrize(
    ("kind", "act", "about", "said"),
    [
        ("export", "applications.as_csv", {}, "Export: applications, as csv"),
        ("refusal", "people.invite", {"person_id": 4}, "Refused: people, invite 4"),
        ("act", "job forget_uploads", {}, "Job, forget uploads"),
        ("act", "command demo", {}, "Sample plan loaded"),
        ("act", "job sweep", {}, "Alerts swept"),
        ("act", "command people invite", {}, "Command, people invite"),
        ("account", "signed in", {}, "Signed in"),
    ],
)
def test_an_act_without_facts_is_named(kind, act, about, said):
    assert act_words(kind, act, about) == said


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (
            {"alerts": {"insert": 3, "ids": [1, 3]}, "small_files": {"update": 1, "delete": 2}},
            "3 alerts written; files: 1 changed, 2 removed",
        ),
        ({"person_roles": {"insert": 2}, "people": {"insert": 1}}, "Account opened"),
        ({"message_attempts": {"insert": 1}, "messages": {"update": 1}},
         "Result of a mail recorded"),
        ({"choices": {"insert": 1, "update": 1}}, "Setting chosen"),
        ({"legal_holds": {"insert": 1, "update": 1}}, "Legal hold released"),
        ({"network_members": {"insert": 2}}, "Memberships in the network: 2 added"),
    ],
)  # fmt: skip
def test_an_act_without_facts_tells_what_it_wrote(rows, said):
    assert rows_words(rows) == said


def test_every_deed_names_a_table_of_the_product():
    tables = set(Base.metadata.tables)
    assert {each.table for each in DEEDS} | {name for e in DEEDS for name in e.beside} <= tables


def test_every_command_and_job_with_words_is_one():
    commands = {f"command {name}" for name in COMMANDS}
    jobs = {f"job {each.name}" for each in TIMETABLE}
    assert set(DOORS) <= commands | jobs


@pytest.mark.parametrize(
    ("act", "said"),
    [
        ("applications.index", "Applications"),
        ("applications.show", "Applications, one record"),
        ("import_roster.show", "Import roster, one record"),
        ("alerts.log_as_csv", "Alerts, log as csv"),
        ("command applications list", "Command, applications list"),
        ("", ""),
    ],
)
def test_a_look_says_through_which_page_or_command(act, said):
    assert through_words(act) == said


def test_an_act_tells_roles_from_and_to_and_the_link_it_made():
    roles = {"4": {"from": [], "to": ["auditor", "owner"]}}
    told = {"rows": {}, "roles": roles, "link": {"how": "sent", "message": 3}}
    words = "roles: none to Auditor, Owner of duties; link to choose a password sent"
    assert told_words("Account opened", told) == f"Account opened; {words}"
    assert told_words("", {"link": {"how": "asked for"}}) == "Link to choose a password asked for"
    assert told_words("Mail queued", {"rows": {}}) == "Mail queued"


def test_codes_of_the_rulebook_are_told_by_their_titles():
    decided = fact("decided", family="cocm", line="medi_cal", entity="mbho")
    names = {"cocm": "Collaborative Care", "medi_cal": "Medi-Cal", "mbho": "MBHO"}
    assert fact_words(decided, None, names) == "Decided: Collaborative Care, Medi-Cal, MBHO"
    assert fact_words(decided) == "Decided: cocm, medi cal, mbho"
