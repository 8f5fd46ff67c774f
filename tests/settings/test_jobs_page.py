"""The jobs page: what ran last, what came of it, who may see it."""

import pytest

from compliance.db import session
from compliance.jobs import TIMETABLE
from compliance.settings.rules import JOBS, job_title, result_words
from compliance.work.services import Ran, record_run
from tests.conftest import occasion, sign_in
from tests.web.page_client import PageClient

NOW = occasion().now


@pytest.fixture
def pages(client):
    return PageClient(client)


def test_the_last_run_of_each_job_is_shown_with_what_came_of_it(pages, people):
    record_run(Ran("sweep", NOW, NOW, {"looked_at": 12, "alerts_written": 3}))
    record_run(Ran("deliver", NOW, NOW, {"sent": 0}))
    record_run(Ran("work", NOW, NOW, error="OSError: disk full"))
    session().commit()
    sign_in(pages.client, people.olivia)
    text = pages.get("/settings/jobs").text
    assert "12 looked at, 3 alerts written" in text
    assert "Nothing to do" in text
    assert "OSError: disk full" in text
    assert "/settings/jobs" in pages.get("/settings").links().values()


def test_before_the_first_run_it_says_so(pages, people):
    sign_in(pages.client, people.olivia)
    assert "No job has run yet" in pages.get("/settings/jobs").text


def test_others_are_refused_and_a_stranger_signs_in(pages, people):
    assert pages.client.get("/settings/jobs").location == "/login?next=/settings/jobs"
    sign_in(pages.client, people.nora)
    pages.get("/settings/jobs", status=403)


def test_every_job_of_the_timetable_has_its_words():
    assert {entry.name for entry in TIMETABLE} == set(JOBS)
    assert job_title("no_such") == "No such"


def test_a_run_without_counts_has_nothing_to_say():
    assert result_words({}, "") == "Nothing to do"
