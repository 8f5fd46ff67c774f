"""Migrations: numbered, up and down with data, the same tables as the models, on both databases."""

import re
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import inspect, select, text

from compliance.app import create_app
from compliance.config import Settings
from compliance.core.errors import Environment
from compliance.db import db, session, transaction
from compliance.setup.migrate import check_models, migrate, migrate_down
from compliance.setup.versions import database_version, shipped_version
from tests.house.tree import ROOT
from tests.makers.people import make_person

NAMES = sorted(path.name for path in (ROOT / "migrations/versions").glob("*.py"))
NOW = datetime(2026, 11, 24, 17, tzinfo=UTC)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def empty(request, tmp_path):
    """Yield nothing, inside the context of an app on an empty database."""
    address = f"sqlite:///{tmp_path / 'daybook.db'}"
    if request.param == "postgres":
        address = request.getfixturevalue("postgres").fresh("daybook_migrations")
    app = create_app(Settings(tmp_path, address, "test-only", cheap_hashes=True))
    with app.app_context():
        yield
        db.session.remove()
        db.engine.dispose()


@pytest.mark.parametrize("name", NAMES)
def test_a_migration_is_named_by_number_and_purpose(name):
    assert re.fullmatch(r"\d{4}(_[a-z0-9]+)+\.py", name)


def test_numbers_follow_each_other():
    assert [int(name[:4]) for name in NAMES] == list(range(1, len(NAMES) + 1))


@pytest.mark.parametrize("name", NAMES)
def test_the_file_names_its_revision_and_the_one_before(name):
    body = (ROOT / "migrations/versions" / name).read_text(encoding="utf-8")
    before = int(name[:4]) - 1
    assert f'revision = "{name[:4]}"' in body
    assert f"down_revision = {f'{chr(34)}{before:04}{chr(34)}' if before else None}" in body


def test_up_down_and_up_leave_the_tables_of_the_models(empty):
    assert database_version() is None
    migrate()
    check_models()
    assert database_version() == shipped_version()
    migrate_down()
    assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}
    migrate()
    check_models()


def test_rows_and_their_children_survive_another_run(empty):
    from compliance.occasions import SYSTEM, Occasion
    from tests.makers.rulebook import book

    migrate()
    with transaction():
        person = make_person("Olivia Ortega", Occasion(SYSTEM, NOW, date(2026, 11, 24), book()))
        person_id = person.id
    migrate()
    asked = text("SELECT count(*) FROM placements WHERE person_id = :id")
    assert session().scalar(asked, {"id": person_id}) == 1


def test_a_row_without_its_parent_is_told(tmp_path):
    app = create_app(Settings(tmp_path, "sqlite://", "test-only"))
    with app.app_context():
        migrate()
        with db.engine.connect() as connection:
            raw = connection.connection.driver_connection
            raw.execute("PRAGMA foreign_keys=OFF")
            raw.execute("INSERT INTO person_roles (person_id, role_id) VALUES (98, 99)")
        with pytest.raises(Environment, match="lack their parent"):
            migrate()


def test_people_of_an_older_database_keep_what_they_are_called_now(empty):
    from compliance.accounts.standings import everybody
    from compliance.occasions import SYSTEM, Occasion
    from tests.makers.rulebook import book

    migrate()
    with transaction():
        made = make_person("Olivia Ortega", Occasion(SYSTEM, NOW, date(2026, 11, 24), book()))
        number = made.id
    db.session.remove()
    migrate_down("0010")
    migrate()
    people = everybody(NOW)
    asked = select(people.c.id, people.c.name, people.c.active)
    assert session().execute(asked).all() == [(number, "Olivia Ortega", True)]
