"""Writing entries: one for each act, as the last thing before its transaction commits."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select

from compliance.audit.doing import act_at_hand, now_at_hand, person_at_hand
from compliance.audit.models import AuditEntry
from compliance.audit.natures import REFUSALS, counts_as_act, is_refusal, is_told
from compliance.audit.rules import START, as_json, fact_values, link_hash, rows_hash, spans_of
from compliance.db import session, write_rows
from compliance.ledger.queries import STORED_NAMES, fact_numbers, stored_facts
from compliance.occasions import occasion_at_hand
from compliance.written import Written, written_on

HEAD = select(AuditEntry.seq, AuditEntry.hash).order_by(AuditEntry.seq.desc()).limit(1)
PENDING = "audit.pending"
REFUSED = "audit.refused"
COVERED = (
    "seq", "recorded_at", "person_id", "kind", "act", "subject_kind", "subject_id",
    "facts_from", "facts_to", "content",
)  # fmt: skip
"""The columns that the hash of an entry covers, besides the hash before."""
PAYLOAD = STORED_NAMES.index("payload")
KIND, NUMBER, PERSON = (
    STORED_NAMES.index(name) for name in ("subject_kind", "subject_id", "person_id")
)


@dataclass(frozen=True)
class Told:
    """What an entry says: its kind, the act, who, about what, and the rest as JSON."""

    kind: str
    act: str
    person_id: int | None = None
    subject: tuple[str, int | None] = ("", None)
    facts: tuple[int, int] | None = None
    content: Mapping[str, Any] = field(default_factory=dict)


def write_act(written: Written) -> None:
    """Write the entry of what this transaction wrote; none for work that is no act.

    What was told by itself is an act, whatever was written.
    """
    if not (counts_as_act(written.rows) or written.told):
        return
    head = chain_head()
    facts = set(written.ids.get("facts", ()))
    if head[0] == 0:
        facts.update(fact_numbers())  # the first entry answers for all that stood before it
    told = _told(written, facts)
    session().info[REFUSED] = told.kind == "refusal"
    _write(told, head)


def tell_log(subject: tuple[str, int] | None = None, **said: Mapping[str, Any]) -> None:
    """Let the entry of the act under way say what it is about, and more than its rows do.

    Numbers, hashes and words of the product; no personal data. What is told makes it an act; a
    subject alone does not.
    """
    written = written_on(session().connection())
    if written is None:
        return
    for name, value in said.items():
        written.told[name] = {**written.told.get(name, {}), **value}
    if subject:
        written.subjects.add(subject)


def was_refused() -> bool:
    """Return whether the last act of this context was a refusal, such as a wrong password."""
    return bool(session().info.get(REFUSED))


def write_told(told: Told) -> None:
    """Write one entry at the end of the chain."""
    _write(told, chain_head())


def chain_head() -> tuple[int, str]:
    """Return number and hash of the last entry; acts follow each other, so it stays the last."""
    found = session().connection().execute(HEAD).first()
    return (found[0], found[1]) if found else (0, START)


def _told(written: Written, facts: set[int]) -> Told:
    spans = spans_of(facts)
    subjects: set[tuple[str, int]] = set()
    people: set[int | None] = set()

    def noted(row: Any) -> list[Any]:
        subjects.add((row[KIND], row[NUMBER]))
        people.add(row[PERSON])
        return fact_values(row, PAYLOAD)

    content: dict[str, Any] = {"rows": _rows(written), **written.told}
    if spans:
        sha = rows_hash(map(noted, stored_facts(spans)))
        content["facts"] = {"count": len(facts), "spans": spans, "sha256": sha}
    return Told(
        "refusal" if is_refusal(written.rows) else "act",
        act_at_hand(),
        _person() or (people.pop() if len(people) == 1 else None),
        _subject(written, subjects),
        (spans[0][0], spans[-1][1]) if spans else None,
        content,
    )


def _rows(written: Written) -> dict[str, Any]:
    """Return what was written, table by table: how many of each verb, first and last number."""
    found: dict[str, Any] = {}
    for table, verbs in sorted(written.rows.items()):
        if is_told(table):
            numbers = written.ids.get(table)
            ends = {"ids": [min(numbers), max(numbers)]} if numbers else {}
            found[table] = {**verbs, **ends}
    return found


def _subject(written: Written, subjects: set[tuple[str, int]]) -> tuple[str, int | None]:
    if subjects := written.subjects or subjects:
        return next(iter(subjects)) if len(subjects) == 1 else ("", None)
    named = {table: ids for table, ids in written.ids.items() if counts_as_act([table])}
    named = {table: ids for table, ids in named.items() if table not in REFUSALS}  # forgotten soon
    if len(named) != 1:
        return "", None
    ((table, numbers),) = named.items()
    return (table, next(iter(numbers))) if len(numbers) == 1 else (table, None)


def _person() -> int | None:
    on = occasion_at_hand()
    return person_at_hand() or (on.actor.person_id if on else None) or None


def _now() -> datetime:
    on = occasion_at_hand()
    return on.now if on else now_at_hand()


def _write(told: Told, head: tuple[int, str]) -> None:
    seq, previous = head[0] + 1, head[1]
    first, last = told.facts or (None, None)
    values = (
        seq, _now(), told.person_id, told.kind, told.act, *told.subject, first, last,
        as_json(told.content),
    )  # fmt: skip
    row = dict(zip(COVERED, values, strict=True))
    hashes = {"previous": previous, "hash": link_hash(values, previous)}
    write_rows(AuditEntry, [{**row, **hashes}])


def refused(act: str, person_id: int | None, about: Mapping[str, Any] | None = None) -> None:
    """Note that an act was refused; `about` holds numbers and references, no personal data."""
    _pend(Told("refusal", act, person_id, content={"about": about} if about else {}))


def exported(act: str, person_id: int | None, about: Mapping[str, Any] | None = None) -> None:
    """Note that a file was handed out."""
    _pend(Told("export", act, person_id, content={"about": about} if about else {}))


def signed(act: str, person_id: int | None) -> None:
    """Note that somebody signed in or out."""
    _pend(Told("account", act, person_id, ("people", person_id)))


def _pend(told: Told) -> None:
    session().info.setdefault(PENDING, []).append(told)


def take_pending() -> list[Told]:
    """Return the entries noted and not yet written, and forget them."""
    found: list[Told] = session().info.pop(PENDING, [])
    return found
