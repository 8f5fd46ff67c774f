"""Law as data: every value has a source and a case; calendars reach into next year."""

from datetime import date, timedelta
from typing import Any

import pytest

from compliance.core.errors import NoValueInForce
from compliance.rulebook.strict_yaml import parse
from compliance.wallclock import WallClock
from tests.house.tree import ROOT, name
from tests.makers.rulebook import shipped

POLICIES = ROOT / "policies"
PARAMETERS = sorted(name(path) for path in (POLICIES / "parameters").rglob("*.yaml"))
CALENDARS = sorted(name(path) for path in (POLICIES / "calendars").glob("*.yaml"))


def read(path: str) -> Any:
    return parse((ROOT / path).read_text(encoding="utf-8"), path)


CASES = read("tests/house/cases/parameters.yaml")


@pytest.mark.parametrize("path", PARAMETERS)
def test_every_parameter_has_a_source_that_somebody_read(path):
    parameter = read(path)
    assert parameter["values"]
    assert parameter["sources"]
    for source in parameter["sources"]:
        assert source["cite"]
        assert source.get("assumed") or date.fromisoformat(source["checked_on"])


@pytest.mark.parametrize("path", PARAMETERS)
def test_the_id_of_a_parameter_is_its_path(path):
    assert read(path)["id"] == path.removeprefix("policies/parameters/")[:-5].replace("/", ".")


@pytest.mark.parametrize("parameter", sorted(CASES))
def test_a_parameter_says_what_its_cases_say(parameter):
    for day, expected in CASES[parameter].items():
        if expected == "none":
            with pytest.raises(NoValueInForce):
                shipped().parameter(parameter).value_on(date.fromisoformat(day))
        else:
            value = shipped().parameter(parameter).value_on(date.fromisoformat(day))
            assert str(value) == expected, f"{parameter} on {day}"


def test_every_parameter_has_cases_on_each_side_of_every_edge():
    edges = {
        name: {str(first) for first in each.values}
        | {str(first - timedelta(days=1)) for first in each.values}
        for name, each in shipped().parameters.items()
    }
    assert {name: set(days) for name, days in CASES.items()} == edges


@pytest.mark.parametrize("path", CALENDARS)
def test_every_calendar_lists_next_year(path):
    years = {str(year) for year in read(path)["years"]}
    assert str(WallClock().today().year + 1) in years
    assert {str(year) for year in range(2020, 2037)} <= years
