"""An instance whose queue is long: people, applications and the rows their lists are read from.

Rows go straight into the tables. Every clock is a real one: the due dates of a received or
completed day are worked out once by the product's rules and shared by all applications of that day.
"""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import count, islice
from typing import Any

from sqlalchemy import insert

from compliance.accounts.services import NewPerson, invite_person, seed_roles
from compliance.accounts.signin import hashed
from compliance.config import asset_folder
from compliance.core.clocks import Asked, Due, clock_due
from compliance.core.rulebook import Rulebook
from compliance.core.states import OPEN_STATES, ApplicationState
from compliance.credentialing.models import ApplicationRef, ApplicationRow
from compliance.credentialing.rules.snapshots import NO_CLOCK
from compliance.db import Base, db, session, transaction
from compliance.directory.models import Provider
from compliance.occasions import SYSTEM, Occasion
from compliance.rulebook.seeds import read_policies
from compliance.rulebook.store import adopt_pack
from compliance.wallclock import WallClock, moment_of

TODAY = date(2026, 11, 24)
PASSWORD = "a long enough password"  # noqa: S105  (of an instance that is thrown away)
NOW = moment_of(TODAY, 9).astimezone(UTC)
STATES = {
    ApplicationState.NEW: 12,
    ApplicationState.INCOMPLETE: 20,
    ApplicationState.VERIFYING: 30,
    ApplicationState.COMMITTEE: 10,
    ApplicationState.DEFERRED: 3,
    ApplicationState.ACTIVATED: 20,
    ApplicationState.DENIED: 2,
    ApplicationState.WITHDRAWN: 3,
}
STEPS = {
    ApplicationState.NEW: "send_notice",
    ApplicationState.INCOMPLETE: "remind",
    ApplicationState.VERIFYING: "record_check",
    ApplicationState.COMMITTEE: "record_decision",
    ApplicationState.DEFERRED: "record_decision",
}
FIRST = ("Ana", "Bao", "Carla", "Dev", "Elena", "Femi", "Grace", "Hiro", "Ines", "Jonah")
LAST = ("Abbott", "Banerjee", "Castillo", "Duarte", "Ellis", "Flores", "Gupta", "Hale", "Ito")
PRACTICES = [f"{name} Behavioral Health" for name in ("Alder", "Birch", "Cedar", "Dogwood", "Elm")]
PRACTICES += [f"{place} Counseling Group" for place in ("Fresno", "Modesto", "Merced", "Tulare")]
ROLES = ("LMFT", "LCSW", "PSYCHOLOGIST", "LPCC", "AMFT", "PMHNP")
AT_ONCE = 5_000


class StillClock(WallClock):
    """A clock that stands at nine in the morning of TODAY."""

    def now(self) -> datetime:
        return NOW


def fill(applications: int) -> None:
    """Write rules, ten people and so many applications into the empty database of the app."""
    Base.metadata.create_all(db.engine)
    with transaction():
        adopt_pack(asset_folder("policies"), NOW - timedelta(days=300))
    book = read_policies(asset_folder("policies"))
    with transaction():
        owners = _people(Occasion(SYSTEM, NOW, TODAY, book))
    rows = _rows(applications, owners, book)
    while some := list(islice(rows, AT_ONCE)):
        _write(some)


def _people(on: Occasion) -> list[int]:
    seed_roles()
    password = hashed(PASSWORD)
    return [
        invite_person(
            NewPerson(
                name=f"{first} Whitfield",
                roles=frozenset({"credentialing", "supervisor"} if not n else {"credentialing"}),
                email=f"{first.lower()}@aldercreek.example",
                password_hash=password,
                department="Credentialing",
            ),
            on,
        ).id
        for n, first in enumerate(FIRST)
    ]


def _write(rows: list[dict[str, Any]]) -> None:
    with transaction():
        connection = session().connection()
        connection.execute(
            insert(Provider),
            [
                {"id": r["application_id"], "key": f"p{r['application_id']}", "made_at": NOW}
                for r in rows
            ],
        )
        connection.execute(
            insert(ApplicationRef),
            [
                {
                    "id": r["application_id"],
                    "ref": r["ref"],
                    "number": r["application_id"],
                    "identity": r["ref"],
                    "provider_id": r["application_id"],
                    "imported": {},
                    "made_at": NOW,
                }
                for r in rows
            ],
        )
        connection.execute(insert(ApplicationRow), rows)


