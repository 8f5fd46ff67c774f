"""One application and rows of the queue as plain documents, for commands and later the API."""

from typing import Any

from compliance.core.states import CLOCK_WORDS
from compliance.credentialing.queries.one import Application
from compliance.credentialing.rules.clocks import Clock, at_risk_on
from compliance.credentialing.rules.words import Face, say
from compliance.occasions import Occasion

ROW_KEYS = (
    "ref", "last_name", "first_name", "npi", "role", "state", "practice_name", "model",
    "destination", "received_on", "completed_on", "decided_on", "notice_due_on",
    "notice_legal_on", "notice_act_by", "notice_met_on", "decision_due_on", "decision_legal_on",
    "decision_act_by", "owner_name", "step",
)  # fmt: skip


def row_document(row: Any) -> dict[str, Any]:
    """Return a row of the queue as a document."""
    found = {key: getattr(row, key) for key in ROW_KEYS}
    return {**found, "state": row.state.value}


def application_document(found: Application, on: Occasion) -> dict[str, Any]:
    """Return one application: state, values, dates, clocks, what is missing, every fact."""
    story = found.snapshot.story
    return {
        "ref": found.ref,
        "as_of": on.day_seen,
        "known_on": on.known_on or on.today,
        "state": found.snapshot.state,
        "next_step": found.snapshot.step,
        **story.entry.as_payload(),
        "owner": found.owner_name,
        "received_on": story.received_on,
        "completed_on": story.completed_on,
        "completed_is_declared": story.is_declared,
        "decided_on": story.decided_on,
        "decision": story.decision,
        "at_risk_on": at_risk_on(story, on.book),
        "missing": list(story.missing),
        "problems": [each.as_payload() for each in found.snapshot.problems],
        "clocks": [_clock(each, on) for each in found.snapshot.clocks],
        "twin": found.twin.ref if found.twin else None,
        "facts": [
            {
                "happened_on": fact.happened_on,
                "kind": fact.kind,
                "recorded_at": fact.recorded_at,
                "by": found.people.get(fact.person_id or 0, "Daybook"),
                "why": fact.why,
                "origin": fact.origin,
                "supersedes": fact.supersedes_id,
            }
            for fact in found.facts
        ],
        "rule_pack": on.book.version,
    }


def _clock(clock: Clock, on: Occasion) -> dict[str, Any]:
    due = clock.due
    soon = on.book.ladder_for(clock.kind).rungs_on(on.day_seen).due_soon_days
    face = Face(
        due.started_on,
        due.due_on,
        due.legal_on,
        due.act_by,
        clock.met_on,
        is_void=clock.is_void,
        missed_on=clock.missed_on,
        soon_days=soon,
    )
    state = say(face, on.day_seen).state
    return {
        "clock": clock.kind,
        "rule": _rule_id(clock, on),
        "from": due.started_on,
        "due_on": due.due_on,
        "legal_on": due.legal_on,
        "act_by": due.act_by,
        "met_on": clock.met_on,
        "missed_on": clock.missed_on,
        "state": state.value,
        "word": CLOCK_WORDS[state].label,
        "binding": "law" if clock.is_statutory else "policy",
    }


def _rule_id(clock: Clock, on: Occasion) -> str:
    rule = on.book.clock(clock.kind)
    return on.book.parameter(rule.law or rule.counts[0]).rule_on(clock.due.started_on)
