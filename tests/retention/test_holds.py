"""Legal holds: placed with a reason, released with a reason, never gone from the record."""

from datetime import timedelta

import pytest

from compliance.core.errors import BadValue, NotFound, NotNow
from compliance.retention.queries import holds_on, kept_kinds, legal_holds
from compliance.retention.services import NewHold, place_hold, release_hold
from tests.conftest import TODAY, occasion, sign_in
from tests.makers.applications import make_application
from tests.makers.people import make_person
from tests.web.page_client import PageClient

NEW = NewHold("All of the file.", "Subpoena of 20 November.", "application", "APP-1001")
PLACE = "/settings/retention/holds/new"


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"scope": " "}, "scope"),
        ({"reason": ""}, "reason"),
        ({"subject_ref": ""}, "subject_ref"),
        ({"subject_kind": "shoe"}, "subject_kind"),
    ],
)
def test_half_a_hold_is_refused_at_its_field(with_rules, said, field):
    with pytest.raises(BadValue) as refused:
        place_hold(NewHold(**{**vars(NEW), **said}), occasion())
    assert refused.value.field == field
    assert legal_holds(occasion()) == []


def test_a_hold_stands_on_its_record_until_released_and_stays_readable(with_rules):
    number = place_hold(NEW, occasion())
    assert [each.number for each in holds_on("application", "APP-1001", occasion())] == [number]
    assert holds_on("application", "APP-1002", occasion()) == []
    later = occasion(TODAY + timedelta(days=9))
    with pytest.raises(BadValue):
        release_hold(number, " ", later)
    release_hold(number, "The matter is settled.", later)
    assert holds_on("application", "APP-1001", later) == []
    assert holds_on("application", "APP-1001", later.seen_from(TODAY, TODAY))
    told = legal_holds(later)[0]
    assert (told.until_on, told.release_reason) == (later.today, "The matter is settled.")
    with pytest.raises(NotNow):
        release_hold(number, "Again.", later)
    with pytest.raises(NotFound):
        release_hold(9, "x", later)


def test_each_kind_of_record_says_how_long_and_how_many(with_rules):
    place_hold(NEW, occasion())
    told = {each.rule.code: each for each in kept_kinds(occasion())}
    assert (told["events"].kept, told["working"].kept) == ("10 years", "While it is of use")
    assert told["audit"].count >= 1
    assert told["rules"].oldest_on.isoformat() == "2026-01-01"


@pytest.fixture
def elise(client, people) -> PageClient:
    make_application(occasion(), ref="APP-1001")
    person = make_person("Elise Fontaine", occasion(), "compliance")
    return PageClient(sign_in(client, person))


def test_compliance_places_a_hold_that_the_application_names(elise):
    form = elise.get(PLACE).fields(PLACE)
    typed = {**form, **vars(NEW), "subject_ref": "1001"}
    elise.post(PLACE, typed, 303)
    assert "Legal hold 1 since" in elise.get("/applications/APP-1001").text
    page = elise.get("/settings/retention")
    assert "Nothing is removed in this version" in page.text
    assert "Subpoena of 20 November." in page.text
    release = "/settings/retention/holds/1/release"
    form = elise.get(release).fields(release)
    elise.post(release, {**form, "why": "Settled."}, 303)
    assert "Legal hold 1 since" not in elise.get("/applications/APP-1001").text


def test_a_record_that_does_not_exist_is_refused_with_everything_kept(elise):
    form = elise.get(PLACE).fields(PLACE)
    page = elise.post(PLACE, {**form, **vars(NEW), "subject_ref": "APP-9"}, 200)
    assert "There is no application APP-9" in page.text
    assert page.fields(PLACE)["scope"].strip() == NEW.scope


def test_an_administrator_reads_the_schedule_and_places_nothing(client, people):
    avery = PageClient(sign_in(client, make_person("Avery Lindholm", occasion(), "admin")))
    assert "Place a legal hold" not in avery.get("/settings/retention").text
    assert avery.get(PLACE, 403).status == 403
