"""`daybook people`: who there is, and the way out for somebody who lost the app."""

import json

import pytest
from click.testing import CliRunner

from compliance.accounts.models import SecondStep
from compliance.accounts.queries import person_by_email
from compliance.accounts.second_step import has_second_step, new_secret
from compliance.app import create_app
from compliance.cli import main
from compliance.config import from_environment
from compliance.db import db, session, transaction
from tests.conftest import occasion

ADMIN = "admin@plan.example"
PLAN = ["setup", "--plan", "Plan", "--admin-email", ADMIN, "--password-stdin"]


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Yield a function that runs a command on a new instance with one administrator."""
    monkeypatch.setenv("DAYBOOK_INSTANCE", str(tmp_path))

    def run(*said: str):
        return CliRunner().invoke(main, list(said), input="correct horse battery")

    assert run(*PLAN).exit_code == 0
    return run


def test_people_are_listed_invited_deactivated_and_the_last_administrator_stays(run, tmp_path):
    assert (
        run("people", "invite", "ines@plan.example", "--name", "Ines", "--role", "claims").exit_code
        == 0
    )
    settings = from_environment(None, tmp_path)
    app = create_app(settings)
    with app.app_context():
        with transaction():
            ines = person_by_email("ines@plan.example").id
            row = SecondStep(person_id=ines, secret=new_secret(settings), last_counter=0)
            row.made_at = occasion().now
            session().add(row)
        listed = json.loads(run("people", "list", "--json").stdout)
        assert {each["email"]: each["second_step"] for each in listed} == {
            ADMIN: False,
            "ines@plan.example": True,
        }
        assert run("people", "reset-mfa", "ines@plan.example").exit_code == 0
        assert not has_second_step(ines)
        db.session.remove()
        db.engine.dispose()
    again = run("people", "reset-mfa", "ines@plan.example")
    assert again.exit_code == 3
    assert "has no second step to reset" in again.stderr
    assert run("people", "reset-mfa", "who@plan.example").exit_code == 3
    assert run("people", "deactivate", "ines@plan.example").exit_code == 0
    last = run("people", "deactivate", ADMIN)
    assert last.exit_code == 3
    assert "is the last administrator" in last.stderr


def test_a_partner_is_invited_for_an_mbho_that_there_is(run):
    said = ("people", "invite", "hal@tern.example", "--name", "Hal", "--role", "partner")
    nowhere, wrong = run(*said), run(*said, "--organization", "harbor")
    assert (nowhere.exit_code, wrong.exit_code) == (2, 2)
    assert "Choose the MBHO that this partner works for." in nowhere.output
    assert "There is no MBHO harbor. On record: none yet." in wrong.output
