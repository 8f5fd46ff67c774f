"""Acts that rewrite what can be rewritten: whatever may change in the demo is changed once."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from flask import Flask
from sqlalchemy import select

from compliance.accounts.absences import record_absence
from compliance.accounts.queries import people_now
from compliance.accounts.services import (
    Place,
    deactivate_person,
    place_person,
    rename_person,
    set_roles,
)
from compliance.choices.queries import choices_on
from compliance.choices.services import NewChoice, choose
from compliance.contracts.queries.rows import rows_seen
from compliance.contracts.services.rows import RowValues, change_row, end_row
from compliance.core.periods import Period
from compliance.credentialing.queries.one import application_id
from compliance.credentialing.services.corrections import (
    DateCorrection,
    correct_date,
    correct_values,
)
from compliance.credentialing.services.decisions import close, merge
from compliance.credentialing.services.loading import load
from compliance.credentialing.services.upkeep import assign
from compliance.db import session, transaction
from compliance.deadlines.models import Alert, Deadline
from compliance.deadlines.rules.snoozes import Snooze
from compliance.deadlines.services.snoozing import snooze_alert
from compliance.directory.queries import organizations
from compliance.directory.services import OrganizationValues, name_organization
from compliance.eligibility.models import RoleDecision
from compliance.eligibility.services import end_decision
from compliance.kpis.models import KpiValue
from compliance.kpis.rules.entries import NewValue
from compliance.kpis.services.reporting import report_value
from compliance.kpis.services.targets import set_target
from compliance.meetings.queries.loading import whole_shelf
from compliance.meetings.services.actions import extend_action
from compliance.meetings.services.series import change_series
from compliance.occasions import SYSTEM, Actor, Moment, Occasion, occasion_at
from compliance.policies.queries.owners import spans_known
from compliance.policies.services.owners import end_part
from compliance.retention.services import NewHold, place_hold
from compliance.wallclock import WallClock

WHY = "Set right: it was never so."
LONG_AGO = date(2026, 1, 1)
FILES = ("APP-1058", "APP-1055", "APP-1042", "APP-1062", "APP-1033")
Act = Callable[[Occasion], None]


def rewrite(app: Flask) -> None:
    """Do each of `ACTS` in a transaction of its own, as an administrator who may do more."""
    clock: WallClock = app.extensions["daybook"]["clock"]
    with app.app_context():
        admin = next(each for each in people_now() if "admin" in each.roles)
        actor = Actor(admin.id, admin.name, frozenset({"admin", "compliance", "supervisor"}))
        for act in ACTS:
            with transaction():
                act(occasion_at(actor, Moment(clock.now(), clock.today())))


def people(on: Occasion) -> None:
    """Rename and move everybody, change every role, send them on leave, close one account."""
    others = [each for each in people_now() if each.id != on.actor.person_id]
    for each in others:
        rename_person(each.id, f"{each.name} Reyes", on)
        place_person(each.id, Place(on.today, "Elsewhere"), on)
        record_absence(each.id, on.today - timedelta(days=60), None, on)
        if "partner" not in each.roles:
            set_roles(each.id, frozenset({*each.roles, "auditor"}), on)
    deactivate_person(next(each.id for each in others if each.roles == ("credentialing",)), on)


def organizations_and_choices(on: Occasion) -> None:
    """Name everybody else anew, as if they had always been called so."""
    for each in organizations(on):
        said = (f"{each.name} of the West", "West", "+1 916 555 0100", "west@plan.example")
        name_organization(each.key, OrganizationValues(each.kind, *said), LONG_AGO, on)
    for key in choices_on(on.today, None):
        if key.startswith(("plan.", "mbho.")):
            choose(NewChoice(key, "Another", LONG_AGO, on.actor.person_id, WHY), on.now)


def applications(on: Occasion) -> None:
    """Give files other names, places, models, owners and dates; end one, merge one."""
    for ref in FILES:
        given = {"last_name": "Rewritten", "practice_name": "Another Practice", "model": "pcbh"}
        correct_values(load(application_id(ref), on), given, WHY, on)
        assign(load(application_id(ref), on), on.actor.person_id, on)
    late = load(application_id("APP-1055"), on)
    correct_date(late, DateCorrection("received_on", date(2026, 9, 1), WHY), on)
    close(load(application_id("APP-1062"), on), "void", on.today, WHY, on)
    one, other = (load(application_id(ref), on) for ref in ("APP-1058", "APP-1042"))
    merge(one, other, "APP-1042", WHY, on)


def alerts(on: Occasion) -> None:
    """Put off every open alert that may wait."""
    waits = Deadline.legal_on.is_(None) & (Deadline.due_on > on.today + timedelta(days=1))
    held = select(Alert.id).join(Deadline).where(Alert.closed_at.is_(None), waits)
    for number in session().scalars(held).all():
        asked = Snooze(on.today + timedelta(days=1), WHY)
        snooze_alert(number, asked, replace(on, actor=SYSTEM))


def contracts_and_roles(on: Occasion) -> None:
    """Change a row of the DOFR from its first day on, end another, end a decision on a role."""
    first, second = (each.row for each in rows_seen(on)[:2])
    said = (first.family, first.line, first.entity, first.payment, "Amended", first.group_key)
    change_row(first.number, RowValues(*said), first.from_on, WHY, on)
    end_row(second.number, on.today, WHY, on)
    standing = (RoleDecision.superseded_at.is_(None), RoleDecision.until_on.is_(None))
    held = session().scalars(select(RoleDecision).where(*standing)).all()
    end_decision(held[0].number, on.today, WHY, on)


def figures(on: Occasion) -> None:
    """Set another target from long ago, and restate every figure that was reported."""
    for each in on.book.kpis.values():
        if each.direction != "watch":
            set_target(each.id, "none", LONG_AGO, WHY, on)
    standing = (KpiValue.superseded_at.is_(None), KpiValue.until_on.is_(None))
    for row in session().scalars(select(KpiValue).where(*standing)).all():
        period = Period(row.period_from, row.period_to)
        more = (row.numerator, row.denominator + 1)
        report_value(NewValue(row.kpi_id, row.entity, period, *more, reason=WHY), on)


def meetings(on: Occasion) -> None:
    """Call every series otherwise and move what is owed to it."""
    found = whole_shelf(on)
    for number, each in found.series.items():
        change_series(number, replace(each.settled, name="Another Committee", place="Room 9"), on)
    for each in found.actions:
        if each.is_open:
            extend_action(each.id, on.today + timedelta(days=90), WHY, on)


def duties_and_holds(on: Occasion) -> None:
    """End every part in a responsibility, and hold a file and a meeting."""
    duties = {each.id for each in on.book.duties().values()}
    for duty, spans in list(spans_known(on).items()):
        for each in spans:
            if duty in duties and each.until_on is None:
                end_part(each.id, on.today, on)
    for kind, ref in (("application", "APP-1058"), ("meeting", "2026-11-05")):
        place_hold(NewHold("All of it", WHY, kind, ref), on)


ACTS: Sequence[Act] = (
    organizations_and_choices,
    applications,
    alerts,
    contracts_and_roles,
    figures,
    meetings,
    duties_and_holds,
    people,
)
