"""The pages of role eligibility: grid, cell, deciding, ending, files, a stranger."""

import io
import re
from datetime import date

import pytest

from compliance.eligibility.queries import answer_for, decisions_known
from tests.conftest import occasion, sign_in
from tests.makers.applications import make_application
from tests.makers.people import make_person
from tests.makers.roles import decide

KEY = re.compile(r'name="post_key" value="([^"]+)"')
GIVEN = {
    "role": "APCC",
    "lines": ["commercial_dmhc", "commercial_cdi"],
    "billing": "supervised",
    "credentialed": "yes",
    "from_on": "2026-07-01",
    "supervisor": "LCSW",
    "decided_by": "Credentialing committee",
    "decided_on": "2026-06-10",
    "basis": "Policy III.1",
    "evidence": "Minutes, item 4",
}


@pytest.fixture
def elise(client, people):
    person = make_person("Elise Fontaine", occasion(), "compliance")
    return sign_in(client, person)


def post(client, path, data):
    key = KEY.search(client.get(path).text)[1]
    return client.post(path, data={**data, "post_key": key})


def test_the_grid_counts_what_the_plan_decided(elise):
    decide(occasion(), "commercial_dmhc", "medi_cal")
    page = elise.get("/roles?cell=ASW.medi_cal").text
    assert "2 of 24 decided" in page
    assert "Decide 22 open cells" in page
    assert "LCSW or LMFT, credentialed with the plan" in page


def test_an_undecided_cell_counts_and_names_the_applications_that_wait(elise):
    make_application(occasion(), role="RPA", lines=("commercial_dmhc",))
    page = elise.get("/roles").text
    assert "1 application waits" in page
    assert re.search(r"APP-\d+ \(RPA\)", page)


def test_one_form_decides_several_lines(elise):
    done = post(elise, "/roles/decide", GIVEN)
    assert done.status_code == 303
    on = occasion()
    for line in GIVEN["lines"]:
        assert answer_for("APCC", line, on).billing == "supervised"


def test_a_refusal_keeps_what_was_typed(elise):
    decide(occasion(), "commercial_dmhc", role="APCC")
    page = post(elise, "/roles/decide", {**GIVEN, "basis": "A reason of our own"})
    assert page.status_code == 200
    assert "overlaps Supervised" in page.text
    assert "A reason of our own" in page.text
    assert len(decisions_known(occasion()).kept) == 1


def test_a_decision_names_at_least_one_line(elise):
    page = post(elise, "/roles/decide", {**GIVEN, "lines": []})
    assert "Tick at least one line." in page.text
    assert decisions_known(occasion()).kept == ()


def test_open_cells_follow_each_other(elise):
    done = post(elise, "/roles/decide?open=1", GIVEN)
    assert done.headers["Location"] == "/roles/decide?open=1"


def test_a_file_is_evidence_and_opens(elise):
    path = "/roles/decide"
    key = KEY.search(elise.get(path).text)[1]
    file = (io.BytesIO(b"%PDF-1.7 minutes"), "minutes.pdf")
    data = {**GIVEN, "evidence": "", "file": file, "post_key": key}
    assert elise.post(path, data=data).status_code == 303
    number = decisions_known(occasion()).kept[0].number
    with elise.get(f"/roles/decisions/{number}/evidence") as answer:
        assert answer.data.startswith(b"%PDF")


def test_a_decision_ends_with_a_reason(elise):
    (number,) = decide(occasion())
    given = {"how": "end", "last_on": "2026-09-30", "why": "Looked at again."}
    assert post(elise, f"/roles/decisions/{number}/end", given).status_code == 303
    assert answer_for("ASW", "commercial_dmhc", occasion()).is_open


def test_any_day_is_asked_past_or_to_come(elise):
    decide(occasion(), from_on=date(2027, 1, 1))
    assert "0 of 24 decided" in elise.get("/roles").text
    assert "1 of 24 decided" in elise.get("/roles?on=2027-01-01").text
    assert "2026-02-30 is not a date" in elise.get("/roles?on=2026-02-30").text


def test_the_columns_are_the_lines_the_plan_offers(elise):
    assert post(elise, "/roles/lines", {"lines": ["medi_cal"]}).status_code == 303
    page = elise.get("/roles").text
    assert "0 of 4 decided" in page
    assert "Medicare Advantage" not in page


def test_the_files_hold_every_cell(elise):
    decide(occasion())
    lines = elise.get("/roles.csv").text.splitlines()
    assert len(lines) == 2 + 24 * 6
    assert any("ASW" in line and "Committee minutes, item 4" in line for line in lines)
    assert elise.get("/roles.xlsx").status_code == 200


def test_staff_reads_and_does_not_decide(client, people):
    theo = sign_in(client, people.theo)
    assert "Decide 24" not in theo.get("/roles").text
    assert theo.get("/roles/decide").status_code == 403


def test_a_stranger_is_kept_out(client):
    assert client.get("/roles").status_code == 302
    assert client.get("/roles/decide").status_code == 302
