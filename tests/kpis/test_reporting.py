"""Values as reported: who may, what is refused, what a restatement keeps."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from compliance.core.errors import BadValue, NotAllowed, NotNow, NoValueInForce
from compliance.core.measured import Counted
from compliance.db import session
from compliance.directory.services import OrganizationValues, name_organization
from compliance.intake.kinds import SheetRow
from compliance.kpis import queries
from compliance.kpis.models import KpiValue
from compliance.kpis.queries.reported import restatements
from compliance.kpis.rules.entries import NewValue, refusals
from compliance.kpis.services import report_value, set_target
from compliance.kpis.services.files import apply_values, judge_values
from compliance.kpis.services.reporting import Effect
from compliance.occasions import Actor
from tests.conftest import TODAY, occasion
from tests.makers.cases import cases
from tests.makers.figures import OCTOBER, day, month
from tests.makers.rulebook import shipped

CASES = Path(__file__).parent / "cases" / "entries.yaml"
GOOD = NewValue("R-CR2", "mbho", OCTOBER, 33, 36)


@pytest.fixture(autouse=True)
def own_records(database, monkeypatch):
    """Let the plan's side of R-CR2 be counted, and nothing else."""
    monkeypatch.setattr("compliance.kpis.sources._known", {"R-CR2": f"{__name__}:own"})


def own(period, entity, on):
    if entity != "plan":
        return None
    return Counted(9, 10) if period == OCTOBER else Counted(0, 0)


def rows() -> int:
    return session().scalar(select(func.count()).select_from(KpiValue))


@pytest.mark.parametrize("case", cases(CASES))
def test_what_is_wrong_is_said_at_its_field(case):
    given = {key: case[key] for key in ("kpi_id", "entity", "note") if key in case}
    numbers = {
        "numerator": float(case.get("numerator", 33)),
        "denominator": int(case.get("of", 36)),
    }
    period = month(case.get("month", "2026-10"))
    taken = day(case["data_as_of"]) if "data_as_of" in case else None
    value = replace(GOOD, **given, **numbers, period=period, data_as_of=taken)
    told = list(refusals(value, shipped().kpis[value.kpi_id], date(2026, 11, 24)))
    assert [field for field, _ in told] == ([case["field"]] if case["field"] else [])
    assert case.get("says", "") in "".join(sentence for _, sentence in told)


def test_a_value_is_reported_with_numerator_and_denominator_kept():
    assert report_value(replace(GOOD, data_as_of=date(2026, 11, 5)), occasion()) is Effect.NEW
    told = queries.value("R-CR2", "mbho", OCTOBER, occasion())
    assert (told.numerator, told.denominator, told.status) == (33, 36, "submitted")
    assert told.data_as_of == date(2026, 11, 5)


def test_a_value_restated_later_was_not_restated_on_the_day():
    report_value(GOOD, occasion())
    later = occasion(TODAY + timedelta(days=2))
    report_value(replace(GOOD, numerator=34, reason="Counted again."), later)
    (then,) = restatements("R-CR2", later.seen_from(TODAY, TODAY))
    assert (then.numerator, then.superseded_at) == (33, None)
    _, before = restatements("R-CR2", later)
    assert before.superseded_at is not None


def test_the_same_numbers_again_write_nothing():
    report_value(GOOD, occasion())
    assert report_value(GOOD, occasion()) is Effect.UNCHANGED
    assert rows() == 1


def test_restating_asks_for_a_reason_and_keeps_the_old_value():
    report_value(GOOD, occasion(date(2026, 11, 5)))
    with pytest.raises(BadValue, match="stands at 33 of 36 for October 2026"):
        report_value(replace(GOOD, numerator=34), occasion())
    told = replace(GOOD, numerator=34, reason="One file was counted twice.")
    assert report_value(told, occasion()) is Effect.RESTATED
    now, before = restatements("R-CR2", occasion())
    assert (now.numerator, now.reason) == (34, "One file was counted twice.")
    assert (before.numerator, before.superseded_at is None) == (33, False)


def test_an_earlier_day_still_shows_what_stood_then():
    report_value(GOOD, occasion(date(2026, 11, 5)))
    report_value(replace(GOOD, numerator=34, reason="Twice."), occasion(date(2026, 11, 20)))
    for seen, expected in (("2026-11-04", None), ("2026-11-19", 33), ("2026-11-20", 34)):
        at = replace(occasion(), as_of=day(seen), known_on=day(seen))
        assert queries.value("R-CR2", "mbho", OCTOBER, at).numerator == expected
        later = replace(occasion(), as_of=day(seen))
        assert queries.value("R-CR2", "mbho", OCTOBER, later).numerator == expected


def test_what_our_own_records_count_is_never_typed():
    with pytest.raises(BadValue, match="counted from our own records"):
        report_value(replace(GOOD, entity="plan"), occasion())


