"""Packs: one canonical text per rulebook, named by its hash, and back again."""

import json

import pytest

from compliance.core.errors import BadPack
from compliance.rulebook.packs import book_from_json, pack_json, pack_version, parameter_schema
from tests.makers.rulebook import book


def test_a_pack_comes_back_as_it_went() -> None:
    text = pack_json(book())
    assert book_from_json(text) == book()
    assert pack_json(book_from_json(text)) == text


def test_a_pack_is_named_by_its_hash() -> None:
    text = pack_json(book())
    assert book().version == pack_version(text)
    assert len(pack_version(text)) == 12
    assert pack_version(text.replace('"2023-01-01":60', '"2023-01-01":61')) != book().version


def test_choices_of_a_plan_are_no_part_of_the_pack() -> None:
    chosen = book(credentialing__notice_basis="statute")
    assert chosen.choice("credentialing.notice_basis", "stricter") == "statute"
    assert pack_json(chosen) == pack_json(book())


def test_numbers_stay_numbers_and_words_stay_words() -> None:
    tree = json.loads(pack_json(book()))["parameters"]
    assert tree["credentialing.decision_days"]["values"] == {"2023-01-01": 60}
    assert tree["credentialing.general_mode"]["values"]["2027-01-01"] == "enforce"


def test_a_spoiled_pack_is_refused_with_its_place() -> None:
    spoiled = pack_json(book()).replace('"binding":"law"', '"binding":"lore"')
    with pytest.raises(BadPack, match=r"Stored pack \w{12}, at parameters\..*binding"):
        book_from_json(spoiled)


def test_the_schema_of_a_parameter_forbids_unknown_fields() -> None:
    schema = parameter_schema()
    assert schema["additionalProperties"] is False
    assert {"title", "rule", "values", "sources", "confidence"} <= set(schema["required"])
