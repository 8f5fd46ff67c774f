"""Strict YAML: text stays text, and shortcuts are refused with the line and the way out."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.core.errors import BadPack
from compliance.rulebook.strict_yaml import parse


def test_every_scalar_stays_text_but_null_true_and_false() -> None:
    text = "a: 99492\nb: no\nc: 1.10\nd: 2026-01-01\ne: null\nf: true\ng: false\nh: 0o7\ni: '~'\n"
    assert list(parse(text, "f.yaml").values()) == [
        "99492", "no", "1.10", "2026-01-01", None, True, False, "0o7", "~",
    ]  # fmt: skip


def test_quoted_words_stay_text() -> None:
    assert parse("a: 'null'\nb: \"true\"\nc: ''", "f.yaml") == {"a": "null", "b": "true", "c": ""}


def test_lists_and_folded_text() -> None:
    assert parse("a: [x, {b: y}]\nc: >-\n  one\n  two\n", "f.yaml") == {
        "a": ["x", {"b": "y"}],
        "c": "one two",
    }


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a: 1\na: 2", "f.yaml, line 2: a stands twice; keep one of them."),
        ("b: {c: 1, c: 2}", "f.yaml, line 1: c stands twice; keep one of them."),
        ("a: &x 1\nb: *x", "f.yaml, line 1: an anchor; remove it."),
        ("a: [1]\nb: *x", "f.yaml, line 2: an alias; write the value out."),
        ("a: !!str 5", "f.yaml, line 1: a tag; remove it."),
        ("a: !python/object:x {}", "f.yaml, line 1: a tag; remove it."),
        ("a:\nb: 1", "f.yaml, line 1: no value; write null, a value or empty quotes."),
        ("true: 1", "f.yaml, line 1: a key must be text; put it in quotes."),
        ("[a, b]: 1", "f.yaml, line 1: a key must be text; put it in quotes."),
        ("a: 1\n---\nb: 2", "f.yaml holds more than one document: keep the first"),
        ("", "f.yaml is empty: write the rule into it or remove the file."),
        ("# nothing but a comment\n", "f.yaml is empty"),
        ("a: [1", "f.yaml, line 2: did not find expected"),
        ("a: b: c", "f.yaml, line 1: mapping values are not allowed in this context; mend"),
        ("a: \x01", "f.yaml holds characters YAML does not allow: remove them."),
        ("a: " + "[" * 30 + "]" * 30, "f.yaml, line 1: nested too deep; make the file flatter."),
    ],
)
def test_refusals_name_the_line_and_the_way_out(text: str, sentence: str) -> None:
    with pytest.raises(BadPack) as refusal:
        parse(text, "f.yaml")
    assert str(refusal.value).startswith(sentence)


@given(st.text(max_size=60))
def test_any_text_parses_or_is_refused_as_a_bad_pack(text: str) -> None:
    with suppress(BadPack):
        parse(text, "f.yaml")
