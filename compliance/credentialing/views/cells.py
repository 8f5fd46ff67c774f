"""Cells and columns of the queue: how one application reads in a row."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import cache, lru_cache
from operator import attrgetter
from typing import Any

from compliance.charts.clocks import ClockCell
from compliance.core.rulebook import Rulebook
from compliance.core.states import APPLICATION_WORDS, ApplicationState
from compliance.credentialing.queries.waits import Wait
from compliance.credentialing.rules.snapshots import NO_CLOCK
from compliance.credentialing.rules.steps import STEPS
from compliance.credentialing.rules.words import Face, say
from compliance.credentialing.views.asked import list_here
from compliance.credentialing.views.waits import row_act
from compliance.web.access import may
from compliance.web.addresses import record_addresses
from compliance.web.cells import Act, Identity, Person, Status, TwoLines
from compliance.web.filters import day_table
from compliance.web.tables import Column, Table

APPROVED = frozenset({ApplicationState.APPROVED, ApplicationState.PROVISIONAL})
FACE = ("started_on", "due_on", "legal_on", "act_by", "met_on", "is_void", "missed_on")
MODEL_WORDS = {"pcbh": "PCBH", "cocm": "CoCM", "none": ""}
STEP_ENDPOINTS = {
    "send_notice": "notices.send_notice",
    "remind": "notices.remind",
    "refuse_role": "notices.refuse_role",
    "record_check": "applications.act",
    "record_decision": "applications.act",
    "activate": "applications.act",
}
STEP_PERMISSIONS = {
    "send_notice": "notices.send",
    "remind": "notices.send",
    "refuse_role": "notices.send",
    "record_check": "applications.work",
    "record_decision": "applications.decide",
    "activate": "applications.work",
}
STEP_ACTS = {"record_check": "check", "record_decision": "decision", "activate": "activation"}


def _clock(name: str, soon_days: int, today: date) -> Callable[[Any], ClockCell]:
    """Return what gives the notice or decision clock of a queue row as a table shows it."""
    dates = attrgetter(*(f"{name}_{each}" for each in FACE))
    return lambda row: _clock_of((*dates(row), soon_days), today)


def _decision_clock(soon: int, activation_soon: int, today: date) -> Callable[[Any], ClockCell]:
    """Return what gives the decision clock of a row; once approved, the one to activation."""
    decision = _clock("decision", soon, today)

    def cell(row: Any) -> ClockCell:
        if row.state not in APPROVED or row.limit_on == NO_CLOCK:
            return decision(row)
        face = Face(row.decided_on, row.soonest_on, row.limit_on, None, soon_days=activation_soon)
        return _activation(face, today)

    return cell


@lru_cache(maxsize=2048)
def _activation(face: Face, today: date) -> ClockCell:
    clock = clock_cell(face, today)
    return replace(clock, main=f"Activation {clock.main[0].lower()}{clock.main[1:]}")


@lru_cache(maxsize=2048)
def _clock_of(face: tuple[Any, ...], today: date) -> ClockCell:
    """Return the clock of a row's dates; kept, because files that came in together agree."""
    return clock_cell(Face(*face), today)


def soon_days(kind: str, book: Rulebook, today: date) -> int:
    """Return the warning window of a kind of clock, from its ladder."""
    return book.ladder_for(kind).rungs_on(today).due_soon_days


def clock_cell(face: Face, today: date) -> ClockCell:
    """Return the clock as a table shows it."""
    said = say(face, today)
    if face.started_on is None or face.due_on is None or face.limit_on is None:
        return ClockCell(said.tone, said.main, said.side, done=False)
    limit_day = (face.limit_on - face.started_on).days
    due_day = (face.due_on - face.started_on).days
    day = (today - face.started_on).days
    return ClockCell(
        tone=said.tone,
        main=said.main,
        side=said.side,
        day=max(day, 0),
        limit_day=0 if face.is_void else limit_day,
        due_day=None if due_day == limit_day else due_day,
        closed_note=_closed_note(face),
        done=said.done,
        label=f"Day {day} of {limit_day}.",  # the words stand beside the bar
    )


def _closed_note(face: Face) -> str | None:
    if face.act_by is None or face.act_by == face.due_on or face.met_on or face.is_void:
        return None
    return f"Office closed that day. Act by {face.act_by:%a %-d %b}."


