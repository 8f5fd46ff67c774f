"""Bad input at both doors, the page and the command: what is wrong, where, and the way out."""

import html
import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from sqlalchemy import select

from compliance.core.errors import BadFile
from compliance.credentialing.models import ApplicationRow
from compliance.db import session
from tests.conftest import sign_in
from tests.intake.test_cli_import import document, run
from tests.intake.test_import_pages import confirm, load
from tests.makers.files import csv_of, make_row, xlsx_of

MEBIBYTE = 1024 * 1024
LONG = "x" * 500
LINK = '=HYPERLINK("https://example.org","Ruiz")'


def zipped() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as file:
        file.writestr("a.csv", csv_of([make_row()]))
    return held.getvalue()


def large_with_mark() -> bytes:
    rows = [make_row(number, remarks="r" * 95_000) for number in range(1, 131)]
    content = b"\xef\xbb\xbf" + csv_of(rows)
    assert len(content) > 11.7 * MEBIBYTE
    return content


def with_formulas() -> bytes:
    row = {**make_row(), "last_name": ('="Rui"&"z"', "Ruiz")}
    return xlsx_of([list(row), list(row.values())])


def row(**matters: str) -> Callable[[], bytes]:
    return lambda: csv_of([make_row(**matters)])


@dataclass(frozen=True)
class Bad:
    """A file, what is said of it, and the last names that can be brought in."""

    content: Callable[[], bytes]
    said: str = ""
    names: tuple[str, ...] = ()
    name: str = "a.csv"


CASES = {
    "a day that does not exist": Bad(
        row(received_on="2026-02-30"), "2026-02-30 is not a date. Use YYYY-MM-DD."
    ),
    "a day after today": Bad(
        row(received_on="2026-12-24"), "24 Dec 2026 is after today, 24 Nov 2026."
    ),
    "decided before received": Bad(
        row(decided_on="2026-11-08", decision="approved"),
        "Decided on 8 Nov 2026, before it was received on 9 Nov 2026.",
    ),
    "an NPI off by one digit": Bad(
        row(npi="2000000019"),
        "2000000019 is not a valid NPI. Check every digit.",
        names=("Oyelaran1",),
    ),
    "12 MB with a mark": Bad(
        large_with_mark, names=tuple(f"Oyelaran{number}" for number in range(1, 131))
    ),
    "Latin-1": Bad(
        lambda: csv_of([make_row(last_name="Núñez")]).decode().encode("latin-1"),
        names=("Núñez",),
    ),
    "a workbook with formulas": Bad(with_formulas, names=("Ruiz",), name="a.xlsx"),
    "a heading twice": Bad(
        lambda: b"last_name,received_on,Last Name\nRuiz,2026-11-09,Ruiz\n",
        "last_name stands twice in the header, as last_name in column 1 and as Last Name in "
        "column 3. Keep one of them.",
    ),
    "the header again below": Bad(
        lambda: csv_of([make_row()]) + csv_of([make_row()]),
        "The row repeats the header. Take it out.",
    ),
    "an empty file": Bad(
        lambda: b"", "a.csv is empty. Choose a file with a header row and one row or more."
    ),
    "a header alone": Bad(
        lambda: csv_of([make_row()]).splitlines()[0], "a.csv has a header row and no other."
    ),
    "a zip named .csv": Bad(zipped, "a.csv is"),
    "a name of 500 characters": Bad(row(last_name=LONG), names=(LONG,)),
    "a name of 501 characters": Bad(
        row(last_name=LONG + "x"), "last_name has 501 characters; 500 is the most. Shorten it."
    ),
    "a cell with =HYPERLINK": Bad(row(last_name=LINK), names=(LINK,)),
}
EVERY = pytest.mark.parametrize("bad", CASES.values(), ids=CASES)


def names() -> list[str]:
    session().rollback()
    query = select(ApplicationRow.last_name).order_by(ApplicationRow.application_id)
    return list(session().scalars(query))


# Werkzeug's test client leaves the temporary file open in which it packs a large upload.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@EVERY
def test_the_page_says_what_is_wrong_and_brings_in_what_can_be(client, people, bad):
    theo = sign_in(client, people.theo)
    location = load(theo, bad.content(), bad.name)
    page = html.unescape(theo.get(location).text)
    assert bad.said in page
    assert names() == []
    if bad.names:
        assert confirm(theo, location).status_code == 303
    assert names() == list(bad.names)


@EVERY
@pytest.mark.usefixtures("with_rules")
def test_the_command_says_the_same_and_brings_in_the_same(tmp_path, bad):
    (tmp_path / bad.name).write_bytes(bad.content())
    assert bad.said in said_by_command(tmp_path / bad.name)
    assert names() == list(bad.names)


def said_by_command(place) -> str:
    try:
        told = document(run(place))
    except BadFile as refused:
        return str(refused)
    return " ".join(each["message"] for each in (*told["refused"], *told["problems"]))


def test_a_formula_comes_out_of_every_file_as_harmless_text(client, people):
    theo = sign_in(client, people.theo)
    content = csv_of([make_row(1, last_name=LINK), make_row(2, last_name=LINK, received_on="")])
    location = load(theo, content)
    assert f"'{LINK}".replace('"', '""') in theo.get(f"{location}/refused.csv").text
    confirm(theo, location, "good")
    assert f"'{LINK}".replace('"', '""') in theo.get("/applications.csv").text
    assert f"<a href={LINK}" not in theo.get("/applications").text
