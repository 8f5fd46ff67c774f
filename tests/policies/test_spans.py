"""Who holds which part, and who acts: overlaps, absences, deputies."""

from datetime import date

import pytest

from compliance.core.duties import Part
from compliance.core.errors import BadValue
from compliance.policies.rules.acting import Presence, acting_on
from compliance.policies.rules.spans import Span, check_span

DAY = date(2026, 11, 24)
JAN, JUN = date(2026, 1, 6), date(2026, 6, 1)
EVERYBODY = Presence({1, 2, 3}, {})


def span(person=1, part=Part.ACCOUNTABLE, from_on=JAN, until_on=None, name="Dana Whitfield"):
    return Span("CRED-02", person, name, part, from_on, until_on)


def test_two_accountable_at_a_time_are_refused_naming_both():
    with pytest.raises(BadValue) as refused:
        check_span(span(2, from_on=JUN, name="Joel Sandoval"), [span()])
    assert str(refused.value) == (
        "CRED-02 has Dana Whitfield from 6 Jan 2026 as accountable; Joel Sandoval from "
        "1 Jun 2026 overlaps. End the first before the second begins."
    )


def test_the_next_may_begin_on_the_day_the_first_ends():
    check_span(span(2, from_on=JUN), [span(until_on=JUN)])


def test_one_day_earlier_they_overlap():
    with pytest.raises(BadValue):
        check_span(span(2, from_on=JUN), [span(until_on=date(2026, 6, 2))])


def test_several_may_be_responsible_but_nobody_twice():
    responsible = span(part=Part.RESPONSIBLE)
    check_span(span(2, Part.RESPONSIBLE), [responsible])
    with pytest.raises(BadValue):
        check_span(span(1, Part.RESPONSIBLE, from_on=JUN), [responsible])


def test_a_span_that_ends_before_it_begins_is_refused():
    with pytest.raises(BadValue, match="the last day 5 Jan 2026 lies before the first"):
        check_span(span(until_on=JAN), [])


def test_the_owner_acts():
    assert acting_on([span()], DAY, EVERYBODY).person_id == 1


def test_the_deputy_acts_while_the_owner_is_away():
    spans = [span(), span(2, Part.DEPUTY)]
    acting = acting_on(spans, DAY, Presence({1, 2}, {1: date(2026, 12, 1)}))
    assert (acting.person_id, acting.is_deputy) == (2, True)


def test_the_responsible_owner_comes_before_the_deputy():
    spans = [span(), span(2, Part.DEPUTY), span(3, Part.RESPONSIBLE)]
    acting = acting_on(spans, DAY, Presence({1, 2, 3}, {1: None}))
    assert (acting.person_id, acting.is_deputy) == (3, False)


@pytest.mark.parametrize(
    ("spans", "presence", "why"),
    [
        ([], EVERYBODY, "No owner"),
        ([span(2, Part.DEPUTY)], EVERYBODY, "No owner"),
        ([span(until_on=DAY)], EVERYBODY, "No owner"),
        ([span()], Presence(set(), {}), "The account of Dana Whitfield is deactivated"),
        (
            [span()],
            Presence({1}, {1: date(2026, 12, 4)}),
            "Dana Whitfield is away until 4 Dec 2026 and no deputy is there",
        ),
    ],
)
def test_nobody_acts_and_it_says_why(spans, presence, why):
    acting = acting_on(spans, DAY, presence)
    assert (acting.person_id, acting.why_vacant) == (None, why)
