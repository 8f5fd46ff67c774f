"""What a later file says of an application that is here."""

from datetime import date

import pytest
from sqlalchemy import select

from compliance.core.errors import BadFile
from compliance.core.facts import standing
from compliance.credentialing.services.completeness import find_complete, find_incomplete
from compliance.credentialing.services.loading import load
from compliance.db import session
from compliance.directory.models import ProviderDetail, ProviderRestricted
from compliance.ledger.queries import facts_of
from compliance.ledger.services import Subject
from tests.conftest import occasion
from tests.intake.desk import NOVEMBER, counts, kinds, only_id, story
from tests.makers.files import bring_in, make_row, plan_of
from tests.makers.people import make_person

pytestmark = pytest.mark.usefixtures("database")


def test_completion_given_later_starts_the_decision_clock():
    bring_in(occasion(), make_row())
    done = bring_in(occasion(), make_row(completed_on=NOVEMBER(16)))
    assert counts(done) == (0, 1, 0)
    assert story().completed_on == date(2026, 11, 16)
    assert kinds() == ["received", "found_complete"]


def test_completion_after_incomplete_is_the_arrival_of_what_was_missing():
    told = {"notice_sent_on": NOVEMBER(12), "notice_said": "incomplete"}
    bring_in(occasion(), make_row(**told))
    assert story().missing
    bring_in(occasion(), make_row(**told, completed_on=NOVEMBER(18)))
    assert story().completed_on == date(2026, 11, 18)
    assert story().notices[0].sent_on == date(2026, 11, 12)


def test_later_complete_notice_is_a_second_one_and_keeps_the_first():
    bring_in(occasion(), make_row(notice_sent_on=NOVEMBER(12), notice_said="incomplete"))
    later = {"notice_sent_on": NOVEMBER(20), "notice_said": "complete"}
    bring_in(occasion(), make_row(**later, completed_on=NOVEMBER(18)))
    found = load(only_id(), occasion())
    assert [each.sent_on.day for each in found.story.notices] == [12, 20]
    met = {each.kind: each.met_on.day for each in found.snapshot.clocks if each.met_on}
    assert met == {"completeness_notice": 12, "second_notice": 20}


def test_notice_with_another_day_is_a_correction():
    bring_in(occasion(), make_row(notice_sent_on=NOVEMBER(12), notice_said="complete"))
    bring_in(occasion(), make_row(notice_sent_on=NOVEMBER(13), notice_said="complete"))
    assert [each.sent_on.day for each in story().notices] == [13]


def test_changed_completion_supersedes_the_declared_one():
    bring_in(occasion(), make_row(completed_on=NOVEMBER(16)))
    bring_in(occasion(), make_row(completed_on=NOVEMBER(17)))
    assert story().completed_on == date(2026, 11, 17)
    kept = standing(facts_of(Subject("application", only_id())))
    assert [each.kind for each in kept] == ["received", "found_complete"]


def test_file_does_not_overrule_a_review():
    on = occasion()
    bring_in(on, make_row())
    find_complete(load(only_id(), on), on.today, on)
    session().commit()
    done = bring_in(on, make_row(completed_on=NOVEMBER(17)))
    assert counts(done) == (0, 0, 1)
    assert "Staff found it complete" in done.problems[0].message
    assert story().completed_on == date(2026, 11, 9)


def test_items_that_staff_asked_for_stay_open():
    on = occasion()
    bring_in(on, make_row())
    find_incomplete(load(only_id(), on), on.today, ["malpractice"], on)
    session().commit()
    done = bring_in(on, make_row(completed_on=NOVEMBER(17)))
    assert "Items that staff asked for" in done.problems[0].message
    assert story().completed_on is None


def test_decision_given_later_and_then_changed():
    base = {"completed_on": NOVEMBER(16)}
    bring_in(occasion(), make_row(**base))
    bring_in(occasion(), make_row(**base, decided_on=NOVEMBER(20), decision="approved"))
    assert story().decision == "approved"
    bring_in(occasion(), make_row(**base, decided_on=NOVEMBER(20), decision="denied"))
    assert (story().decision, story().decided_on) == ("denied", date(2026, 11, 20))


