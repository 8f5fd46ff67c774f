"""Facts of an application from lines that compliance staff can read.

A line is a day and what happened: `2026-10-08 asked for malpractice, release`. It may end with
`(recorded 2026-10-12)`, `(corrects 2)` or both: `(recorded 2026-10-12, corrects 2)`; the lines
count from 1.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from compliance.core.facts import Fact
from compliance.wallclock import moment_of

LINE = re.compile(r"(?P<day>\S+) (?P<said>[^(]+?)(?: \((?P<more>.+)\))?")
MORE = re.compile(r"(recorded|corrects) ([^ ,]+)")
ENTRY = {"last_name": "Benavides-Park", "first_name": "Lucía", "role": "LCSW", "npi": "2000000010"}
PLAIN = {
    "deferred": "deferred",
    "activated": "activated",
    "withdrawn": "withdrawn",
    "closed without answer": "closed",
    "role not eligible": "not_eligible",
    "entered in error": "void",
    "reopened": "reopened",
    "struck": "struck",
    "a note": "note",
}
DECISIONS = {"approved", "denied", "provisional"}


def tell(lines: Iterable[str], entry: Mapping[str, Any] | None = None) -> list[Fact]:
    """Return the facts of the lines, each recorded on its day unless it says otherwise."""
    facts: list[Fact] = []
    for number, line in enumerate(lines, start=1):
        found = LINE.fullmatch(line)
        assert found, f"{line}: write a day and what happened"
        more = dict(MORE.findall(found["more"] or ""))
        kind, payload = _said(found["said"], facts, entry or {})
        recorded = date.fromisoformat(more.get("recorded", found["day"]))
        facts.append(
            Fact(
                kind=kind,
                happened_on=date.fromisoformat(found["day"]),
                recorded_at=moment_of(recorded, 9),
                payload=payload,
                id=number,
                supersedes_id=int(more["corrects"]) if "corrects" in more else None,
            )
        )
    return facts


def _said(said: str, before: list[Fact], entry: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    if said == "received":
        return "received", {**ENTRY, **entry}
    if said in DECISIONS:
        return "decided", {"decision": said}
    if said in PLAIN:
        return PLAIN[said], {}
    for shape, made in SHAPES:
        if found := re.fullmatch(shape, said):
            kind, payload = made(*found.groups())
            if kind == "notice_bounced":
                sent = [fact.id for fact in before if fact.kind == "notice_sent"]
                payload = {"notice_fact_id": sent[int(payload["number"]) - 1]}
            return kind, payload
    raise AssertionError(f"{said}: nothing that happens to an application")


def _items(text: str) -> list[str]:
    return text.split(", ")


SHAPES: tuple[tuple[str, Any], ...] = (
    ("asked for (.+)", lambda items: ("found_incomplete", {"items": _items(items)})),
    ("found complete", lambda: ("found_complete", {})),
    (
        "found complete, (.+) not needed",
        lambda items: ("found_complete", {"not_needed": _items(items)}),
    ),
    ("declared complete", lambda: ("found_complete", {"declared": True})),
    ("(.+) arrived", lambda item: ("item_arrived", {"item": item})),
    (
        "reopened for (.+)",
        lambda items: ("reopened", {"items": _items(items)}),
    ),
    ("told (complete|incomplete)", lambda said: ("notice_sent", {"said": said, "letter": said})),
    ("reminded", lambda: ("notice_sent", {"said": "", "letter": "reminder"})),
    ("notice (\\d) came back", lambda number: ("notice_bounced", {"number": number})),
    ("checked (.+)", lambda check: ("check_recorded", {"check": check, "result": "verified"})),
    (
        "last check, (.+)",
        lambda check: (
            "check_recorded",
            {"check": check, "result": "verified", "all_verified": True},
        ),
    ),
    ("committee on (.+)", lambda day: ("committee", {"meets_on": day})),
    ("merged into (.+)", lambda into: ("merged", {"into": into})),
    ("owner (.+)", lambda owner: ("assigned", {"owner_id": int(owner)})),
    (
        "corrected (.+) to (.+)",
        lambda name, value: (
            "corrected",
            {"values": {name: _items(value) if name == "lines" else value}},
        ),
    ),
    (
        "called, follow up on (.+)",
        lambda day: ("contact_attempt", {"follow_up_on": day}),
    ),
)
