"""`daybook policy` and `daybook owners`: lists, one duty, a file of owners."""

import json

import pytest
from click.testing import CliRunner

from compliance.policies.cli import owners, policy
from tests.makers.duties import give


class Root:
    """What the root command hands down."""

    json = True

    def __init__(self, app, on):
        self.app, self.on, self.settings = app, on, app.extensions["daybook"]["settings"]
        self.printed = None

    def occasion(self):
        return self.on

    writing = occasion

    def emit(self, document, lines):
        self.printed = document
        assert lines


@pytest.fixture
def root(app, desk):
    return Root(app, desk.on(desk.elise))


def run(command, root, *args):
    return CliRunner().invoke(command, args, obj=root)


def test_the_list_names_every_duty(root):
    assert run(policy, root, "list").exit_code == 0
    assert len(root.printed) == 56
    assert root.printed[1]["id"] == "CRED-02"
    assert root.printed[1]["state"] == "overdue"
    assert json.dumps(root.printed, default=str)


def test_one_duty_is_shown_with_its_evidence(root, desk):
    give("CRED-05", desk.dana, root.on)
    assert run(policy, root, "show", "cred-05").exit_code == 0
    assert root.printed["owner"] == "Dana Whitfield"
    assert [each["state"] for each in root.printed["pieces"]] == ["missing", "missing"]


def test_a_file_of_owners_prints_what_came_of_it(root, tmp_path):
    file = tmp_path / "owners.csv"
    file.write_text(
        "duty_id,person_email,part\nCRED-05,dana@aldercreek.example,accountable\nX,y,z\n"
    )
    assert run(owners, root, "import", str(file)).exit_code == 1
    assert root.printed["read"] == 2
    assert [each["row"] for each in root.printed["refused"]] == [3]
    assert run(owners, root, "import", "--partial", str(file)).exit_code == 1
    assert root.printed["created"] == 1
