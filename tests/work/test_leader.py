from dataclasses import replace

import psycopg
import pytest

from compliance.doors import door_of
from compliance.work.leader import AdvisoryLock, FileLock, lock_for


def test_file_lock_is_held_by_one_and_passed_on(tmp_path):
    one, two = FileLock(tmp_path / "lock"), FileLock(tmp_path / "lock")
    assert (one.is_held(), two.is_held(), one.is_held()) == (True, False, True)
    one.release()
    assert (two.is_held(), one.is_held()) == (True, False)
    two.release()


def test_kind_of_lock_follows_the_database(app):
    settings = door_of(app).settings
    here = replace(settings, database_url="sqlite:////srv/daybook/daybook.db")
    there = replace(settings, database_url="postgresql+psycopg://h/d")
    assert isinstance(lock_for(here), FileLock)
    assert isinstance(lock_for(there), AdvisoryLock)


def test_database_out_of_reach_leads_nobody():
    lock = AdvisoryLock("postgresql+psycopg://postgres@127.0.0.1:1/none?connect_timeout=1")
    assert not lock.is_held()


@pytest.mark.postgres
def test_advisory_lock_passes_on_when_its_connection_dies(postgres):
    address = postgres.address("postgres")
    one, two = AdvisoryLock(address), AdvisoryLock(address)
    assert (one.is_held(), two.is_held(), one.is_held()) == (True, False, True)
    holder = one._connection.info.backend_pid
    with psycopg.connect(address.replace("+psycopg", ""), autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", (holder,))
    assert (two.is_held(), one.is_held()) == (True, False)
    two.release()
    assert one.is_held()
    one.release()
