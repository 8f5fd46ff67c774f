"""`daybook eligibility` on the shipped defaults."""

import json

import pytest
from click.testing import CliRunner

from compliance.cli import main


def ask(tmp_path, *args):
    return CliRunner().invoke(main, ["--instance", str(tmp_path / "none"), "eligibility", *args])


def test_it_answers_without_an_instance_and_says_so(tmp_path):
    done = ask(tmp_path, "ASW", "--line", "commercial", "--on", "2026-11-24", "--json")
    said = json.loads(done.stdout)
    assert done.exit_code == 0
    assert "shipped defaults" in done.stderr
    assert said["line"] == "commercial_dmhc"
    assert (said["answer"], said["credentialed"], said["suggested"]) == (
        "undecided",
        "yes",
        "supervised",
    )
    assert said["sources"][0]["confidence"] == "U"


def test_words_for_people_name_the_outcome(tmp_path):
    done = ask(tmp_path, "lmft", "--line", "medicare_advantage", "--on", "2023-12-31")
    assert "LMFT on Medicare Advantage: Not eligible" in done.stdout


@pytest.mark.parametrize(
    "args",
    [
        ("ASX", "--line", "medi_cal"),
        ("ASW", "--line", "moon"),
        ("ASW", "--line", "medi_cal", "--on", "2026-02-30"),
    ],
)
def test_what_nobody_knows_is_wrong_usage(tmp_path, args):
    assert ask(tmp_path, *args).exit_code == 2
