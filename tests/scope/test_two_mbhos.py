"""Two MBHOs work with one plan: neither sees, reads or receives what is the other's."""

import pytest

from compliance.accounts.services import set_roles
from compliance.core.errors import BadValue, NotFound
from compliance.core.kpis import PLAN
from compliance.db import session
from compliance.kpis.queries import review
from compliance.meetings.queries.loading import shelf
from compliance.meetings.queries.packs import Draft, pack_data
from compliance.meetings.queries.pages import meeting_page
from compliance.meetings.rules.series import MBHO, Seat
from compliance.meetings.services.mailing import invite_letter
from compliance.meetings.services.packs import prepare_pack, record_pack
from compliance.meetings.services.series import change_series
from compliance.occasions import Actor
from compliance.partners.queries import measures_for
from tests.conftest import occasion
from tests.makers.figures import OCTOBER
from tests.makers.scope import make_sides

pytestmark = pytest.mark.usefixtures("with_rules")


@pytest.fixture
def sides(with_rules):
    return make_sides(occasion())


def seen_by(side):
    person = side.person
    actor = Actor(person.id, person.name, frozenset({"partner"}), person.organization)
    return occasion(actor=actor)


def test_a_guessed_reference_is_one_that_does_not_exist(sides):
    tern, harbor = sides
    on = seen_by(tern)
    for ref in (harbor.meeting, "2027-01-01"):
        with pytest.raises(NotFound, match=f"There is no meeting {ref}"):
            shelf(on).meeting(ref)
    with pytest.raises(NotFound, match=f"There is no action item {harbor.action}"):
        shelf(on).action(harbor.action)
    assert shelf(on).action(tern.action)


def test_a_pack_holds_neither_items_nor_figures_nor_name_of_the_other(sides):
    _, harbor = sides
    told = str(pack_data(meeting_page(harbor.meeting, occasion()), Draft(1), occasion()))
    assert "Send the harbor file" in told
    assert "Harbor" in told
    assert "Send the mbho file" not in told
    assert "Tern" not in told


def test_a_draft_of_a_pack_is_the_plans_own_and_the_final_one_is_shared(sides, app):
    tern, _ = sides
    folder = app.extensions["daybook"]["settings"].uploads
    for is_final in (False, True):
        made = prepare_pack(meeting_page(tern.meeting, occasion()), is_final, folder, occasion())
        record_pack(made, occasion())
    labels = [
        [each.label for each in shelf(on).meeting(tern.meeting).packs]
        for on in (occasion(), seen_by(tern))
    ]
    assert labels == [["Draft 1", "Final"], ["Final"]]


def test_a_review_compares_the_plan_with_one_mbho(sides):
    told = review(OCTOBER, occasion(), partner="harbor")
    assert set(told.names) == {PLAN, "harbor"}
    values = {
        side.entity: side.last.numerator
        for panel in told.panels
        for side in panel.sides
        if panel.kpi.id == "R-CR2"
    }
    assert values["harbor"] == 31.0


def test_the_home_asks_for_the_figures_of_the_own_mbho(sides):
    for side in sides:
        told = {each.now.kpi.id: each.now for each in measures_for(OCTOBER, seen_by(side))}
        assert {each.entity for each in told.values()} == {side.key}
        assert told["R-CR2"].numerator == side.figure


def test_who_went_over_to_the_other_is_not_written_to_any_more(sides):
    tern, harbor = sides
    set_roles(tern.person.id, frozenset({"partner"}), occasion(), "harbor")
    session().flush()
    page = meeting_page(tern.meeting, occasion())
    letter = invite_letter(page.meeting, page.series, occasion())
    assert tern.person.id not in {number for number, _, _ in letter.to}
    assert tern.person.email not in letter.calendar
    assert shelf(seen_by(tern)).meetings == shelf(seen_by(harbor)).meetings


def test_people_of_two_mbhos_do_not_sit_in_one_series(sides):
    tern, harbor = sides
    series = shelf(seen_by(tern)).series
    number, found = next(iter(series.items()))
    settled = found.settled
    seats = (*settled.seats, Seat(harbor.person.id, MBHO))
    with pytest.raises(BadValue, match="People of harbor and mbho are chosen") as refused:
        change_series(number, type(settled)(**{**vars(settled), "seats": seats}), occasion())
    assert refused.value.field == "mbho_people"
