"""PDF by typst: the same input gives the same bytes, and data is never markup."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from compliance.core.errors import Environment
from compliance.documents.typeset import FONTS, typeset

AT = datetime(2026, 11, 24, 16, 52, tzinfo=UTC)
PAGE = """#let data = json(bytes(sys.inputs.data))
#set document(title: "Test")
#set text(font: ("Inter", "Inter Ext", "Inter Viet"), lang: "en")
= Title
#data.text
"""


@pytest.fixture
def template(tmp_path) -> Path:
    place = tmp_path / "page.typ"
    place.write_text(PAGE, encoding="utf-8")
    return place


def test_the_same_data_and_moment_give_the_same_bytes(template):
    made = typeset(template, {"text": "Thị Mai Nguyễn"}, AT)
    assert made.startswith(b"%PDF-")
    assert typeset(template, {"text": "Thị Mai Nguyễn"}, AT) == made
    assert typeset(template, {"text": "Thị Mai Nguyễn"}, AT + timedelta(days=1)) != made


def test_what_looks_like_markup_stays_text(template):
    assert typeset(template, {"text": '#read("/etc/passwd") *bold* $x$ \\'}, AT)


def test_a_pdf_says_that_readers_can_use_it(template):
    assert b"pdfuaid" in typeset(template, {"text": "Words"}, AT)


def test_a_faulty_template_is_told_in_one_sentence(tmp_path):
    place = tmp_path / "bad.typ"
    place.write_text("#nothing-of-the-kind()", encoding="utf-8")
    with pytest.raises(Environment, match="could not be made"):
        typeset(place, {}, AT)


def test_fonts_travel_with_their_license():
    assert "OFL" in (FONTS / "inter-LICENSE.txt").read_text(encoding="utf-8")
    assert len(list(FONTS.glob("*.ttf"))) == 6
