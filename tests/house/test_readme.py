"""The README keeps what it promises: its commands run, its pictures are there."""

import re
import shlex

import pytest
from click.testing import CliRunner

from compliance.cli import COMMANDS, main
from tests.house.tree import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
TYPED = re.findall(r"^(daybook .+)$", README, re.M) + re.findall(r"`(daybook [^`]+)`", README)
FOLDER = "/srv"
PASSWORD = "correct horse battery staple"


def run(words: list[str]):
    return CliRunner().invoke(main, words, input=PASSWORD)


def test_the_commands_run_in_their_order(tmp_path, monkeypatch):
    served = []
    monkeypatch.setenv("DAYBOOK_INSTANCE", str(tmp_path / "daybook"))
    monkeypatch.setattr("compliance.setup.serving.run", lambda app, _: served.append(app))
    monkeypatch.setattr("compliance.jobs.run", served.append)
    monkeypatch.setattr("compliance.web.logs.write_lines", lambda: None)
    plain = [each for each in TYPED if "NAME" not in each]
    assert [each.split()[1] for each in plain][:2] == ["--instance", "--instance"]
    for typed in plain:
        words = shlex.split(typed.replace(FOLDER, str(tmp_path)))[1:]
        done = run(words)
        assert done.exit_code == 0, f"{typed}: {done.output}"
    assert len(served) == 3


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_explains_itself(name):
    done = run([name, "--help"])
    assert done.exit_code == 0
    assert done.output.startswith("Usage: ")


def test_it_shows_three_pictures_that_are_there_and_says_what_they_show():
    pictures = re.findall(r"!\[([^\]]+)\]\(([^)]+)\)", README)
    assert len(pictures) == 3
    assert all(len(said) > 30 and (ROOT / path).is_file() for said, path in pictures)
