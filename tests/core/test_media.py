from pathlib import Path

import pytest

from compliance.core.media import UNKNOWN, media_problem, media_type

PDF, PNG, JPEG = b"%PDF-1.7\n", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0"
PAGE = b"<!doctype html><script>alert(1)</script>"


@pytest.mark.parametrize(
    ("name", "head", "kind"),
    [
        ("a.pdf", PDF, "application/pdf"),
        ("A.PNG", PNG, "image/png"),
        ("a.jpeg", JPEG, "image/jpeg"),
        ("a.txt", b"signed", "text/plain"),
        ("a.txt", b"\0\1", UNKNOWN),
        ("a.html", PAGE, UNKNOWN),
        ("a.docx", b"PK\3\4", UNKNOWN),
        ("noname", b"signed", UNKNOWN),
    ],
)
def test_a_file_is_what_it_holds(name, head, kind):
    assert media_type(name, head) == kind


@pytest.mark.parametrize("name", ["a.pdf", "a.PDF", "a.png", "a.jpg"])
def test_a_page_under_another_name_is_refused(name):
    said = media_problem(name, PAGE) or ""
    assert said.startswith(f"{name} is named as ")
    assert said.endswith("Save it again, then add it.")


@pytest.mark.parametrize("name", ["a.html", "a.docx", Path("a").name])
def test_what_is_only_downloaded_may_be_anything(name):
    assert media_problem(name, PAGE) is None
