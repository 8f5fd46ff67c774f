"""`daybook meetings`: the documents of the contract and the files it writes."""

import json
from datetime import timedelta
from types import SimpleNamespace

import pytest
from click.testing import CliRunner
from flask import current_app

from compliance.core.errors import BadValue, NotFound
from compliance.db import session
from compliance.meetings.cli import meetings
from compliance.meetings.queries.loading import shelf
from tests.conftest import TODAY, occasion
from tests.makers.meetings import make_series

pytestmark = pytest.mark.usefixtures("with_rules")


class Console:
    json = True

    def __init__(self, folder):
        self.app = current_app
        self.settings = SimpleNamespace(uploads=folder / "uploads")

        self.as_of = self.known_on = None

    def occasion(self):
        return occasion(TODAY + timedelta(days=1)).seen_from(self.as_of, self.known_on)

    def writing(self):
        return occasion()

    def emit(self, document, lines):
        print(json.dumps(document))  # noqa: T201


def run(folder, *words):
    words = [str(each) for each in words]
    return CliRunner().invoke(meetings, words, obj=Console(folder), catch_exceptions=False)


def test_meetings_are_listed_with_their_state(tmp_path):
    make_series(occasion())
    listed = json.loads(run(tmp_path, "list").stdout)
    assert listed[0]["ref"] == "2026-12-03"
    assert listed[0]["state"] == "Pack not ready"
    assert listed[0]["pack_by"] == "2026-11-25"


def test_a_pack_is_kept_as_a_draft_and_written(tmp_path):
    make_series(occasion())
    session().commit()
    out = tmp_path / "pack.pdf"
    said = json.loads(run(tmp_path, "pack", "2026-12-03", "--out", out).stdout)
    assert said["number"] == 1
    assert out.read_bytes().startswith(b"%PDF-")
    assert shelf(occasion()).meeting("2026-12-03").packs[0].sha256 == said["sha256"]


def test_the_pack_of_an_earlier_day_is_the_one_made_by_then(tmp_path):
    make_series(occasion())
    session().commit()
    out, days = tmp_path / "pack.pdf", ("--as-of", TODAY, "--known-on", TODAY)
    with pytest.raises(NotFound, match="No pack"):
        run(tmp_path, "pack", "2026-12-03", "--out", out, *days)
    made = json.loads(run(tmp_path, "pack", "2026-12-03", "--out", out).stdout)
    again = json.loads(run(tmp_path, "pack", "2026-12-03", "--out", out, *days).stdout)
    assert (again["number"], again["sha256"]) == (1, made["sha256"])
    assert len(shelf(occasion()).meeting("2026-12-03").packs) == 1


def test_an_invitation_is_written(tmp_path):
    make_series(occasion())
    out = tmp_path / "invite.ics"
    assert json.loads(run(tmp_path, "invite", "2026-12-03", "--out", out).stdout)["sequence"] == 0
    assert b"METHOD:REQUEST" in out.read_bytes()


@pytest.mark.parametrize(("verb", "name"), [("pack", "pack.doc"), ("invite", "invite.txt")])
def test_another_suffix_is_refused_before_anything_is_made(tmp_path, verb, name):
    make_series(occasion())
    with pytest.raises(BadValue, match="Name the file so"):
        run(tmp_path, verb, "2026-12-03", "--out", tmp_path / name)
    assert shelf(occasion()).meeting("2026-12-03").packs == ()


def test_an_unknown_meeting_is_named(tmp_path):
    with pytest.raises(NotFound, match="2026-12-04"):
        run(tmp_path, "invite", "2026-12-04", "--out", tmp_path / "x.ics")
