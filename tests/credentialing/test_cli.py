"""`daybook applications list`: what each line says of its dates."""

from datetime import date
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from compliance.credentialing.cli import applications, limit_of
from compliance.credentialing.services.decisions import close, record_decision
from compliance.db import session
from tests.conftest import TODAY
from tests.credentialing.services.desk import again, complete, on, received

pytestmark = pytest.mark.usefixtures("with_rules")


def listed(view: str = "all") -> list[str]:
    said: list[str] = []
    door = SimpleNamespace(occasion=on, emit=lambda document, lines: said.extend(lines))
    session().commit()
    CliRunner().invoke(applications, ["list", "--view", view], obj=door, catch_exceptions=False)
    return [line.partition(": ")[2] for line in said]


def test_a_running_notice_says_its_day_and_a_met_one_when_it_was_sent():
    received(said="incomplete", notice_sent_on=date(2026, 11, 18))
    received(received_on=TODAY)
    assert listed() == ["new, notice by 2026-12-01", "incomplete, notice sent 2026-11-18"]


def test_a_decision_says_its_day_and_a_closed_file_asks_for_nothing():
    decided, withdrawn = complete(), received()
    record_decision(decided, "denied", TODAY, on())
    close(again(withdrawn), "withdrawn", TODAY, "", on())
    assert sorted(listed("closed")) == ["denied, decided 2026-11-24", "withdrawn"]


def test_a_met_clock_is_told_with_its_day_as_on_the_page():
    number = received(said="incomplete", notice_sent_on=date(2026, 11, 24)).id
    said: list[str] = []
    door = SimpleNamespace(occasion=on, emit=lambda document, lines: said.extend(lines))
    session().commit()
    ran = [str(1000 + number)]
    CliRunner().invoke(applications, ["show", *ran], obj=door, catch_exceptions=False)
    assert said[1].endswith("Met, day 8, business day 6 of 7, past our date")


def test_a_clock_of_our_own_is_told_without_a_limit():
    assert (limit_of(None), limit_of("2026-12-01")) == ("", ", limit 2026-12-01")


def test_text_that_a_spreadsheet_would_run_is_made_harmless_in_csv():
    received(last_name='=HYPERLINK("http://bad.example")', first_name="")
    session().commit()
    door = SimpleNamespace(occasion=on)
    printed = CliRunner().invoke(applications, ["list", "--csv"], obj=door).output
    assert "'=HYPERLINK" in printed
    assert ",=HYPERLINK" not in printed.replace('"', "")