def test_a_month_before_our_records_may_be_typed():
    march = month("2026-03")
    assert queries.value("R-CR2", "plan", march, occasion()).state == "no_cases"
    report_value(replace(GOOD, entity="plan", period=march), occasion())
    told = queries.value("R-CR2", "plan", march, occasion())
    assert (told.origin, told.denominator) == ("reported", 36)


def test_a_partner_reports_for_the_mbho_alone(people):
    hal = occasion(actor=Actor(people.nora.id, "Hal", frozenset({"partner"}), "mbho"))
    assert report_value(GOOD, hal) is Effect.NEW
    assert session().scalar(select(KpiValue.submitter_role)) == "partner"
    with pytest.raises(NotAllowed):
        report_value(replace(GOOD, entity="plan", kpi_id="R-CR5"), hal)


def test_a_partner_of_another_mbho_reports_under_its_own_key(people):
    name_organization("harbor", OrganizationValues("mbho", "Harbor"), TODAY, occasion())
    ada = occasion(actor=Actor(people.nora.id, "Ada", frozenset({"partner"}), "harbor"))
    with pytest.raises(NotAllowed):
        report_value(GOOD, ada)
    assert report_value(replace(GOOD, entity="harbor"), ada) is Effect.NEW
    with pytest.raises(BadValue, match=r"nobody is no side\. Use plan or mbho or harbor"):
        report_value(replace(GOOD, entity="nobody"), occasion())


def test_somebody_who_only_reads_reports_nothing():
    with pytest.raises(NotAllowed):
        report_value(GOOD, occasion(actor=Actor(8, "Ines", frozenset({"auditor"}))))
    assert rows() == 0


def test_nothing_is_reported_while_another_day_is_looked_at():
    with pytest.raises(NotNow):
        report_value(GOOD, replace(occasion(), as_of=date(2026, 11, 1)))


def test_an_unknown_figure_is_named_with_those_there_are():
    with pytest.raises(NoValueInForce, match="no figure called R-XX"):
        report_value(replace(GOOD, kpi_id="R-XX"), occasion())


def test_a_target_asks_for_its_reason_and_for_a_number():
    on = occasion()
    set_target("R-CR2", "95", date(2026, 10, 1), "Agreed in September.", on)
    assert queries.value("R-CR2", "mbho", OCTOBER, on).target == 95
    for wrong, words in (("all", "no target"), ("101", "more than all")):
        with pytest.raises(BadValue, match=words):
            set_target("R-CR2", wrong, date(2026, 10, 1), "Why not.", on)
    with pytest.raises(BadValue, match="Say why"):
        set_target("R-CR2", "95", date(2026, 10, 1), " ", on)
    with pytest.raises(BadValue, match="watched"):
        set_target("R-CR5", "95", date(2026, 10, 1), "Because.", on)


def row(number: int, **cells: str) -> SheetRow:
    sound = {
        "kpi_id": "R-CR3", "entity": "mbho", "period_from": "2026-10-01",
        "period_to": "2026-10-31", "numerator": "32", "denominator": "36",
    }  # fmt: skip
    return SheetRow(number, {**sound, **cells})


def test_a_file_reports_its_rows_and_loads_again_without_effect():
    told = judge_values([row(2), row(3, kpi_id="R-CR4", numerator="52.5")], occasion())
    assert (told.created, told.refused) == (2, ())
    apply_values(told, "tern.csv", occasion())
    again = judge_values([row(2), row(3, kpi_id="R-CR4", numerator="52.5")], occasion())
    assert (again.created, again.updated, again.unchanged) == (0, 0, 2)
    assert session().scalar(select(KpiValue.origin).order_by(KpiValue.id)) == "tern.csv, row 2"


def test_a_changed_row_restates_with_its_note_as_the_reason():
    apply_values(judge_values([row(2)], occasion()), "tern.csv", occasion())
    told = judge_values([row(2, numerator="31", note="A late one was missed.")], occasion())
    assert told.updated == 1
    apply_values(told, "tern2.csv", occasion())
    assert restatements("R-CR3", occasion())[0].reason == "A late one was missed."


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"numerator": "many"}, "numerator"),
        ({"numerator": "nan"}, "numerator"),
        ({"denominator": "36.5"}, "denominator"),
        ({"period_from": "2026-02-30"}, "period_from"),
        ({"period_to": "2026-10-30"}, "period_to"),
        ({"kpi_id": "R-XX"}, "kpi_id"),
        ({"entity": "tern"}, "entity"),
        ({"numerator": "37"}, "numerator"),
    ],
)
def test_a_wrong_row_is_refused_at_its_column(cells, column):
    told = judge_values([row(2, **cells)], occasion())
    assert [each.column for each in told.refused] == [column]


def test_the_same_figure_twice_in_a_file_is_refused():
    told = judge_values([row(2), row(3)], occasion())
    assert "Row 2 has the same figure" in told.refused[0].message
