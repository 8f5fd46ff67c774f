"""Helpers at the desk: applications received, letters sent, what the record says then."""

from datetime import date

from compliance.credentialing.jobs import settle_notices
from compliance.credentialing.rules.steps import is_running
from compliance.credentialing.services.completeness import find_complete
from compliance.credentialing.services.loading import Loaded, load
from compliance.credentialing.services.notice_letters import Wanted, ref_of
from compliance.credentialing.services.notices import send_notice
from compliance.credentialing.services.paper_notices import Proof
from compliance.db import session, transaction
from compliance.doors import Door
from compliance.outbox.jobs import deliver
from tests.conftest import TODAY, occasion
from tests.makers.applications import make_application
from tests.makers.clocks import SetClock

PLAN = {
    "plan.name": "Alder Creek Health Plan",
    "plan.phone": "(555) 010-0100",
    "plan.email": "cred@aldercreek.example",
}

NAMES = {key.replace(".", "__"): value for key, value in PLAN.items()}

ANA = "ana@example.org"

PROOF = Proof(tracking="9407 1000 0000 0000 0000 00")

COMPLETE = Wanted("complete")


def on(today: date = TODAY, **more):
    return occasion(today, **{**NAMES, **more})


def received(**matters) -> Loaded:
    number = make_application(on(), email=matters.pop("email", ANA), **matters)
    session().commit()
    return load(number, on())


def reviewed(**matters) -> Loaded:
    loaded = received(**matters)
    find_complete(loaded, TODAY, on())
    session().commit()
    return again(loaded)


def again(loaded: Loaded) -> Loaded:
    return load(loaded.id, on())


def sent(loaded: Loaded, letter="complete", items=(), **more) -> int:
    with transaction():
        return send_notice(loaded, letter, items, on(), **more)


def accepted(loaded: Loaded, door: Door, clock: SetClock, **more) -> int:
    number = sent(loaded, **more)
    clock.wait(minutes=11)
    deliver(door)
    settle_notices(door)
    return number


def notice_is_met_on(loaded: Loaded) -> date | None:
    return again(loaded).snapshot.clocks[0].met_on


def ref(loaded: Loaded) -> str:
    return ref_of(loaded.id)


def kinds(loaded: Loaded) -> list[str]:
    return [fact.kind for fact in again(loaded).facts]


def running(loaded: Loaded) -> list[str]:
    return [each.kind for each in again(loaded).snapshot.clocks if is_running(each)]
