"""Upgrade: checked first, copied, migrated, with the rules stored; and the first run."""

from datetime import UTC, datetime

import pytest

from compliance.accounts.queries import people_now
from compliance.app import create_app
from compliance.audit.guards import take_off_guards
from compliance.config import Settings
from compliance.core.errors import BadPack, BadValue, Environment, NotNow
from compliance.core.permissions import ROLES
from compliance.db import db, transaction
from compliance.occasions import SYSTEM, Moment, occasion_at
from compliance.setup import services, upgrading
from compliance.setup.rules import FirstRun, name_of
from compliance.setup.story import begin_story, instance_clock
from compliance.setup.tokens import is_setup_token, setup_token
from compliance.setup.upgrading import pending
from compliance.setup.vault.reading import opened_backup
from compliance.setup.vault.writing import silent
from compliance.setup.versions import check_database, database_version, shipped_version
from tests.conftest import TODAY

NOW = datetime(2026, 11, 24, 17, tzinfo=UTC)
FIRST = FirstRun({"plan.name": "Alder Creek"}, "Dana Whitfield", "dana@alder.example", "hash")


@pytest.fixture
def settings(tmp_path):
    """Yield the settings of an empty folder, inside its app's context."""
    made = Settings(tmp_path, f"sqlite:///{tmp_path / 'daybook.db'}", "test-only")
    with create_app(made).app_context():
        yield made
        db.session.remove()
        db.engine.dispose()


def test_an_empty_folder_becomes_an_instance_without_a_backup(settings):
    assert pending().is_new
    done = services.upgrade(settings, NOW)
    assert done.backup is None
    assert database_version() == shipped_version()
    assert not pending().is_anything
    check_database()


def test_the_database_is_readable_by_its_owner_alone(settings):
    services.upgrade(settings, NOW)
    assert (settings.instance / "daybook.db").stat().st_mode & 0o077 == 0


def test_a_new_pack_is_stored_after_a_copy(settings):
    services.upgrade(settings, NOW)
    with transaction() as writing:
        take_off_guards(writing.connection())
        writing.connection().exec_driver_sql("DELETE FROM pack_adoptions")
    assert pending().pack is None
    backup = services.upgrade(settings, NOW).backup
    with opened_backup(backup, silent) as kept:
        rows = {each.name: each.rows for each in kept.manifest.tables}
    assert (rows["roles"], rows["pack_adoptions"]) == (len(ROLES), 0)
    assert backup.stat().st_mode & 0o077 == 0


def test_a_faulty_rule_file_changes_nothing(settings, monkeypatch):
    def faulty(_folder):
        raise BadPack("policies/parameters/x.yaml, at values: missing; add it.")

    monkeypatch.setattr(upgrading, "read_policies", faulty)
    with pytest.raises(BadPack):
        services.upgrade(settings, NOW)
    assert database_version() is None


def test_the_first_run_names_the_plan_and_makes_one_person(settings):
    services.upgrade(settings, NOW)
    with transaction():
        services.first_run(FIRST, occasion_at(SYSTEM, Moment(NOW, TODAY)))
    on = occasion_at(SYSTEM, Moment(NOW, TODAY))
    assert on.book.choice("plan.name", "") == "Alder Creek"
    assert [each.name for each in people_now()] == ["Dana Whitfield"]
    with pytest.raises(NotNow), transaction():
        services.first_run(FIRST, on)


def test_a_first_run_that_fails_leaves_nobody(settings):
    services.upgrade(settings, NOW)
    bad = FirstRun({"plan.name": "Alder Creek"}, "Dana", "no address", "hash")
    with pytest.raises(BadValue), transaction():
        services.first_run(bad, occasion_at(SYSTEM, Moment(NOW, TODAY)))
    assert people_now() == []


def test_an_old_database_is_refused_with_what_to_do(settings):
    services.upgrade(settings, NOW)
    with transaction() as writing:
        writing.connection().exec_driver_sql("UPDATE alembic_version SET version_num = '0000'")
    with pytest.raises(Environment, match="Run `daybook upgrade`"):
        check_database()


def test_a_story_that_cannot_be_read_is_told(tmp_path):
    begin_story(tmp_path, TODAY)
    assert instance_clock(tmp_path).today() == TODAY
    (tmp_path / "story.json").write_text("{}")
    with pytest.raises(Environment, match="Restore the file"):
        instance_clock(tmp_path)


def test_the_token_is_of_one_instance(settings):
    other = Settings(settings.instance, settings.database_url, "another key")
    assert is_setup_token(setup_token(settings), settings)
    assert not is_setup_token(setup_token(other), settings)
    assert not is_setup_token("", settings)


def test_a_name_is_made_from_an_address():
    assert name_of("dana.whitfield@alder.example") == "Dana Whitfield"
