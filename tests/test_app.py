"""Assembly: what a start imports, what machines are told, headers and forms."""

import subprocess
import sys
from datetime import timedelta

import pytest
from sqlalchemy import text

from compliance.app import create_app
from compliance.config import Settings
from compliance.db import session, transaction
from compliance.outbox.holds import hold_outgoing
from compliance.setup.story import begin_story
from compliance.web.door import STRANGER, current_actor, current_occasion
from compliance.work.services import Ran, record_run
from tests.conftest import TODAY, occasion, sign_in
from tests.makers.people import make_person

DAY = timedelta(days=1)
HEAVY = ("yaml", "duckdb", "ibis", "pandas", "pyarrow", "typst", "holidays", "alembic", "docx")


def test_a_start_imports_nothing_heavy_and_parses_no_yaml(tmp_path):
    script = (
        "import sys\nfrom pathlib import Path\nfrom compliance.app import create_app\n"
        "from compliance.config import Settings\n"
        f"create_app(Settings(Path({str(tmp_path)!r}), 'sqlite://', 'x'))\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", script], check=False, capture_output=True, text=True
    )
    assert done.stdout.splitlines()[-1:] == ["[]"], done.stderr


def test_machines_are_told_that_it_lives(client):
    assert client.get("/healthz").json == {"status": "ok"}


def test_a_late_job_is_told_but_does_not_make_it_unready(client):
    answered = client.get("/readyz")
    assert answered.status_code == 200
    assert answered.json["parts"]["jobs"].startswith("late: ")


@pytest.mark.parametrize(("role", "leads"), [("admin", True), ("partner", False)])
def test_the_strip_about_late_alerts_leads_only_those_who_may_go(client, people, role, leads):
    at = occasion(TODAY - timedelta(days=3)).now
    record_run(Ran("sweep", at, at))
    person = make_person("Robin Rivers", occasion(), role)
    text = sign_in(client, person).get("/account").text
    assert "Alerts have not run since" in text
    assert ("See alerts" in text) == leads


def test_alerts_that_never_ran_are_told_a_day_after_set_up(client, people):
    people.theo.made_at = people.olivia.made_at = people.nora.made_at = occasion(
        TODAY - 2 * DAY
    ).now
    text = sign_in(client, people.theo).get("/account").text
    assert "Alerts have never run; Daybook was set up Sun 22 Nov 2026, 09:00 PT." in text


def test_a_held_restore_is_told_but_does_not_make_it_unready(client):
    assert client.get("/readyz").json["parts"]["outgoing"] == "ok"
    with transaction():
        hold_outgoing(occasion().now, occasion().now)
    answered = client.get("/readyz")
    assert answered.status_code == 200
    assert answered.json["parts"]["outgoing"] == "held since 2026-11-24T17:00Z"


def test_a_newer_database_is_not_ready(client):
    session().execute(text("UPDATE alembic_version SET version_num = '9999'"))
    answered = client.get("/readyz")
    assert answered.status_code == 503
    assert "newer than this Daybook" in answered.json["parts"]["migrations"]


def test_a_database_out_of_reach_is_not_ready(tmp_path):
    away = "postgresql+psycopg://daybook@127.0.0.1:1/daybook"
    answered = create_app(Settings(tmp_path, away, "x")).test_client().get("/readyz")
    assert answered.status_code == 503
    assert answered.json["parts"]["database"] == "cannot be reached"


def test_an_old_database_is_not_ready(client):
    session().execute(text("UPDATE alembic_version SET version_num = '0000'"))
    answered = client.get("/readyz")
    assert answered.status_code == 503
    assert "daybook upgrade" in answered.json["parts"]["migrations"]


def test_a_form_without_its_token_is_refused(app, client):
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        answered = client.post("/login", data={"email": "x", "password": "x"})
    finally:
        app.config["WTF_CSRF_ENABLED"] = False
    assert answered.status_code == 400
    assert "The form is out of date" in answered.text


def test_a_story_is_told_by_a_file_alone(tmp_path):
    begin_story(tmp_path, TODAY)
    app = create_app(Settings(tmp_path, "sqlite://", "x"))
    assert app.extensions["daybook"]["clock"].today() == TODAY


class TestOccasion:
    """The occasion of a request."""

    @pytest.fixture
    def seen(self, app, client, people, monkeypatch):
        """Return what a view finds when a person opens an address."""
        found = {}

        def look():
            found["on"] = current_occasion()
            found["again"] = current_occasion()
            return "seen"

        monkeypatch.setitem(app.view_functions, "accounts.profile", look)
        monkeypatch.setitem(app.view_functions, "accounts.change_own_preferences", look)
        sign_in(client, people.olivia)
        return lambda address: (client.get(f"/account{address}"), found.get("on"), found)

    def test_it_is_made_once_for_who_is_signed_in(self, seen, people):
        _, on, found = seen("")
        assert (on.actor.person_id, on.actor.name) == (people.olivia.id, "Olivia Ortega")
        assert on.actor.roles == {"credentialing", "supervisor"}
        assert on.today == TODAY
        assert on is found["again"]

    def test_another_day_comes_from_the_address(self, seen):
        _, on, _ = seen("?as_of=2026-10-30&known_on=2026-11-02")
        assert (str(on.as_of), str(on.known_on)) == ("2026-10-30", "2026-11-02")

    def test_a_day_that_is_none_is_refused(self, seen):
        assert seen("?as_of=2026-02-30")[0].status_code == 422

    @pytest.mark.parametrize("name", ["as_of", "known_on"])
    def test_a_day_to_come_is_no_place_to_look_back_from(self, seen, name):
        answer = seen(f"?{name}=2027-02-03")[0]
        assert answer.status_code == 422
        assert "3 Feb 2027 has not come yet" in answer.text
        assert "Give 24 Nov 2026 or a day before it." in answer.text
        assert "You see" not in answer.text

    @pytest.mark.usefixtures("with_rules")
    def test_a_day_before_every_rule_is_no_place_to_look_back_from(self, seen):
        answer = seen("?as_of=2019-12-31")[0]
        assert answer.status_code == 422
        assert "The rules on record begin on 1 Jan 2020. Give that day or a later" in answer.text
        assert seen("?as_of=2020-01-01")[0].status_code == 200

    def test_the_past_is_not_written(self, seen, client):
        assert client.post("/account/preferences?as_of=2026-10-30").status_code == 409

    def test_a_partner_does_not_look_back(self, app, client, people):
        partner = make_person("Pia Park", occasion(), "partner")
        sign_in(client, partner)
        assert client.get("/settings/rules?as_of=2026-10-30").status_code == 403


def test_a_stranger_is_an_actor_who_may_do_nothing(app):
    with app.test_request_context("/"):
        assert current_actor() == STRANGER
        assert not STRANGER.may("account.own")
