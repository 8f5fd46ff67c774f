"""G-POL: due and current at the end of a period, of the plan alone."""

from datetime import date

from compliance.core.measured import Counted
from compliance.core.periods import month_of
from compliance.policies.queries.live import kpi, leads_named, owners_named, sponsor_named
from compliance.policies.queries.measures import current_evidence, current_evidence_each
from compliance.policies.queries.register import one_line
from compliance.policies.services.attesting import attest
from compliance.policies.services.owners import lead_department
from tests.makers.duties import give, prove

SEPTEMBER, NOVEMBER = month_of(date(2026, 9, 1)), month_of(date(2026, 11, 1))


def attested(desk):
    on = desk.on(desk.dana, date(2026, 9, 14))
    give("CRED-05", desk.dana, desk.on(desk.elise, date(2026, 9, 1)))
    attest(prove("CRED-05", on, desk.on(desk.elise, date(2026, 9, 14))), on)


def test_before_anything_is_due_nothing_is_counted(desk):
    august = month_of(date(2026, 8, 1))
    assert current_evidence(august, "plan", desk.on(desk.elise)) == Counted(0, 0)


def test_an_attested_duty_is_current_and_a_late_one_is_due(desk):
    attested(desk)
    on = desk.on(desk.elise)
    monthly = ("CRED-07", "CRED-08")
    assert current_evidence(SEPTEMBER, "plan", on) == Counted(1, 1 + len(monthly))
    november = current_evidence(NOVEMBER, "plan", on)
    assert november.numerator == 1
    assert november.denominator == 51  # all but the five that come at events


def test_the_mbho_has_no_register_here(desk):
    assert current_evidence(SEPTEMBER, "mbho", desk.on(desk.elise)) is None


def test_several_periods_say_what_each_says_alone(desk):
    attested(desk)
    on = desk.on(desk.elise)
    both = current_evidence_each([SEPTEMBER, NOVEMBER], "plan", on)
    assert both == [current_evidence(each, "plan", on) for each in (SEPTEMBER, NOVEMBER)]


def test_what_the_register_reads_of_itself(desk):
    on = desk.on(desk.elise)
    assert not sponsor_named(on).is_met
    lead_department("ENT", desk.elise.id, on.today, on)
    give("CRED-05", desk.dana, on)
    assert sponsor_named(on).counted == ("Elise Fontaine",)
    assert (leads_named(on).numerator, leads_named(on).denominator) == (1, 8)
    assert (owners_named(on).numerator, owners_named(on).denominator) == (1, 56)


def test_a_kpi_that_is_not_reported_reads_as_nothing(desk):
    on = desk.on(desk.elise)
    assert kpi("R-CR4", on) is None
    assert kpi("R-CR5@mbho", on) is None
    assert kpi("X-NONE", on) is None
    assert one_line("CRED-08", on).standing.pieces[0].state == "missing"
