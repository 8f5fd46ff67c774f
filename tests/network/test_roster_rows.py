"""One row of a roster: what is refused, what is kept with a problem, how values are written."""

import pytest

from compliance.intake.kinds import SheetRow
from compliance.network.rules.roster_rows import read_roster_row
from tests.conftest import TODAY
from tests.makers.rosters import ANA
from tests.makers.rulebook import book


def read(**cells):
    return read_roster_row(SheetRow(2, {**ANA, **cells}), book(), TODAY)


def test_a_sound_row_has_nothing_wrong():
    row = read()
    assert (row.refused, row.problems) == ((), ())


def test_words_and_dates_are_written_one_way():
    row = read(role="lcsw", status="Active", team_role="care manager", location_from="4/1/2025")
    assert (row.given["role"], row.given["status"]) == ("LCSW", "active")
    assert (row.given["team_role"], row.given["location_from"]) == ("care_manager", "2025-04-01")


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("license_expires_on", "2027-02-30", "is not a date"),
        ("malpractice_expires_on", "soon", "is not a date"),
        ("status", "gone", "is not known here"),
        ("team_role", "boss", "Use pcp, care_manager or psychiatric_consultant"),
        ("provider_class", "x", "Use bh or non_bh"),
        ("last_decision_on", "2026-11-25", "has not come yet"),
    ],
)
def test_a_value_that_cannot_be_is_refused(column, value, message):
    row = read(**{column: value})
    assert [each.column for each in row.refused] == [column]
    assert message in row.refused[0].message


def test_a_decision_of_today_is_taken():
    assert read(last_decision_on="2026-11-24").refused == ()


def test_nobody_leaves_before_coming():
    assert read(location_from="2026-01-02", location_to="2026-01-02").refused == ()
    refused = read(location_from="2026-01-02", location_to="2026-01-01").refused
    assert "before the first day there" in refused[0].message


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("npi", "1234567890"),
        ("role", "WIZARD"),
        ("license_number", "LMFT1"),
        ("supervisor_npi", "12"),
        ("zip", "9560"),
    ],
)
def test_a_value_that_looks_wrong_is_kept_with_a_problem(column, value):
    row = read(**{column: value})
    assert row.refused == ()
    assert [each.column for each in row.problems] == [column]
    assert row.given[column] == value


def test_an_address_without_a_practice_is_left_out_and_says_so():
    row = read_roster_row(SheetRow(2, {"npi": ANA["npi"], "city": "Auburn"}), book(), TODAY)
    assert [each.column for each in row.problems] == ["practice"]


def test_a_wrong_npi_names_nobody():
    assert read(npi="1234567890").npi == ""
