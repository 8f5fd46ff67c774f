"""Retention: every table is in the schedule once, and every span says where it comes from."""

from collections import Counter

import pytest

import compliance.models  # noqa: F401  (every table)
from compliance.db import Base
from tests.makers.rulebook import shipped

SCHEDULE = shipped().retention


def test_every_table_stands_in_the_schedule_once():
    named = Counter(table for rule in SCHEDULE.values() for table in rule.tables)
    assert set(named) == set(Base.metadata.tables)
    assert [table for table, times in named.items() if times > 1] == []


@pytest.mark.parametrize("rule", SCHEDULE.values(), ids=lambda rule: rule.code)
def test_a_span_has_a_source_that_somebody_read_or_says_that_it_is_assumed(rule):
    assert rule.sources
    assert all(each.assumed or each.checked_on for each in rule.sources)
    assert rule.years
