"""Helpers at the desk: applications received, decided, looked at again."""

from datetime import date

from sqlalchemy import func, select

from compliance.credentialing.models import ApplicationRow
from compliance.credentialing.services import completeness, decisions
from compliance.credentialing.services.loading import Loaded, load
from compliance.db import session
from compliance.deadlines.models import Alert, Deadline
from compliance.ledger.models import FactRow
from compliance.occasions import Occasion
from tests.conftest import TODAY, occasion
from tests.makers.applications import make_application

WHY = "The fax was stamped a day later."
MONDAY = date(2026, 11, 16)


def on(today: date = TODAY, **more) -> Occasion:
    return occasion(today, **more)


def received(**matters) -> Loaded:
    """Return an application received on Monday 16 November, eight days ago."""
    given = {"received_on": MONDAY, **matters}
    return load(make_application(on(), **given), on())


def complete(**matters) -> Loaded:
    loaded = received(**matters)
    completeness.find_complete(loaded, TODAY, on())
    return again(loaded)


def approved(**matters) -> Loaded:
    loaded = complete(**matters)
    decisions.record_decision(loaded, "approved", TODAY, on())
    return again(loaded)


def again(loaded: Loaded) -> Loaded:
    return load(loaded.id, on())


def row_of(loaded: Loaded) -> ApplicationRow:
    now = (ApplicationRow.superseded_at.is_(None), ApplicationRow.until_on.is_(None))
    session().expire_all()
    return session().scalars(
        select(ApplicationRow).where(ApplicationRow.application_id == loaded.id, *now)
    ).one()  # fmt: skip


def deadline(loaded: Loaded, kind: str) -> Deadline:
    session().expire_all()
    wanted = (Deadline.subject_id == loaded.id, Deadline.kind == kind)
    return session().scalars(select(Deadline).where(*wanted)).one()


def open_alerts(loaded: Loaded) -> list[Alert]:
    session().expire_all()
    query = (
        select(Alert)
        .join(Deadline, Deadline.id == Alert.deadline_id)
        .where(Deadline.subject_id == loaded.id, Alert.closed_at.is_(None))
    )
    return list(session().scalars(query))


def facts(loaded: Loaded) -> int:
    query = select(func.count()).where(FactRow.subject_id == loaded.id)
    return session().scalar(query) or 0


def kinds(loaded: Loaded) -> list[str]:
    return [fact.kind for fact in again(loaded).facts]
