"""Pages of figures: the catalogue, one figure, entering, asking, targets."""

import re
from datetime import date

import pytest
from sqlalchemy import func, select

from compliance.db import session
from compliance.kpis.models import KpiAsk, KpiValue
from compliance.kpis.rules.entries import NewValue
from compliance.kpis.services import report_value
from compliance.outbox.models import Message
from tests.conftest import occasion, sign_in
from tests.makers.figures import OCTOBER, month
from tests.makers.people import make_person


@pytest.fixture
def desk(client, people):
    """Return the client of a compliance officer; Hal reads for the MBHO."""
    dana = make_person("Dana Whitfield", occasion(), "compliance")
    make_person("Hal Renner", occasion(), "partner", department="Tern")
    session().commit()
    return sign_in(client, dana)


def form_of(page: str, **typed: str) -> dict[str, str]:
    """Return the fields that a form of the page would send, with what was typed."""
    found = dict(re.findall(r'name="([^"]+)"[^>]*? value="([^"]*)"', page))
    key = re.findall(r'name="post_key" value="([^"]+)"', page)[-1]
    kept = {name: value for name, value in found.items() if name[:2] in ("n_", "d_")}
    return {**kept, "post_key": key, **typed}


def test_catalogue_shows_both_sides_with_source_and_confidence(desk):
    report_value(NewValue("R-CR3", "mbho", OCTOBER, 32, 36), occasion())
    page = desk.get("/kpis?period=2026-10").text
    assert "88.9%, 32 of 36" in page
    assert "Misses" in page
    assert "Not sent" in page
    assert "Health &amp; Safety Code" in page


def test_one_figure_tells_its_definition_and_its_restatements(desk):
    report_value(NewValue("R-CR3", "mbho", OCTOBER, 32, 36), occasion(date(2026, 11, 5)))
    again = NewValue("R-CR3", "mbho", OCTOBER, 31, 36, reason="A late one was missed.")
    report_value(again, occasion())
    page = desk.get("/kpis/R-CR3").text
    assert "A late one was missed." in page
    assert "32 of 36" in page
    assert "7 business days" in page
    assert '<svg viewBox="0 0 330 160"' in page


def test_an_unknown_figure_is_not_found(desk):
    assert desk.get("/kpis/R-XX").status_code == 404


def test_figures_are_entered_in_place(desk):
    page = desk.get("/kpis/enter?period=2026-10&entity=mbho").text
    typed = form_of(page, **{"n_R-CR2": "33", "d_R-CR2": "36", "data_as_of": "11/05/2026"})
    answered = desk.post("/kpis/enter?period=2026-10&entity=mbho", data=typed)
    assert answered.status_code == 303
    row = session().scalars(select(KpiValue)).one()
    assert (row.kpi_id, row.numerator, row.denominator) == ("R-CR2", 33, 36)
    assert row.data_as_of == date(2026, 11, 5)


def test_one_refused_figure_keeps_all_back_and_everything_typed(desk):
    page = desk.get("/kpis/enter?period=2026-10").text
    typed = {"n_R-CR2": "37", "d_R-CR2": "36", "n_R-CR3": "30", "d_R-CR3": "36"}
    answered = desk.post("/kpis/enter?period=2026-10", data=form_of(page, **typed))
    assert "the part is larger than the whole" in answered.text
    assert 'value="37"' in answered.text
    assert session().scalar(select(func.count()).select_from(KpiValue)) == 0


def test_half_a_figure_is_refused_and_so_is_nothing(desk):
    page = desk.get("/kpis/enter?period=2026-10").text
    answered = desk.post("/kpis/enter?period=2026-10", data=form_of(page, **{"n_R-CR2": "3"}))
    assert "Enter both parts of the figure" in answered.text
    assert "Nothing was typed" in desk.post("/kpis/enter", data=form_of(page)).text


def test_a_changed_figure_asks_why(desk):
    report_value(NewValue("R-CR2", "mbho", OCTOBER, 33, 36), occasion())
    session().commit()
    page = desk.get("/kpis/enter?period=2026-10").text
    answered = desk.post("/kpis/enter?period=2026-10", data=form_of(page, **{"n_R-CR2": "34"}))
    assert "Say why it changes" in answered.text
    page = desk.get("/kpis/enter?period=2026-10").text
    told = form_of(page, **{"n_R-CR2": "34", "reason": "Counted twice."})
    assert desk.post("/kpis/enter?period=2026-10", data=told).status_code == 303
    assert session().scalar(select(func.count()).select_from(KpiValue)) == 2


def test_what_is_missing_is_asked_for_by_mail(desk):
    page = desk.get("/kpis/ask?period=2026-10").text
    assert "- Decisions within 60 days, % (R-CR2)" in page
    typed = form_of(page, needed_on="12/01/2026")
    assert desk.post("/kpis/ask?period=2026-10", data=typed).status_code == 303
    sent = session().scalars(select(Message)).one()
    assert sent.to_address == "hal@aldercreek.example"
    assert "R-CR2" in sent.body_text
    assert "by Tue 1 Dec 2026" in sent.body_text
    assert session().scalars(select(KpiAsk)).one().needed_on == date(2026, 12, 1)
    assert "Asked on" in desk.get("/kpis?period=2026-10").text


def test_a_day_that_has_passed_is_no_day_to_ask_for(desk):
    page = desk.get("/kpis/ask?period=2026-10").text
    answered = desk.post("/kpis/ask?period=2026-10", data=form_of(page, needed_on="11/01/2026"))
    assert "has passed" in answered.text
    assert session().scalar(select(func.count()).select_from(Message)) == 0


def test_a_target_is_typed_with_its_reason(desk):
    page = desk.get("/kpis/R-CR1/target").text
    typed = form_of(page, target="45", from_on="01/01/2026", why="Agreed by both sides.")
    assert desk.post("/kpis/R-CR1/target", data=typed).status_code == 303
    page = desk.get("/kpis/R-CR1").text
    assert "Agreed by both sides." in page


def test_somebody_else_may_read_and_not_enter(client, people):
    nora = sign_in(client, people.nora)
    assert nora.get("/kpis").status_code == 200
    assert nora.get("/kpis/enter").status_code == 403
    assert "Enter figures" not in nora.get("/kpis").text


def test_the_file_holds_every_figure_with_its_counts(desk):
    report_value(NewValue("R-CR4", "mbho", month("2026-10"), 52.5, 12), occasion())
    lines = desk.get("/kpis.csv?period=2026-10").text.splitlines()
    assert lines[1].startswith("kpi_id,title,entity,period_from")
    assert any("R-CR4" in line and ",52.5,12,52.5,days,60,meets," in line for line in lines)
