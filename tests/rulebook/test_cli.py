"""`daybook clock`: the contract's JSON, words for people, and refusals with their exit codes."""

import json
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace

import click
import pytest
from click.testing import CliRunner, Result

from compliance.core.errors import NoValueInForce
from compliance.rulebook.cli import DEFAULTS_USED, clock
from tests.makers.rulebook import book


@dataclass
class Asked:
    as_json: bool = False
    today: date | None = None
    is_shipped: bool = True


def run(*words: str, asked: Asked | None = None) -> Result:
    asked = asked or Asked()

    def emit(document: object, lines: Iterable[str]) -> None:
        click.echo(json.dumps(document) if asked.as_json else "\n".join(lines))

    door = SimpleNamespace(
        today=asked.today, as_of=None, book=lambda: (book(), asked.is_shipped), emit=emit
    )
    return CliRunner().invoke(clock, words, obj=door)


def as_json(*words: str) -> dict:
    result = run(*words, asked=Asked(as_json=True))
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def test_explain_prints_exactly_the_keys_of_the_contract() -> None:
    told = as_json("explain", "completeness_notice", "--from", "2026-11-21")
    assert list(told) == (
        [
            "clock",
            "rule",
            "from",
            "due_on",
            "legal_on",
            "act_by",
            "unit",
            "calendar",
            "steps",
            "sources",
        ]
    )
    assert {tuple(step) for step in told["steps"]} == {("date", "counted", "why", "toward")}
    assert {tuple(each) for each in told["sources"]} == {
        ("cite", "url", "checked_on", "confidence")
    }
    assert {step["toward"] for step in told["steps"]} == {"due", "legal"}


def test_explain_gives_the_dates_of_worked_example_5() -> None:
    told = as_json("explain", "completeness_notice", "--from", "2026-11-21")
    dates = {key: told[key] for key in ("from", "due_on", "legal_on", "act_by")}
    assert dates == {
        "from": "2026-11-21",
        "due_on": "2026-11-25",
        "legal_on": "2026-12-03",
        "act_by": "2026-11-25",
    }
    assert told["rule"] == "CA-BH-NOTICE-7BD"


@pytest.mark.parametrize(
    ("words", "due_on", "legal_on"),
    [
        (("completeness_notice", "--from", "2026-10-05", "--basis", "statute"), "10-14", "10-14"),
        (("second_notice", "--from", "2026-10-20", "--basis", "statute"), "10-29", None),
        (("decision", "--from", "10/05/2026"), "12-04", "12-04"),
    ],
)
def test_options_of_explain(words: tuple[str, ...], due_on: str, legal_on: str | None) -> None:
    told = as_json("explain", *words)
    assert told["due_on"] == f"2026-{due_on}"
    assert told["legal_on"] == (legal_on and f"2026-{legal_on}")


def test_law_may_start_later_and_values_may_be_those_of_another_day() -> None:
    words = ("general_decision", "--from", "2027-02-01", "--law-from", "2027-03-10")
    assert as_json("explain", *words)["legal_on"] == "2027-06-08"
    old = as_json("explain", "verification_window", "--from", "2025-03-01", "--on", "2025-06-30")
    assert (old["rule"], old["due_on"]) == ("NCQA-PSV-180", "2025-08-28")


def test_words_for_people_name_dates_days_and_sources() -> None:
    said = run("explain", "decision", "--from", "2026-11-18").stdout
    assert "our date     Fri 2027-01-15 (calendar days, stricter)" in said
    assert "legal limit  Tue 2027-01-19" in said
    assert "Martin Luther King Jr. Day: moved on to the next open day." in said
    assert "Cal. Ins. Code § 10144.56 [C] read on 2026-11-21, https://" in said


def test_an_assumption_says_so() -> None:
    said = run("explain", "reminder_first", "--from", "2026-11-18").stdout
    assert "legal limit  no law sets one" in said
    assert "assumed: the law is silent on reminders" in said


def test_shipped_defaults_are_named_on_stderr_alone() -> None:
    result = run("explain", "decision", "--from", "2026-11-18")
    assert DEFAULTS_USED in result.stderr
    assert DEFAULTS_USED not in result.stdout
    assert not run("list", asked=Asked(is_shipped=False)).stderr


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("decision", "--from", "2026-02-30"), "2026-02-30 is not a date. Use YYYY-MM-DD."),
        (("decision", "--from", "soon"), "soon is not a date. Use YYYY-MM-DD."),
        (("decison", "--from", "2026-11-18"), "there is no clock decison. Known: activation"),
        (("decision",), "Missing option '--from'"),
        (("decision", "--from", "2026-11-18", "--basis", "lenient"), "'lenient' is not one of"),
    ],
)
def test_wrong_usage_is_exit_2_with_a_sentence(words: tuple[str, ...], sentence: str) -> None:
    result = run("explain", *words)
    assert result.exit_code == 2
    assert sentence in " ".join(result.stderr.split())


@pytest.mark.parametrize(
    ("day", "sentence"),
    [("2022-12-31", "has no value on"), ("2036-12-30", "does not list 2037")],
)
def test_no_value_or_no_year_is_a_refusal(day: str, sentence: str) -> None:
    result = run("explain", "decision", "--from", day)
    assert isinstance(result.exception, NoValueInForce)
    assert sentence in str(result.exception)


def test_list_names_rule_parameters_and_citation_of_every_clock() -> None:
    result = run("list", asked=Asked(as_json=True))
    rows = {row["clock"]: row for row in json.loads(result.stdout)}
    assert list(rows) == sorted(book().clocks)
    assert rows["decision"]["rule"] == "CA-BH-DECIDE-60"
    assert rows["decision"]["parameters"] == ["credentialing.decision_days"]
    assert "1374.197" in rows["decision"]["citation"]
    assert "credentialing.notice_policy_days" in run("list").stdout


def test_list_names_the_rule_of_the_day() -> None:
    def rule_on(day: date | None) -> str:
        rows = json.loads(run("list", asked=Asked(as_json=True, today=day)).stdout)
        return next(row["rule"] for row in rows if row["clock"] == "verification_window")

    assert rule_on(date(2025, 6, 30)) == "NCQA-PSV-180"
    assert rule_on(date(2026, 6, 30)) == "NCQA-PSV-120"
    assert rule_on(None) == "NCQA-PSV-120"


def test_the_command_imports_neither_flask_nor_the_database() -> None:
    script = (
        "import sys; import compliance.rulebook.cli; "
        "sys.exit(bool({'flask', 'sqlalchemy', 'pydantic', 'yaml'} & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", script], check=False)  # noqa: S603
    assert ran.returncode == 0
