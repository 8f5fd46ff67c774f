"""Duties for tests: facts from lines that compliance staff can read, and acts on real tables.

A line is a day and what happened: `2026-09-01 added map`, `2026-09-02 accepted 1`,
`2026-09-03 attested`, `2026-09-04 event`, `2026-09-05 moved to 2026-12-01`.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from compliance.accounts.models import Person
from compliance.core.duties import Part
from compliance.core.facts import Fact
from compliance.occasions import Actor, Occasion
from compliance.policies.queries.register import DutyLine, one_line
from compliance.policies.services.evidence import NewEvidence, accept_evidence, add_evidence
from compliance.policies.services.owners import Assignment, assign
from compliance.wallclock import moment_of

LINK = "https://plan.example/evidence"


def duty_facts(lines: Iterable[str]) -> list[Fact]:
    """Return the facts that the lines tell, numbered from 1."""
    return [_fact(number, line) for number, line in enumerate(lines, start=1)]


def _fact(number: int, line: str) -> Fact:
    day_text, verb, *rest = line.split(maxsplit=2)
    day = date.fromisoformat(day_text)
    kind, payload = _said(verb, rest[0] if rest else "")
    return Fact(kind, day, moment_of(day, 9), payload, id=number, person_id=1, why="Because.")


def _said(verb: str, rest: str) -> tuple[str, dict[str, Any]]:
    version = int(rest.removeprefix("version ")) if rest.startswith("version ") else 1
    return {
        "added": ("duty_evidence_added", {"piece": rest, "name": rest, "url": LINK}),
        "accepted": ("duty_evidence_accepted", {"evidence": int(rest) if rest.isdigit() else 0}),
        "rejected": ("duty_evidence_rejected", {"evidence": int(rest) if rest.isdigit() else 0}),
        "attested": ("duty_attested", {"cycle": 1, "version": version, "name": "Dana"}),
        "event": ("duty_event_recorded", {"what": rest or "A change"}),
        "moved": ("duty_moved", {"cycle": 1, "due_on": rest.removeprefix("to ")}),
        "read": ("duty_figure_read", _figure(rest)),
        "reason": ("duty_reason_stated", {"cycle": 1, "piece": rest}),
    }[verb]


def _figure(rest: str) -> dict[str, Any]:
    piece, _, counted = rest.partition(" ")
    numerator, _, denominator = counted.partition("/")
    count, of = (int(numerator), int(denominator)) if denominator else (0, 0)
    return {
        "piece": piece,
        "numerator": count,
        "denominator": of,
        "unit": "cells",
        "is_met": count >= of,
        "target": "all",
        "value": "",
        "data_as_of": "2026-11-24",
    }


def actor(person: Person) -> Actor:
    """Return the person as who acts."""
    return Actor(person.id, person.name, frozenset(role.name for role in person.roles))


def give(duty_id: str, person: Person, on: Occasion, **matters: Any) -> None:
    """Give a person a part in a duty, accountable from today unless told."""
    sound: dict[str, Any] = {"part": Part.ACCOUNTABLE, "from_on": on.today}
    assign(Assignment((duty_id,), person.id, **{**sound, **matters}), on)


def prove(duty_id: str, owner: Occasion, reviewer: Occasion) -> DutyLine:
    """Add a link for every piece of a duty, have it accepted, and return the duty."""
    for piece in one_line(duty_id, owner).duty.evidence:
        evidence = NewEvidence(piece.code, owner.today, url=LINK)
        number = add_evidence(one_line(duty_id, owner), evidence, owner)
        accept_evidence(one_line(duty_id, reviewer), number, reviewer)
    return one_line(duty_id, owner)
