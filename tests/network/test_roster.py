"""The roster: who a row means, what it changes, what stays as it was."""

from datetime import date, timedelta

import pytest

from compliance.db import session
from compliance.deadlines.queries.due import deadlines_of, due_items
from compliance.directory.models import Provider
from compliance.directory.queries.members import is_member
from compliance.directory.queries.network import member, places_of
from tests.conftest import TODAY, occasion
from tests.makers.applications import npi
from tests.makers.rosters import ANA, bring_roster, history, judged_roster, members

pytestmark = pytest.mark.usefixtures("with_rules")
LATER = occasion(TODAY + timedelta(days=10))


def ana():
    (row,) = members(occasion())
    return row


def test_a_new_provider_is_in_the_network_with_every_value():
    judged = bring_roster(occasion(), ANA)
    row = ana()
    assert judged.counts["created"] == 1
    assert (row.last_name, row.role, row.status) == ("Reyes", "LCSW", "active")
    assert (row.license_expires_on, row.lapses_on) == (date(2027, 1, 31), date(2027, 1, 31))
    (place,) = places_of([row.provider_id], occasion())
    assert (place.practice, place.address) == ("Cedar Flat", "120 Main Street, Auburn, CA 95603")


def test_the_same_file_twice_changes_nothing():
    bring_roster(occasion(), ANA)
    again = bring_roster(LATER, ANA)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 1)
    assert len(history(ana().provider_id)) == 1


def test_a_blank_cell_changes_nothing():
    bring_roster(occasion(), ANA)
    again = bring_roster(LATER, {"npi": ANA["npi"], "role": "", "license_expires_on": ""})
    assert (again.updated, again.unchanged) == (0, 1)


def test_a_changed_cell_names_file_and_row_and_leaves_the_past_readable():
    bring_roster(occasion(), ANA)
    number = ana().provider_id
    bring_roster(LATER, {"npi": ANA["npi"], "license_expires_on": "2029-01-31"})
    fact = history(number)[-1]
    assert fact.origin == "roster.csv, row 2"
    assert fact.payload["values"] == {"license_expires_on": "2029-01-31 (was 2027-01-31)"}
    assert member(number, LATER).license_expires_on == date(2029, 1, 31)
    then = LATER.seen_from(TODAY, TODAY)
    assert member(number, then).license_expires_on == date(2027, 1, 31)


@pytest.mark.parametrize(
    "named",
    [
        {"npi": ANA["npi"]},
        {"license_number": "LCSW70001"},
        {"last_name": "Reyes", "first_name": "Ana", "role": "LCSW"},
    ],
)
def test_a_provider_is_found_by_npi_license_or_name_and_role(named):
    bring_roster(occasion(), ANA)
    judged = bring_roster(occasion(), {**named, "team_role": "care_manager"})
    assert (judged.created, judged.updated) == (0, 1)
    assert ana().team_role == "care_manager"


def test_another_npi_is_another_provider_whatever_the_license_says():
    bring_roster(occasion(), ANA)
    judged = bring_roster(occasion(), {**ANA, "npi": npi(7002), "first_name": "Anna"})
    assert judged.created == 1
    assert len(members(occasion())) == 2


def test_a_wrong_npi_is_kept_with_a_problem_and_the_provider_found_by_license():
    row = {**ANA, "npi": "1234567890"}
    judged = bring_roster(occasion(), row)
    assert [each.column for each in judged.problems] == ["npi"]
    assert history(ana().provider_id)[0].payload["problems"]
    assert bring_roster(occasion(), row).unchanged == 1


def test_two_rows_of_one_provider_are_two_places():
    second = {**ANA, "practice": "Granite Creek", "address": "5 Oak Road"}
    judged = bring_roster(occasion(), ANA, second)
    assert (judged.created, judged.updated) == (1, 1)
    assert len(places_of([ana().provider_id], occasion())) == 2
    assert bring_roster(LATER, ANA, second).unchanged == 2
    assert len(session().query(Provider).all()) == 1


def test_two_rows_that_disagree_about_one_provider_are_refused():
    judged = judged_roster(occasion(), ANA, {**ANA, "license_expires_on": "2028-01-31"})
    assert [(each.row, each.column) for each in judged.refused] == [(3, "license_expires_on")]
    assert "Row 2 says 2027-01-31" in judged.refused[0].message


def test_a_row_that_means_nobody_needs_a_name():
    judged = judged_roster(occasion(), {"npi": npi(7009), "role": "LCSW"})
    assert [each.column for each in judged.refused] == ["last_name"]


def test_a_place_ends_on_its_day_and_stays_readable():
    bring_roster(occasion(), {**ANA, "location_from": "2026-01-05"})
    bring_roster(occasion(), {**ANA, "location_to": "2026-11-01"})
    number = ana().provider_id
    assert places_of([number], occasion()) == []
    (place,) = places_of([number], occasion().seen_from(date(2026, 10, 31), None))
    assert place.until_on == date(2026, 11, 1)


def test_whoever_left_is_no_member_and_has_no_dates_to_watch():
    bring_roster(occasion(), ANA)
    number = ana().provider_id
    assert is_member(number, occasion())
    bring_roster(LATER, {"npi": ANA["npi"], "status": "terminated"})
    assert not is_member(number, LATER)
    assert is_member(number, LATER.seen_from(TODAY, TODAY))
    assert due_items(LATER, "all") == []
    assert [each.provider_id for each in members(LATER, "left")] == [number]


def test_both_dates_are_watched_and_move_with_the_roster():
    bring_roster(occasion(), ANA)
    bring_roster(LATER, {"npi": ANA["npi"], "license_expires_on": "2029-01-31"})
    due = {each.kind: each.due_on for each in deadlines_of("provider", ana().provider_id, LATER)}
    assert due == {
        "license_expiry": date(2029, 1, 31),
        "malpractice_expiry": date(2027, 6, 30),
    }


def test_the_last_open_day_before_an_expiry_is_the_day_to_act_by():
    bring_roster(occasion(), ANA)
    (item,) = [each for each in due_items(occasion(), "all") if each.kind == "license_expiry"]
    assert (item.due_on, item.act_by) == (date(2027, 1, 31), date(2027, 1, 29))


@pytest.mark.parametrize(("within", "found"), [(68, 1), (67, 0)])
def test_lapsing_holds_whoever_lapses_on_the_last_day_of_the_window(within, found):
    bring_roster(occasion(), ANA)
    assert len(members(occasion(), "lapsing", within=within)) == found


@pytest.mark.parametrize(("text", "found"), [("rey an", 1), ("7001", 0), ("lcsw", 1), ("x", 0)])
def test_the_list_is_searched_by_words(text, found):
    bring_roster(occasion(), ANA)
    assert len(members(occasion(), text=text)) == found
