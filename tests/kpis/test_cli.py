"""`daybook kpis report` and `load`."""

import json
from datetime import date

import pytest
from click.testing import CliRunner

from compliance.cli import main
from compliance.kpis.queries.documents import report_document
from compliance.kpis.rules.entries import NewValue
from compliance.kpis.services import report_value
from tests.conftest import occasion
from tests.makers.figures import OCTOBER


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "instance"
    words = ["setup", "--plan", "Alder", "--admin-email", "a@a.example", "--password-stdin"]
    done = CliRunner().invoke(
        main,
        ["--instance", str(made), *words, "--today", "2026-11-24"],
        input="correct horse battery staple",
    )
    assert done.exit_code == 0, done.output
    return made


def run(folder, *words: str):
    done = CliRunner().invoke(main, ["--instance", str(folder), "--json", "kpis", *words])
    return done.exit_code, json.loads(done.stdout) if done.stdout else done.stderr


def test_load_then_report_and_load_again(folder, tmp_path):
    file = tmp_path / "tern.csv"
    file.write_text(
        "kpi_id,entity,product,period_from,period_to,numerator,denominator,data_as_of,note\n"
        "R-CR2,mbho,,2026-10-01,2026-10-31,33,36,2026-11-05,\n"
    )
    code, told = run(folder, "load", str(file))
    assert (code, told["created"], told["refused"]) == (0, 1, [])
    code, told = run(folder, "load", str(file))
    assert (code, told["created"], told["unchanged"]) == (0, 0, 1)
    code, found = run(folder, "report", "--period", "2026-10")
    mine = next(each for each in found if (each["id"], each["entity"]) == ("R-CR2", "mbho"))
    assert {key: mine[key] for key in ("numerator", "denominator", "value", "target", "state")} == {
        "numerator": 33, "denominator": 36, "value": 91.7, "target": 100, "state": "misses",
    }  # fmt: skip
    code, before = run(folder, "report", "--period", "2026-10", "--as-of", "2026-11-01")
    mine = next(each for each in before if (each["id"], each["entity"]) == ("R-CR2", "mbho"))
    assert (mine["numerator"], mine["state"]) == (None, "not_reported")


def test_a_month_that_is_none_is_wrong_usage(folder):
    assert run(folder, "report", "--period", "October")[0] == 2


@pytest.mark.usefixtures("database")
def test_every_figure_stands_in_the_report_for_each_side_that_reports_it():
    report_value(NewValue("R-CR4", "mbho", OCTOBER, 52, 12), occasion(date(2026, 11, 5)))
    found = report_document(OCTOBER, occasion())
    told = {(each["id"], each["entity"]): each for each in found}
    assert told["R-CR4", "mbho"]["value"] == 52
    assert ("R-CR4", "plan") not in told
    assert told["R-CR5", "mbho"]["state"] == "not_reported"
    assert told["R-CR1", "plan"]["state"] == "no_cases"
