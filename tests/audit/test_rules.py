"""The chain: a bit changed anywhere, a link removed or moved is found."""

import random
from datetime import UTC, date, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from compliance.audit.rules import (
    START,
    Link,
    add_spans,
    canonical,
    fact_values,
    has_number_outside,
    holding,
    link_hash,
    merged,
    spans_of,
)

NOON = datetime(2026, 11, 24, 20, tzinfo=UTC)
NUMBERS = st.lists(st.integers(1, 60), max_size=40)


def chain(length: int) -> list[Link]:
    links: list[Link] = []
    previous = START
    for number in range(1, length + 1):
        at = NOON + timedelta(seconds=number)
        values = [
            number,
            at,
            number % 7 or None,
            "act",
            f"notices.send_{number}",
            f'{{"n":{number}}}',
        ]
        links.append(Link(number, values, previous, link_hash(values, previous)))
        previous = links[-1].hash
    return links


def held(links: list[Link]) -> int:
    return sum(1 for _ in holding(links))


def flipped(value: object, dice: random.Random) -> object:
    """Return the value with one bit of it changed."""
    if isinstance(value, datetime):
        return value + timedelta(microseconds=2 ** dice.randrange(40))
    if isinstance(value, str):
        raw = bytearray(value.encode())
        raw[dice.randrange(len(raw))] ^= 1 << dice.randrange(7)
        return raw.decode()
    return (value or 0) ^ (1 << dice.randrange(20))


def with_a_bit_changed(link: Link, dice: random.Random) -> Link:
    place = dice.randrange(len(link.values) + 2)
    if place == len(link.values):
        return Link(link.number, link.values, flipped(link.previous, dice), link.hash)
    if place > len(link.values):
        return Link(link.number, link.values, link.previous, flipped(link.hash, dice))
    values = list(link.values)
    values[place] = flipped(values[place], dice)
    return Link(values[0], values, link.previous, link.hash)


def test_a_bit_changed_in_200_of_2000_entries_is_found_200_times():
    links, dice, found = chain(2000), random.Random(20261124), 0
    for _ in range(200):
        at = dice.randrange(len(links))
        changed = [
            *links[max(at - 1, 0) : at],
            with_a_bit_changed(links[at], dice),
            *links[at + 1 : at + 3],
        ]
        before, head = (at - 1, links[at - 1].previous) if at else (0, START)
        found += sum(1 for _ in holding(changed, before, head)) == min(at, 1)
    assert held(links) == 2000
    assert found == 200


def test_a_removed_entry_is_found_where_it_stood():
    links = chain(30)
    assert held(links[:11] + links[12:]) == 11


def test_entries_that_changed_places_are_found():
    links = chain(30)
    links[4], links[5] = links[5], links[4]
    assert held(links) == 4


def test_an_entry_put_in_with_a_hash_of_its_own_breaks_the_next_one():
    links = chain(5)
    values = [3, NOON, None, "act", "made up", "{}"]
    links[2] = Link(3, values, links[1].hash, link_hash(values, links[1].hash))
    assert held(links) == 3


def test_the_same_instant_is_hashed_alike_in_any_zone():
    pacific = NOON.astimezone(timezone(timedelta(hours=-8)))
    assert canonical([NOON]) == canonical([pacific]) == '["2026-11-24 20:00:00.000000"]'
    assert canonical([date(2026, 11, 24), None, 0]) == '["2026-11-24",null,0]'


def test_how_a_payload_is_spelled_is_nothing_but_what_it_says_counts():
    spelled = [fact_values([1, text], 1) for text in ('{"a": 1, "b": 2}', '{"b":2,"a":1}')]
    assert canonical(spelled[0]) == canonical(spelled[1])
    assert canonical(spelled[0]) != canonical(fact_values([1, '{"a": 1, "b": 3}'], 1))
    assert canonical(fact_values([1, "{broken"], 1)) != canonical(fact_values([1, "{brokem"], 1))


@given(NUMBERS)
def test_runs_hold_each_number_once(numbers):
    spans = spans_of(numbers)
    assert [n for first, last in spans for n in range(first, last + 1)] == sorted(set(numbers))
    assert not has_number_outside(sorted(set(numbers)), spans)


@given(NUMBERS, NUMBERS)
def test_merged_runs_hold_the_numbers_of_both(some, others):
    known = spans_of(some)
    add_spans(known, spans_of(others))
    assert merged(known) == spans_of([*some, *others])


@given(NUMBERS, st.integers(1, 60))
def test_a_number_in_no_run_is_told(numbers, number):
    assert has_number_outside([number], spans_of(numbers)) == (number not in numbers)