class Dues:
    """The dates of a clock by its starting day, each worked out once."""

    def __init__(self, clock: str, book: Rulebook) -> None:
        self._clock, self._book, self._known = clock, book, dict[date, Due]()

    def of(self, day: date) -> Due:
        """Return the dates of the clock that starts on `day`."""
        if day not in self._known:
            self._known[day] = clock_due(Asked(self._book.clock(self._clock), day, self._book))
        return self._known[day]


def _rows(number: int, owners: list[int], book: Rulebook) -> Iterator[dict[str, Any]]:
    chance = random.Random(20261124)
    notices, decisions = Dues("completeness_notice", book), Dues("decision", book)
    states = chance.choices(list(STATES), list(STATES.values()), k=number)
    for n, state in zip(count(1), states, strict=False):
        is_open = state in OPEN_STATES
        age = chance.randrange(0, 12 if state is ApplicationState.NEW else 75)
        received = TODAY - timedelta(days=age if is_open else 80 + chance.randrange(400))
        has_decision = state not in {ApplicationState.NEW, ApplicationState.INCOMPLETE}
        completed = received + timedelta(days=min(3, age)) if has_decision else None
        ended = None if is_open else received + timedelta(days=40)
        notice = notices.of(received)
        decision = decisions.of(completed) if completed else None
        met = None if state is ApplicationState.NEW else min(notice.due_on, TODAY)
        last, first = chance.choice(LAST), chance.choice(FIRST)
        waits = [notice.due_on] if is_open and met is None else []
        waits += [decision.due_on] if is_open and decision else []
        limits = [notice.legal_on or notice.due_on] if is_open and met is None else []
        limits += [decision.legal_on or decision.due_on] if is_open and decision else []
        role, practice = chance.choice(ROLES), chance.choice(PRACTICES)
        yield {
            "id": n,
            "application_id": n,
            "ref": f"A-{n:06}",
            "state": state,
            "is_open": is_open,
            "is_associate": role == "AMFT",
            "last_name": f"{last}-{n % 997}",
            "first_name": first,
            "sort_name": f"{last}-{n % 997} {first}".casefold(),
            "search_text": f"{last} {n % 997}  {first}  2{n:09}  a {n:06}  {practice}".casefold(),
            "npi": f"2{n:09}",
            "role": role,
            "provider_class": "bh",
            "practice_name": practice,
            "model": chance.choice(("pcbh", "cocm", "none")),
            "lines": ["commercial"],
            "destination": "network",
            "owner_id": chance.choice([*owners, None]),
            "received_on": received,
            "completed_on": completed,
            "decided_on": ended,
            **_clock("notice", "completeness_notice", notice, met, is_open=is_open),
            **_clock("decision", "decision", decision, ended, is_open=is_open),
            "soonest_on": min(waits, default=NO_CLOCK),
            "limit_on": min(limits, default=NO_CLOCK),
            "is_statutory": True,
            "missing_count": 2 if state is ApplicationState.INCOMPLETE else 0,
            "problem_count": 0,
            "step": STEPS.get(state, ""),
            "last_kind": "received",
            "last_on": ended or received,
            "pack": "bench",
            "from_on": received,
            "until_on": None,
            "recorded_at": NOW,
            "superseded_at": None,
        }


def _clock(
    name: str, kind: str, due: Due | None, met_on: date | None, *, is_open: bool
) -> dict[str, Any]:
    runs = due is not None and is_open and met_on is None
    return {
        f"{name}_kind": kind if due else "",
        f"{name}_started_on": due and due.started_on,
        f"{name}_due_on": due and due.due_on,
        f"{name}_legal_on": due and due.legal_on,
        f"{name}_act_by": due and due.act_by,
        f"{name}_met_on": due and met_on,
        f"{name}_is_void": False,
        f"{name}_sort_on": due.due_on if due and runs else NO_CLOCK,
    }
