"""Helpers at the desk: what came of an import, what stands then."""

from sqlalchemy import func, select

from compliance.credentialing.models import ApplicationRef
from compliance.credentialing.services.loading import load
from compliance.db import session
from compliance.ledger.queries import facts_of
from compliance.ledger.services import Subject
from tests.conftest import occasion

NOVEMBER = "2026-11-{:02}".format


def counts(outcome):
    return outcome.created, outcome.updated, outcome.unchanged


def only_id() -> int:
    return session().scalars(select(ApplicationRef.id)).one()


def story(number: int | None = None):
    return load(number or only_id(), occasion()).story


def kinds(number: int | None = None) -> list[str]:
    return [each.kind for each in facts_of(Subject("application", number or only_id()))]


def how_many(table) -> int:
    return session().scalar(select(func.count()).select_from(table))
