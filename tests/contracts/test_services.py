"""Rows of responsibility: overlaps refused, changes that leave the past readable, facts."""

from datetime import date, timedelta

import pytest

from compliance.contracts.queries.rows import history_of, responsible, rows_seen, rows_to_come
from compliance.contracts.services.rows import change_row, end_row
from compliance.core.errors import BadValue, NotFound, NotNow
from compliance.db import transaction
from compliance.ledger.queries import facts_of
from compliance.ledger.services import Subject
from tests.conftest import TODAY, occasion
from tests.makers.dofr import BEGAN, make_row, row_values

pytestmark = pytest.mark.usefixtures("database")
ON = occasion()
LATER = occasion(TODAY + timedelta(days=20))


def change(number, from_on, why="Amended.", on=ON, **matters):
    with transaction():
        change_row(number, row_values(**matters), from_on, why, on)


def end(number, until_on, why="Contract ended.", on=ON):
    with transaction():
        end_row(number, until_on, why, on)


def entities(on):
    return [each.row.entity for each in rows_seen(on)]


def test_a_row_holds_from_its_day_and_leaves_a_fact():
    number = make_row(ON)
    assert entities(ON) == ["plan"]
    (fact,) = facts_of(Subject("responsibility", number))
    assert (fact.kind, fact.happened_on, fact.payload["entity"]) == ("decided", BEGAN, "plan")


def test_an_overlap_is_refused_with_both_rows():
    make_row(ON)
    with pytest.raises(BadValue, match="Row 1 says Plan from 1 Jan 2026") as refused:
        make_row(ON, date(2026, 7, 1), entity="mbho")
    assert refused.value.field == "from_on"
    assert entities(ON) == ["plan"]


def test_a_row_of_one_medical_group_stands_beside_the_general_one():
    make_row(ON)
    make_row(ON, group_key="sierra-foothill", entity="group")
    assert len(responsible("cocm", ["commercial_dmhc"], ON)) == 2


@pytest.mark.parametrize(
    ("matters", "field"),
    [
        ({"family": "magic"}, "family"),
        ({"line": "moon"}, "line"),
        ({"entity": "bank"}, "entity"),
        ({"payment": "gold"}, "payment"),
        ({"citation": " "}, "citation"),
    ],
)
def test_an_unknown_word_is_refused_at_its_field(matters, field):
    with pytest.raises(BadValue) as refused:
        make_row(ON, **matters)
    assert refused.value.field == field


def test_a_row_may_not_end_before_it_begins():
    with pytest.raises(BadValue, match="would end before it begins"):
        make_row(ON, BEGAN, BEGAN)


def test_a_change_holds_from_its_day_and_the_row_keeps_its_number():
    number = make_row(ON)
    change(number, date(2026, 12, 1), entity="mbho", on=LATER)
    assert entities(LATER) == ["mbho"]
    assert entities(LATER.seen_from(date(2026, 11, 30), None)) == ["plan"]
    assert [each.row.entity for each in history_of(number, LATER)] == ["mbho", "plan"]


def test_what_was_known_before_the_change_stays_readable():
    number = make_row(ON)
    change(number, BEGAN, entity="mbho", on=LATER)
    assert entities(LATER.seen_from(date(2026, 11, 30), TODAY)) == ["plan"]
    assert entities(LATER.seen_from(date(2026, 11, 30), None)) == ["mbho"]


def test_a_change_to_come_is_told_apart():
    number = make_row(ON)
    change(number, date(2027, 1, 1), entity="mbho")
    assert entities(ON) == ["plan"]
    assert [each.row.entity for each in rows_to_come(ON)] == ["mbho"]


def test_a_change_and_an_end_need_a_reason_and_a_day_on_which_the_row_held():
    number = make_row(ON)
    with pytest.raises(BadValue, match="Write the reason"):
        change(number, TODAY, why=" ")
    with pytest.raises(BadValue, match="did not hold yet"):
        end(number, date(2025, 12, 31))
    with pytest.raises(NotFound):
        end(99, TODAY)


def test_an_ended_row_leaves_room_from_its_day_on():
    number = make_row(ON)
    end(number, date(2026, 7, 1))
    assert entities(ON) == []
    assert entities(ON.seen_from(date(2026, 6, 30), None)) == ["plan"]
    make_row(ON, date(2026, 7, 1), entity="mbho")
    assert entities(ON) == ["mbho"]


def test_nothing_is_written_while_looking_back():
    with pytest.raises(NotNow):
        make_row(ON.seen_from(TODAY, None))
