"""A partner who goes over to another MBHO gets no mail about what it owned with the old one."""

from datetime import timedelta

import pytest

from compliance.accounts.services import Place, place_person, set_roles
from compliance.db import transaction
from compliance.deadlines.services import sweep, write_digests
from compliance.directory.services import OrganizationValues, name_organization
from compliance.meetings.services.actions import hand_alerts_over
from compliance.meetings.services.mailing import invite_letter
from compliance.meetings.services.recording import series_now
from compliance.outbox.queries import LogFilter, delivery_log
from tests.conftest import TODAY, occasion, sign_in
from tests.makers.meetings import first_meeting, make_action, make_series
from tests.makers.people import make_person

pytestmark = pytest.mark.usefixtures("with_rules")
BASE = "https://daybook.example"
PARTNER = frozenset({"partner"})


@pytest.fixture
def joint():
    joint = make_series(occasion())
    make_action(joint, occasion())
    return joint


def told(on):
    """Return who gets a mail about what is due by then."""
    sweep(on)
    write_digests(on, BASE)
    return {line.to_address.partition("@")[0] for line in delivery_log(LogFilter())}


def go_over(person, on):
    set_roles(person.id, PARTNER, on, "harbor")
    hand_alerts_over(person.id, on)


@pytest.mark.parametrize("days", [-2, 1], ids=["due soon", "past"])
def test_the_owner_is_told_as_long_as_it_works_for_the_same_mbho(joint, days):
    later = occasion(TODAY + timedelta(days=10 + days))
    assert "hal" in told(later)


@pytest.mark.parametrize("days", [-2, 1], ids=["due soon", "past"])
def test_gone_over_the_organizer_is_told_instead(joint, days):
    go_over(joint.hal, occasion())
    later = occasion(TODAY + timedelta(days=10 + days))
    found = told(later)
    assert "hal" not in found
    assert "grace" in found


def test_an_alert_that_waits_for_its_mail_ends_with_the_move(joint):
    later = occasion(TODAY + timedelta(days=11))
    sweep(later)
    go_over(joint.hal, later)
    assert "hal" not in told(later)


def test_a_supervisor_gone_over_is_told_of_nobody_at_the_old_mbho(joint):
    place_person(joint.hal.id, Place(TODAY, "Tern", joint.nia.id), occasion())
    later = occasion(TODAY + timedelta(days=13))
    assert "nia" in told(later)
    go_over(joint.nia, later)
    make_action(joint, later, due_on=later.today)
    before = sum(line.to_address.startswith("nia@") for line in delivery_log(LogFilter()))
    told(occasion(TODAY + timedelta(days=16)))
    after = sum(line.to_address.startswith("nia@") for line in delivery_log(LogFilter()))
    assert after == before


def test_an_invitation_leaves_out_who_went_over(joint):
    go_over(joint.hal, occasion())
    letter = invite_letter(first_meeting(occasion()), series_now(joint.number), occasion())
    assert joint.hal.id not in {number for number, _, _ in letter.to}


def test_the_people_page_hands_the_alerts_over(client, people):
    with transaction():
        joint = make_series(occasion())
        make_action(joint, occasion())
        admin = make_person("Ada Abbott", occasion(), "admin")
        values = OrganizationValues("mbho", "Harbor Counseling")
        name_organization("harbor", values, TODAY, occasion())
    sign_in(client, admin)
    moved = {"name": "Hal Pruitt", "roles": "partner", "organization": "harbor",
             "department": "Harbor", "supervisor": "", "from_on": "11/24/2026"}  # fmt: skip
    assert client.post(f"/settings/people/{joint.hal.id}", data=moved).status_code == 303
    assert "hal" not in told(occasion(TODAY + timedelta(days=11)))
