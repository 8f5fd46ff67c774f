"""A new kind of letter is one file of the rules: every part of the product takes it up."""

from pathlib import Path
from shutil import copytree

import pytest

from compliance.credentialing.jobs import settle_notices
from compliance.credentialing.queries.notices import notices_of
from compliance.credentialing.queries.one import application as one
from compliance.credentialing.services.completeness import find_complete
from compliance.credentialing.services.decisions import record_decision
from compliance.credentialing.services.loading import load
from compliance.credentialing.services.notice_letters import ref_of
from compliance.db import session
from compliance.outbox.jobs import deliver
from compliance.outbox.queries import message
from compliance.rulebook.models import PackAdoption, RulePack
from compliance.rulebook.packs import pack_json, pack_version
from compliance.rulebook.seeds import read_policies
from tests.conftest import TODAY
from tests.credentialing.notices.desk import ANA, on
from tests.credentialing.notices.pages import address, application, messages
from tests.makers.applications import CONTACT
from tests.makers.rulebook import POLICIES

WELCOME = """\
id: welcome
title: Welcome to our network
values:
  2020-01-01:
    subject: Welcome, {{provider_name}}
    letterhead: |
      {{plan_name}}
      Network management
    body: |
      {{today}}

      Your application {{application_ref}} for {{practice_name}} was {{decision}} on {{decided_on}}.

      {{owner_name}}, {{plan_phone}}
  2026-11-01:
    subject: Welcome, {{provider_name}}
    body: |
      Dear {{provider_name}},

      We {{decision}} your application {{application_ref}} on {{decided_on}}.
sources:
  - cite: Wording of the letter
    assumed: our own words
"""


@pytest.fixture
def rules(plan, tmp_path: Path):
    """Adopt the shipped rules with one file more."""
    folder = copytree(POLICIES, tmp_path / "policies")
    (folder / "letters" / "welcome.yaml").write_text(WELCOME, encoding="utf-8")
    book = read_policies(folder)
    body = pack_json(book)
    session().add(RulePack(version=pack_version(body), body=body))
    session().flush()
    session().add(PackAdoption(version=pack_version(body), adopted_at=on().now))
    session().commit()
    return book


@pytest.fixture
def approved(rules) -> int:
    number = application()
    find_complete(load(number, on()), TODAY, on())
    record_decision(load(number, on()), "approved", TODAY, on())
    session().commit()
    return number


def test_the_composer_offers_it_and_sends_it(theo, approved, door, box, clock):
    page = theo.get(address(approved, "notice"))
    assert "Welcome to our network" in page.text
    page = theo.get(address(approved, "notice?letter=welcome"))
    assert "We approved your application" in page.text
    fields = page.fields(address(approved, "notice/send"))
    sent = theo.client.post(address(approved, "notice/send"), data=fields)
    (number,) = messages(approved)
    assert sent.location == f"/notices/{number}"
    clock.wait(minutes=11)
    assert deliver(door).sent == 1
    settle_notices(door)
    (mail,) = box.mails
    assert (mail["To"], mail["Cc"]) == (ANA, CONTACT)
    page = theo.get(f"/notices/{number}")
    assert "Welcome to our network, version of 1 Nov 2026" in page.text
    (line,) = notices_of(one(ref_of(approved), door.occasion()), door.occasion())
    assert line.title == "Welcome to our network"
    assert line.text.endswith("accepted by the mail server")


def test_it_goes_on_paper_in_the_version_of_its_day(theo, approved):
    page = theo.get(address(approved, "notice/paper?letter=welcome"))
    data = page.fields(address(approved, "notice/paper")) | {"tracking": "9407"}
    theo.client.post(address(approved, "notice/paper"), data=data)
    fact = load(approved, on()).facts[-1]
    assert fact.payload["letter"] == "welcome"
    assert fact.payload["letter_version"] == "2026-11-01"
    assert fact.payload["body_text"].startswith("Dear ")


def test_it_goes_to_many_at_once(theo, approved):
    data = {"ids": [approved], "letter": "welcome"}
    page = theo.post("/applications/notices/bulk", data, 200)
    assert page.heading == "Send notices: 1 letter"
    sure = data | {"sure": "yes", "post_key": "12345678"}
    theo.client.post("/applications/notices/bulk", data=sure)
    (number,) = messages(approved)
    assert message(number).subject.startswith("Welcome, ")


def test_it_cannot_tell_what_is_not_so(theo, rules):
    page = theo.get(address(application(), "notice?letter=welcome"))
    assert "The letter names decision, and there is none. Record the decision first." in page.text


def test_an_unknown_letter_is_answered_with_those_there_are(theo, rules):
    page = theo.get(address(application(), "notice?letter=farewell"))
    assert "There is no letter called farewell." in page.text
