"""The pages of responsibility: the matrix with its gaps, a row added, changed, ended; files."""

import re

import pytest

from compliance.contracts.queries.rows import rows_seen
from compliance.db import session
from tests.conftest import occasion, sign_in
from tests.makers.dofr import make_row
from tests.makers.people import make_person

HOME = "/dofr"
KEY = re.compile(r'name="post_key" value="([^"]+)"')
ROW = {
    "family": "cocm", "line": "medi_cal", "group_key": "", "entity": "mbho",
    "payment": "capitated", "citation": "Contract 2026, B.14", "from_on": "01/01/2026",
}  # fmt: skip


@pytest.fixture
def rosa(client, people):
    return sign_in(client, people.nora)


def post(client, address, **data):
    key = KEY.search(client.get(address).text)[1]
    return client.post(address, data={**data, "post_key": key})


def held():
    session().rollback()
    return [each.row for each in rows_seen(occasion())]


def test_the_matrix_names_what_nobody_can_tell(rosa):
    page = rosa.get(HOME).text
    assert "0 of 30" in page
    assert "We cannot tell yet" in page
    assert f"{HOME}/new?family=cocm&amp;line=medi_cal" in page


def test_a_row_is_added_and_shown(rosa):
    assert post(rosa, f"{HOME}/new", **ROW).status_code == 303
    (row,) = held()
    assert (row.entity, row.payment, row.citation) == ("mbho", "capitated", "Contract 2026, B.14")
    page = rosa.get(HOME).text
    assert "1 of 30" in page
    assert "Contract 2026, B.14" in page


def test_an_overlap_is_said_at_its_field_and_what_was_typed_is_kept(rosa):
    make_row(occasion(), line="medi_cal")
    page = post(rosa, f"{HOME}/new", **ROW).text
    assert "Row 1 says Plan from 1 Jan 2026" in page
    assert "Contract 2026, B.14" in page
    assert [each.entity for each in held()] == ["plan"]


def test_a_row_is_changed_with_a_reason(rosa):
    number = make_row(occasion())
    said = {"entity": "mbho", "payment": "capitated", "citation": "Amendment 2"}
    said |= {"from_on": "11/24/2026"}
    assert "Write the reason" in post(rosa, f"{HOME}/{number}/change", **said, why="").text
    done = post(rosa, f"{HOME}/{number}/change", **said, why="Moved with amendment 2.")
    assert done.headers["Location"] == f"{HOME}/{number}"
    page = rosa.get(f"{HOME}/{number}").text
    assert "Moved with amendment 2." in page
    assert "Plan-to-plan contract 2026" in page


def test_a_row_is_ended(rosa):
    number = make_row(occasion())
    post(rosa, f"{HOME}/{number}/end", until_on="11/24/2026", why="Contract ended.")
    assert held() == []


def test_the_files_hold_the_rows(rosa):
    make_row(occasion())
    lines = rosa.get(f"{HOME}.csv").text.splitlines()
    assert lines[0].startswith('"Financial responsibility as of')
    assert lines[2].startswith("1,cocm,commercial_dmhc,Any,plan")
    assert rosa.get(f"{HOME}.xlsx").data[:2] == b"PK"


def test_an_unknown_row_is_not_found(rosa):
    assert rosa.get(f"{HOME}/99").status_code == 404


def test_credentialing_staff_read_and_change_nothing(client, people):
    theo = sign_in(client, people.theo)
    make_row(occasion())
    assert theo.get(HOME).status_code == 200
    assert "Add a row" not in theo.get(HOME).text
    assert theo.get(f"{HOME}/new").status_code == 403


def test_a_partner_sees_nothing_of_it(client, people):
    partner = make_person("Petra Pine", occasion(), "partner")
    session().commit()
    assert sign_in(client, partner).get(HOME).status_code == 403


def test_a_row_of_one_group_leaves_the_others_open(rosa):
    make_row(occasion(), group_key="sierra-foothill", entity="group")
    page = rosa.get(HOME).text
    assert "0 of 30" in page
    assert "Any other group: we cannot tell yet" in page
