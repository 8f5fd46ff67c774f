"""Mail about alerts: one digest a person, breaches by themselves, each alert in one mail."""

from datetime import timedelta

import pytest

from compliance.db import session
from compliance.deadlines.rules.snoozes import Snooze
from compliance.deadlines.services import snooze_alert, sweep, write_digests
from compliance.deadlines.services.digests import LISTED
from compliance.occasions import Actor
from compliance.outbox.queries import LogFilter, delivery_log, message
from tests.conftest import TODAY, occasion
from tests.makers.deadlines import make_deadline, open_alerts
from tests.makers.people import make_people, make_person

WEEK = timedelta(days=7)
BASE = "https://daybook.example"


@pytest.fixture
def staff(database):
    people = make_people(occasion())
    make_person("Carla Castro", occasion(), "compliance")
    return people


def queued() -> list[tuple[str, str]]:
    return sorted((line.kind, line.to_address) for line in delivery_log(LogFilter()))


def test_one_digest_for_all_of_a_persons_alerts(staff):
    for number in (1, 2, 3):
        make_deadline(TODAY + WEEK, occasion(), number=number, owner_id=staff.theo.id)
    assert write_digests(occasion(), BASE) == 1
    (line,) = delivery_log(LogFilter())
    assert line.subject == "3 deadlines need you"
    text = message(line.id).body_text
    assert "Decision due Tue 1 Dec 2026: APP-1001, Tobias Renquist, LMFT" in text
    assert f"{BASE}/alerts/deadlines/" in text


def test_a_breach_goes_in_a_message_of_its_own(staff):
    make_deadline(TODAY - WEEK, occasion(), number=1, owner_id=staff.theo.id)
    make_deadline(TODAY + WEEK, occasion(), number=2, owner_id=staff.theo.id)
    assert write_digests(occasion(), BASE) == 4
    assert [kind for kind, _ in queued()] == ["breach", "breach", "breach", "digest"]
    subjects = {line.subject for line in delivery_log(LogFilter(kinds=frozenset({"breach"})))}
    assert subjects == {"Past the legal limit: Decision, APP-1001"}


def test_between_runs_only_breaches_are_told(staff):
    make_deadline(TODAY + WEEK, occasion(), owner_id=staff.theo.id)
    assert write_digests(occasion(), BASE, only_breaches=True) == 0
    assert write_digests(occasion(), BASE) == 1


def test_an_alert_is_in_one_mail_only(staff):
    make_deadline(TODAY - WEEK, occasion(), owner_id=staff.theo.id)
    write_digests(occasion(), BASE)
    assert write_digests(occasion(), BASE) == 0


def test_what_was_done_or_snoozed_is_in_no_mail(staff):
    make_deadline(TODAY + WEEK, occasion(), number=1, owner_id=staff.theo.id)
    make_deadline(TODAY + WEEK, occasion(), number=1, owner_id=staff.theo.id, met_on=TODAY)
    row = make_deadline(TODAY + WEEK, occasion(), number=2, owner_id=staff.theo.id)
    alerts = [number for number, _, _ in open_alerts()]
    assert alerts == [row.id]
    theo = Actor(staff.theo.id, "Theo Tran")
    snooze_alert(2, Snooze(TODAY + timedelta(days=2), "waiting"), occasion(actor=theo))
    assert write_digests(occasion(), BASE) == 0
    assert write_digests(occasion(TODAY + timedelta(days=2)), BASE) == 1


def test_somebody_who_left_gets_no_mail(staff):
    make_deadline(TODAY + WEEK, occasion(), owner_id=staff.theo.id)
    staff.theo.active = False
    session().flush()
    assert write_digests(occasion(), BASE) == 0


def test_a_long_digest_lists_the_first_and_counts_the_rest(staff):
    for number in range(LISTED + 3):
        make_deadline(TODAY + WEEK, occasion(), number=number, owner_id=staff.theo.id, sweep=False)
    sweep(occasion())
    write_digests(occasion(), BASE)
    (line,) = delivery_log(LogFilter())
    assert "And 3 more." in message(line.id).body_text
    assert write_digests(occasion(), BASE) == 0


def test_an_html_mail_escapes_what_people_typed(staff):
    make_deadline(TODAY + WEEK, occasion(), owner_id=staff.theo.id, label="<b>Bo</b> & Co, LMFT")
    write_digests(occasion(), BASE)
    (line,) = delivery_log(LogFilter())
    assert "<b>Bo</b>" not in message(line.id).body_html