def test_day_of_decision_without_the_decision_is_a_problem_and_not_an_approval():
    done = bring_in(occasion(), make_row(completed_on=NOVEMBER(16), decided_on=NOVEMBER(20)))
    assert "No decision was given" in done.problems[0].message
    assert story().decided_on is None
    again = bring_in(
        occasion(),
        make_row(completed_on=NOVEMBER(16), decided_on=NOVEMBER(20), decision="denied"),
    )
    assert counts(again) == (0, 1, 0)
    assert story().decision == "denied"


def test_withdrawal_given_later_and_corrected():
    bring_in(occasion(), make_row())
    bring_in(occasion(), make_row(withdrawn_on=NOVEMBER(12)))
    bring_in(occasion(), make_row(withdrawn_on=NOVEMBER(13)))
    assert (story().ended, story().ended_on) == ("withdrawn", date(2026, 11, 13))


def test_impossible_order_against_the_record_is_refused():
    bring_in(occasion(), make_row(completed_on=NOVEMBER(16)))
    row = make_row(completed_on="", decided_on=NOVEMBER(12), decision="approved")
    (refused,) = bring_in(occasion(), row).refused
    assert "before it was complete on 16 Nov 2026" in refused.message


def test_owner_is_found_by_address_and_follows_the_file():
    theo, olivia = make_person("Theo Tran", occasion()), make_person("Olivia Ortega", occasion())
    session().commit()
    bring_in(occasion(), make_row(owner_email=theo.email.upper()))
    assert story().owner_id == theo.id
    bring_in(occasion(), make_row(owner_email=olivia.email))
    assert story().owner_id == olivia.id


def test_unknown_owner_is_a_problem_and_is_given_the_file_once_here():
    done = bring_in(occasion(), make_row(owner_email="theo@aldercreek.example"))
    assert [each.column for each in done.problems] == ["owner_email"]
    assert story().owner_id is None
    theo = make_person("Theo Tran", occasion())
    session().commit()
    bring_in(occasion(), make_row(owner_email="theo@aldercreek.example"))
    assert story().owner_id == theo.id


def test_further_column_is_kept_in_the_received_payload_when_ticked():
    row = make_row(notes="call first")
    assert plan_of(occasion(), row).matched.unknown == ("notes",)
    bring_in(occasion(), row, keep=["notes"])
    assert facts_of(Subject("application", only_id()))[0].payload["extra"] == {
        "notes": "call first"
    }
    assert counts(bring_in(occasion(), row, keep=["notes"])) == (0, 0, 1)
    changed = bring_in(occasion(), make_row(notes="write"), keep=["notes"])
    assert counts(changed) == (0, 1, 0)


def test_keeping_a_column_that_is_not_there_is_refused():
    with pytest.raises(BadFile, match="There is no further column shoes"):
        plan_of(occasion(), make_row(), keep=["shoes"])


def born() -> list[date | None]:
    query = select(ProviderRestricted.birth_date).order_by(ProviderRestricted.id)
    return list(session().scalars(query.where(ProviderRestricted.superseded_at.is_(None))))


def test_a_birth_date_given_later_and_set_right_stays_restricted():
    bring_in(occasion(), make_row())
    for given in ("1980-02-03", "1980-03-02"):
        assert counts(bring_in(occasion(), make_row(birth_date=given))) == (0, 1, 0)
    assert born() == [date(1980, 3, 2)]
    first, last = [
        each for each in facts_of(Subject("application", only_id())) if each.kind == "corrected"
    ]
    assert first.payload == last.payload == {"values": {}, "restricted": ["birth_date"]}
    assert last.origin.endswith("row 2")
    assert counts(bring_in(occasion(), make_row(birth_date="1980-03-02"))) == (0, 0, 1)


def test_a_name_changed_by_a_file_is_the_providers_too():
    bring_in(occasion(), make_row(last_name="Ruis"))
    bring_in(occasion(), make_row(last_name="Ruiz"))
    now = select(ProviderDetail.last_name).where(ProviderDetail.superseded_at.is_(None))
    assert list(session().scalars(now)) == ["Ruiz"]
