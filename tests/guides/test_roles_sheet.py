"""The public sheet on roles: full sentences, from the plan's decisions alone."""

from datetime import date

from tests.conftest import occasion
from tests.makers.roles import decide


def sheet(client):
    answer = client.get("/guides/roles")
    assert answer.status_code == 200
    return answer.text


def test_anybody_reads_what_the_plan_decided_in_full_sentences(client):
    decide(occasion(), "medi_cal", "medicare_advantage")
    page = sheet(client)
    assert (
        "For Medi-Cal managed care and Medicare Advantage, you may see our members under a "
        "licensed clinician, and we pay that clinician. This holds from July 1, 2026." in page
    )
    assert "LCSW or LMFT, credentialed with the plan" in page


def test_a_shipped_answer_is_not_told_as_ours(client):
    assert "For Medi-Cal" not in sheet(client)
    assert "We have not decided about" in sheet(client)


def test_our_own_words_stand_as_recorded(client):
    decide(occasion(), "medi_cal", wording="Bring your supervision agreement.")
    assert "Medi-Cal managed care: Bring your supervision agreement." in sheet(client)


def test_what_is_decided_for_later_is_announced(client):
    decide(occasion(), "medi_cal", from_on=date(2027, 1, 1))
    assert "This holds from January 1, 2027." in sheet(client)


def test_the_sheet_is_not_indexed(client):
    assert '<meta name="robots" content="noindex">' in sheet(client)


def test_a_stranger_cannot_look_back(client):
    decide(occasion(), "medi_cal")
    assert "LCSW or LMFT" in client.get("/guides/roles?as_of=2026-01-01").text


def test_lines_stand_in_the_order_of_the_table_and_read_as_words(client):
    decide(occasion(), "medicare_advantage", billing="not_eligible", supervisor="")
    decide(occasion(), "commercial_dmhc", "commercial_cdi")
    page = sheet(client)
    ours = page.index("For Commercial (DMHC) and Commercial (CDI), you may see our members")
    assert ours < page.index("For Medicare Advantage, we do not credential or pay this role")
