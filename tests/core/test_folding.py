"""Text as a search compares it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.core.folding import folded


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("García", "garcia"),
        ("GARCI\u0301A", "garcia"),  # a letter and a mark of its own
        ("Nguyễn Thị Mai", "nguyen thi mai"),
        ("Ortega-Ruiz,  Maricela", "ortega ruiz maricela"),
        ("O’Brien", "obrien"),  # noqa: RUF001
        ("O'Brien", "obrien"),
        ("Łukasz Sørensen", "lukasz sorensen"),
        ("Đặng", "dang"),
        ("Strauß", "strauss"),
        ("Ægir", "aegir"),
        ("İpek Iş\u0131k", "ipek isik"),
        ("王小明", "王小明"),
        ("St. Mary's", "st marys"),
        ("%_\\", ""),
        ("", ""),
    ],
)
def test_accents_case_and_punctuation_do_not_count(text, found):
    assert folded(text) == found


@given(st.text())
def test_folding_again_changes_nothing(text):
    assert folded(folded(text)) == folded(text)