def queue_table(today: date, book: Rulebook, waits: Mapping[int, Wait] | None = None) -> Table[Any]:
    """Return the columns of the queue, for the page and its files.

    `waits` are the letters under way, by application.
    """
    return Table(
        "applications",
        (
            Column(
                "application_ref",
                "Applicant",
                lambda r: r.ref,
                _identities(),
                "name",
                css="nw trunc who",
            ),
            *_value_columns(),
            Column(
                "practice_name",
                "Practice",
                lambda r: r.practice_name,
                _practice(today),
                css="nw trunc place",
            ),
            Column("state", "Stage", lambda r: r.state.value, _state, css="stage"),
            *_clock_columns(book, today),
            *_date_columns(),
            Column("owner", "Owner", lambda r: r.owner_name or "", _owner, css="ow"),
            *_step_columns(today, waits or {}),
        ),
    )


def _step_columns(today: date, waits: Mapping[int, Wait]) -> tuple[Column[Any], ...]:
    """Return the next step's column; none for a reader who may do no step at all."""
    if not any(map(may, STEP_PERMISSIONS.values())):
        return ()
    return (Column("next_step", "Next step", cell=row_steps(today, waits)),)


def _clock_columns(book: Rulebook, today: date) -> tuple[Column[Any], ...]:
    notice = _clock("notice", soon_days("completeness_notice", book, today), today)
    decision, activation = (soon_days(each, book, today) for each in ("decision", "activation"))
    decided = _decision_clock(decision, activation, today)
    return (
        Column(
            "notice_due_on",
            "7-day notice",
            attrgetter("notice_due_on"),
            notice,
            "notice",
            css="notice-c",
        ),
        Column(
            "decision_due_on",
            "60-day decision",
            attrgetter("decision_due_on"),
            decided,
            "decision",
            css="decision-c",
        ),
    )


def _value_columns() -> tuple[Column[Any], ...]:
    """Return what files hold beside what the page shows."""
    named = (
        "last_name",
        "first_name",
        "npi",
        "role",
        "model",
        "destination",
        "delegate",
        "received_on",
    )
    return tuple(_file_column(name) for name in (*named, "completed_on"))


def _date_columns() -> tuple[Column[Any], ...]:
    notice = ("notice_legal_on", "notice_act_by", "notice_met_on")
    decision = ("decision_legal_on", "decision_act_by", "decided_on")
    return tuple(_file_column(name) for name in (*notice, *decision))


def _file_column(name: str) -> Column[Any]:
    return Column(name, name, attrgetter(name), is_on_page=False)


def _identities() -> Callable[[Any], Identity]:
    """Return what names a row's applicant and leads to the file."""
    address = cache(lambda: record_addresses("applications.show", list=list_here()))

    def cell(row: Any) -> Identity:
        name = f"{row.first_name} {row.last_name}".strip()
        title = f"{name}, {row.role}" if row.role else name
        npi = f"NPI {row.npi}" if row.npi else "no NPI"
        return Identity(title, f"{row.ref}, {npi}", address()(row.ref))

    return cell


def _practice(today: date) -> Any:
    def cell(row: Any) -> TwoLines:
        model = MODEL_WORDS.get(row.model, row.model)
        received = f"received {day_table(row.received_on, today)}"
        sub = f"{model}, {received}" if model else f"R{received[1:]}"
        return TwoLines(row.practice_name or "No practice given", sub)

    return cell


def _state(row: Any) -> Status:
    word = APPLICATION_WORDS[ApplicationState(row.state)]
    return Status(word.label, word.tone, word.icon)


def _owner(row: Any) -> Person | None:
    return Person(row.owner_name) if row.owner_name else None


def row_steps(today: date, waits: Mapping[int, Wait]) -> Callable[[Any], Act | None]:
    """Return what gives a row's next step, each step's permission and address asked once."""
    steps = cache(_step_act)

    def cell(row: Any) -> Act | None:
        if wait := waits.get(row.application_id):
            return row_act(wait, today)
        act = steps(row.step)
        return act and act(row.ref)

    return cell


def step_act(step: str, ref: str) -> Act | None:
    """Return the link that does the next step; None where nothing is left or the person may not."""
    act = _step_act(step)
    return act and act(ref)


def _step_act(step: str) -> Callable[[str], Act] | None:
    if step not in STEP_ENDPOINTS or not may(STEP_PERMISSIONS[step]):
        return None
    label = STEPS[step].label
    address = record_addresses(STEP_ENDPOINTS[step], name=STEP_ACTS.get(step))
    return lambda ref: Act(label, address(ref))
