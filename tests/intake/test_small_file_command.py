"""The command of a small kind: the document of the contract, exit codes, the refused rows."""

import json
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from compliance.intake.cli.small_files import file_command
from tests.conftest import occasion
from tests.makers.small_files import DESKS, desk_of

pytestmark = pytest.mark.usefixtures("database")


class Console:
    json = True
    settings = SimpleNamespace(max_upload=1_000_000)

    def occasion(self):
        return occasion()

    writing = occasion

    def emit(self, document, lines):
        print(json.dumps(document) if self.json else "\n".join(lines))  # noqa: T201


def run(path, *words):
    command = file_command(DESKS)
    return CliRunner().invoke(command, [str(path), *words], obj=Console(), catch_exceptions=False)


def file_of(folder, text):
    path = folder / "desks.csv"
    path.write_text(text)
    return path


def test_the_document_is_that_of_the_contract(tmp_path):
    result = run(file_of(tmp_path, "person,desk\nines,12\n"))
    assert result.exit_code == 0
    assert json.loads(result.stdout) == {
        "read": 1, "created": 1, "updated": 0, "unchanged": 0, "problems": [], "refused": [],
    }  # fmt: skip
    assert desk_of("ines") == "12"


def test_a_refused_row_ends_with_one_and_writes_nothing(tmp_path):
    result = run(file_of(tmp_path, "person,desk\nines,12\nhal,window\n"))
    said = json.loads(result.stdout)
    assert result.exit_code == 1
    assert (said["created"], desk_of("ines")) == (0, "")
    assert said["refused"][0] | {"message": ""} == {
        "row": 3, "column": "desk", "value": "window", "message": "",
    }  # fmt: skip


def test_partial_writes_the_refused_rows_beside_the_file(tmp_path):
    result = run(file_of(tmp_path, "person,desk\nines,12\nhal,window\n"), "--partial")
    assert result.exit_code == 1
    assert desk_of("ines") == "12"
    assert "hal,window,3" in (tmp_path / "desks.refused.csv").read_text(encoding="utf-8-sig")


def test_a_dry_run_tells_and_writes_nothing(tmp_path):
    result = run(file_of(tmp_path, "person,desk\nines,12\n"), "--dry-run")
    assert json.loads(result.stdout)["created"] == 1
    assert desk_of("ines") == ""
