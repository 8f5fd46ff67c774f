"""Statements are built once for what they depend on."""

from compliance.statements import MOST_KEPT, kept


def test_a_statement_is_built_once_for_its_key():
    built = []
    asked = [
        kept(("once", day), lambda day=day: built.append(day) or object()) for day in (1, 1, 2)
    ]
    assert built == [1, 2]
    assert asked[0] is asked[1] is not asked[2]


def test_what_is_kept_has_an_end():
    first = kept(("many", 0), object)
    for number in range(1, MOST_KEPT + 1):
        kept(("many", number), object)
    assert kept(("many", 0), object) is not first
