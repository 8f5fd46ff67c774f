"""Telling applications what the plan decided about their role, as facts of each file."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import select

from compliance.core.facts import standing
from compliance.credentialing.models import ApplicationRow
from compliance.credentialing.rules.role_answers import GOES_ON, RoleAnswer, answer_for_file
from compliance.credentialing.services.projection import SLICE, SUBJECT, project
from compliance.db import session
from compliance.eligibility.queries import Decisions, decisions_known
from compliance.ledger.queries import facts_of_many, ids_with_fact
from compliance.ledger.services import Entry, Subject, fact_values, write_facts
from compliance.occasions import Occasion

ANSWERED = "role_answered"
T = ApplicationRow


def heed_role(role: str, on: Occasion) -> None:
    """Tell every open application of a role what holds now; its decisions have just changed."""
    heed_roles({role}, on)


def heed_roles(roles: Collection[str], on: Occasion) -> int:
    """Tell every open application of these roles what holds now; return how many it changed."""
    query = select(T.application_id).where(_stands(), T.role.in_(roles))
    return heed_files(list(session().scalars(query.order_by(T.application_id))), on)


def heed_decided_roles(on: Occasion) -> int:
    """Tell the open applications of every role that was ever decided; a day may have changed it."""
    decisions = decisions_known(on)
    return heed_roles({each.said.role for each in decisions.kept}, on) if decisions.kept else 0


def heed_files(ids: Sequence[int], on: Occasion) -> int:
    """Tell these applications, where open, what holds for their role; return how many it changed.

    The answer is a fact of the file, written only where it differs from the one before, so that
    the file of any day says what was known then.
    """
    decisions = decisions_known(on) if ids else None
    if decisions is None or not decisions.kept:
        return 0
    changed = 0
    for start in range(0, len(ids), SLICE):
        some = dict(_changes(ids[start : start + SLICE], decisions, on))
        write_facts([_fact(number, answer, on) for number, answer in some.items()])
        if some:
            project(list(some), on)
        changed += len(some)
    return changed


def _stands() -> Any:
    return T.superseded_at.is_(None) & T.until_on.is_(None) & T.is_open


def _changes(
    ids: Sequence[int], decisions: Decisions, on: Occasion
) -> Iterator[tuple[int, RoleAnswer]]:
    wanted = (_stands(), T.application_id.in_(ids))
    query = select(T.application_id, T.role, T.lines).where(*wanted)
    holds = {
        row.application_id: answer_for_file(
            [decisions.answer(row.role, line) for line in row.lines], on.book
        )
        for row in session().execute(query)
    }
    before = _told(holds, ids_with_fact(SUBJECT, list(holds), ANSWERED))
    yield from ((number, each) for number, each in holds.items() if each != before[number])


def _told(holds: Collection[int], answered: Collection[int]) -> dict[int, RoleAnswer]:
    """Return what each file was told last; most were told nothing, and their facts stay unread."""
    facts = facts_of_many(SUBJECT, answered) if answered else {}
    told = dict.fromkeys(holds, GOES_ON)
    for number, each in facts.items():
        payloads = [fact.payload for fact in standing(each) if fact.kind == ANSWERED]
        told[number] = RoleAnswer(**payloads[-1]) if payloads else GOES_ON
    return told


def _fact(number: int, answer: RoleAnswer, on: Occasion) -> dict[str, Any]:
    return fact_values(Subject(SUBJECT, number), Entry(ANSWERED, on.today, asdict(answer)), on)
