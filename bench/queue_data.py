"""An instance whose queue is long: people, applications and the rows their lists are read from.

Rows go straight into the tables. Every clock is a real one: the due dates of a received or
completed day are worked out once by the product's rules and shared by all applications of that day.
"""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import func, insert, select

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
BLOCK = 10_000
UNTOUCHED = {
    "provider_class": "bh",
    "lines": ["commercial"],
    "destination": "network",
    "is_statutory": True,
    "problem_count": 0,
    "last_kind": "received",
    "pack": "bench",
    "until_on": None,
    "recorded_at": NOW,
    "superseded_at": None,
}


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
    _write(list(_rows(min(applications, BLOCK), owners, book)))
    for start in range(BLOCK, applications, BLOCK):
        with transaction():
            _copy_block(start)


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


def _copy_block(start: int) -> None:
    """Write the first block once more, for other providers with other numbers."""
    number = ApplicationRow.application_id + start
    ref, npi = func.printf("A-%06d", number), func.printf("2%09d", number)
    moved = Provider.id + start
    _copy(Provider, Provider.id, {"id": moved, "key": func.printf("p%d", moved)})
    moved = ApplicationRef.id + start
    named = func.printf("A-%06d", moved)
    others = {"number": moved, "ref": named, "identity": named, "provider_id": moved}
    _copy(ApplicationRef, ApplicationRef.id, {"id": moved, **others})
    others = {"application_id": number, "ref": ref, "npi": npi}
    _copy(ApplicationRow, ApplicationRow.id, {"id": ApplicationRow.id + start, **others})


def _copy(table: type[Base], number: Any, changed: dict[str, Any]) -> None:
    columns = [changed.get(each.name, each) for each in table.__table__.columns]
    names = [each.name for each in table.__table__.columns]
    block = select(*columns).where(number <= BLOCK)
    session().execute(insert(table).from_select(names, block, include_defaults=False))


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
    dues = Dues("completeness_notice", book), Dues("decision", book)
    states = chance.choices(list(STATES), list(STATES.values()), k=number)
    for n, state in zip(count(1), states, strict=False):
        owner = chance.choice([*owners, None])
        yield {**UNTOUCHED, **_who(n, chance), **_clocks(state, dues, chance), "owner_id": owner}


def _who(n: int, chance: random.Random) -> dict[str, Any]:
    last, first = f"{chance.choice(LAST)}-{n % 997}", chance.choice(FIRST)
    role, practice = chance.choice(ROLES), chance.choice(PRACTICES)
    found = f"{last.replace('-', ' ')}  {first}  2{n:09}  a {n:06}  {practice}"
    return {
        "id": n,
        "application_id": n,
        "ref": f"A-{n:06}",
        "is_associate": role == "AMFT",
        "last_name": last,
        "first_name": first,
        "sort_name": f"{last} {first}".casefold(),
        "search_text": found.casefold(),
        "npi": f"2{n:09}",
        "role": role,
        "practice_name": practice,
        "model": chance.choice(("pcbh", "cocm", "none")),
    }


def _clocks(
    state: ApplicationState, dues: tuple[Dues, Dues], chance: random.Random
) -> dict[str, Any]:
    is_open, is_new = state in OPEN_STATES, state is ApplicationState.NEW
    age = chance.randrange(0, 12 if is_new else 75)
    received = TODAY - timedelta(days=age if is_open else 80 + chance.randrange(400))
    has_decision = not is_new and state is not ApplicationState.INCOMPLETE
    completed = received + timedelta(days=min(3, age)) if has_decision else None
    ended = None if is_open else received + timedelta(days=40)
    notice, decision = dues[0].of(received), dues[1].of(completed) if completed else None
    met = None if is_new else min(notice.due_on, TODAY)
    runs = [each for each in (None if met else notice, decision) if each and is_open]
    return {
        "state": state,
        "is_open": is_open,
        "received_on": received,
        "completed_on": completed,
        "decided_on": ended,
        **_clock("notice", "completeness_notice", notice, met, is_open=is_open),
        **_clock("decision", "decision", decision, ended, is_open=is_open),
        "soonest_on": min((each.due_on for each in runs), default=NO_CLOCK),
        "limit_on": min((each.legal_on or each.due_on for each in runs), default=NO_CLOCK),
        "missing_count": 2 if state is ApplicationState.INCOMPLETE else 0,
        "step": STEPS.get(state, ""),
        "last_on": ended or received,
        "from_on": received,
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
