"""Words: one per thing, as the contract has them, and none of those the design forbids."""

import re
from enum import StrEnum

import pytest
from sqlalchemy import Enum

import compliance.models  # noqa: F401  (every table of the product)
from compliance.core import states
from compliance.db import Base
from tests.house.tree import templates

CONTRACT = {
    "new", "incomplete", "verifying", "committee", "deferred", "approved", "provisional",
    "denied", "activated", "withdrawn", "closed", "not_eligible", "void", "merged",
}  # fmt: skip
FORBIDDEN = re.compile(
    r"\b(expired?|delinquen\w*|violations?|please|successfully|e-mail|licence|log ?in)\b", re.I
)
TAGS = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<[^>]*>", re.S)


def state_enums() -> list[type[StrEnum]]:
    found = (value for value in vars(states).values() if isinstance(value, type))
    return [each for each in found if issubclass(each, StrEnum) and each is not StrEnum]


@pytest.mark.parametrize("page", sorted(templates()))
def test_a_page_uses_none_of_the_forbidden_words(page):
    found = FORBIDDEN.search(TAGS.sub(" ", templates()[page]))
    assert not found, f"{page} says {found.group() if found else ''}"


def test_application_states_are_those_of_the_contract():
    assert {each.value for each in states.ApplicationState} == CONTRACT


@pytest.mark.parametrize(
    "table", [name for name in vars(states) if name.endswith("_WORDS")], ids=str
)
def test_every_state_has_its_word(table):
    words = vars(states)[table]
    enum = type(next(iter(words)))
    assert set(words) == set(enum)
    assert not any(FORBIDDEN.search(word.label) for word in words.values())


def test_state_columns_hold_only_words_of_the_tables():
    known = {frozenset(member.value for member in enum) for enum in state_enums()}
    for table in Base.metadata.tables.values():
        for column in table.columns:
            if column.name.endswith("state") and isinstance(column.type, Enum):
                assert frozenset(column.type.enums) in known, f"{table.name}.{column.name}"
