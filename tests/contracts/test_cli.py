"""`daybook pathway`: with and without an instance, by what is given and what is looked up."""

import json

import pytest
from click.testing import CliRunner

from compliance.contracts.cli import pathways
from tests.conftest import occasion
from tests.makers.dofr import make_row
from tests.makers.rulebook import book


class Console:
    def __init__(self, has_instance=False):
        self.has_instance = has_instance

    def book(self):
        return book(), not self.has_instance

    def occasion(self):
        return occasion()

    def emit(self, document, lines):
        print(json.dumps(document))  # noqa: T201


def run(*words, **console):
    return CliRunner().invoke(pathways, words, obj=Console(**console), catch_exceptions=False)


def needed(result):
    return [each["needed"] for each in json.loads(result.stdout)["applications"]]


def test_pcbh_needs_two_on_the_shipped_defaults_and_says_so():
    result = run("--model", "pcbh", "--role", "lcsw")
    assert (result.exit_code, needed(result)) == (0, ["yes", "yes"])
    assert "shipped defaults" in result.stderr


def test_a_side_that_is_given_answers():
    given = ("--model", "cocm", "--role", "MD", "--dofr", "medical", "--existing", "yes")
    assert needed(run(*given)) == ["no", "no"]


def test_without_a_side_it_says_what_is_missing():
    result = run("--model", "cocm", "--role", "MD", "--line", "commercial")
    assert needed(result) == ["maybe", "maybe"]
    assert "Is 99492 on the medical or the behavioral side for Commercial, DMHC?" in result.stdout


@pytest.mark.usefixtures("database")
def test_an_instance_answers_from_its_own_table():
    make_row(occasion(), entity="mbho")
    words = ("--model", "cocm", "--role", "MD", "--line", "commercial_dmhc", "--existing", "no")
    assert needed(run(*words, has_instance=True)) == ["maybe", "yes"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--model", "cocm", "--role", "WIZARD"), "is no role"),
        (("--model", "cocm", "--role", "MD", "--line", "moon"), "is no line"),
        (("--model", "none", "--role", "MD"), "is not one of"),
    ],
)
def test_an_unknown_word_is_wrong_usage(words, said):
    result = run(*words)
    assert result.exit_code == 2
    assert said in result.stderr
