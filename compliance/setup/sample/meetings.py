"""The joint operating meeting of the story: a monthly series with Tern, its actions and minutes."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta

from compliance.core.states import ActionState
from compliance.meetings.queries.loading import Shelf, shelf
from compliance.meetings.queries.pages import meeting_page
from compliance.meetings.rules.actions import Action, Wanted
from compliance.meetings.rules.agenda import Meeting, Minuted
from compliance.meetings.rules.series import MBHO, PLAN, Seat, Settled
from compliance.meetings.services.actions import add_action, change_action
from compliance.meetings.services.agenda import (
    ItemValues,
    add_item,
    change_item,
    comment,
    move_item,
)
from compliance.meetings.services.mailing import invite_letter, pack_letter, send_letter
from compliance.meetings.services.minutes import close_minutes, minute_item, record_attendance
from compliance.meetings.services.packs import prepare_pack, record_pack
from compliance.meetings.services.series import plan_ahead, start_series
from compliance.occasions import Occasion
from compliance.setup.sample.chapters import Cast, Scene

STARTED = date(2026, 9, 1)
HELD = (date(2026, 9, 3), date(2026, 10, 1), date(2026, 11, 5))
NEXT = date(2026, 12, 3)
MINUTES_OF = {
    "action_items": 5,
    "quality": 8,
    "access": 7,
    "alignment": 10,
    "credentialing": 10,
    "claims": 10,
    "closing": 5,
}
PLAN_SIDE = ("rosa", "dana", "mei", "arun", "elise", "grace")
TERN_SIDE = ("hal", "nia", "owen")
LEADS = {
    "action_items": "rosa",
    "quality": "mei",
    "access": "nia",
    "alignment": "mei",
    "credentialing": "dana",
    "claims": "arun",
    "closing": "rosa",
}
SAID = {
    "action_items": "Gone through one by one.",
    "quality": "Both sides reported. No measure with BHI in it moved by more than 2 points.",
    "access": "Non-urgent appointments inside 10 business days; psychiatry short in the north.",
    "alignment": "Same definitions kept. No further measure asked for.",
    "credentialing": "The plan is inside its target. Tern named 2 files that wait on references.",
    "claims": "Most CoCM denials at Tern are claims that belong to the plan's medical side.",
}


@dataclass(frozen=True)
class Owed:
    """One action item of the story: who owes what, agreed and due on which day."""

    on: date
    wording: str
    owner: str
    due_on: date
    done_on: date | None = None


OWED = (
    Owed(HELD[0], "Name a contact for misrouted claims", "nia", date(2026, 9, 18),
         date(2026, 9, 16)),
    Owed(HELD[1], "Send September cycle-time file", "dana", date(2026, 10, 30),
         date(2026, 10, 29)),
    Owed(HELD[1], "Reroute edit for 99492 to 99494", "hal", date(2026, 11, 18)),
    Owed(HELD[2], "Send October cycle-time file", "dana", date(2026, 11, 30)),
    Owed(HELD[2], "Share list of CoCM practices", "mei", NEXT),
    Owed(HELD[2], "Draft amendment 4 on who pays", "rosa", date(2026, 12, 11)),
    Owed(HELD[2], "Explain 2 files waiting on references", "owen", date(2026, 12, 4)),
    Owed(HELD[2], "Compare parity of prior approval rules", "elise", date(2026, 12, 18)),
)  # fmt: skip


def scenes(shift: timedelta) -> Iterable[Scene]:
    """Return the acts of the chapter, moved by `shift`."""
    return sorted(_told(shift), key=lambda each: each.day)


def _told(shift: timedelta) -> Iterator[Scene]:
    yield Scene(STARTED + shift, "grace", lambda cast, on: _start(cast, on, shift))
    for day in HELD[1:]:
        yield Scene(day + shift - timedelta(days=6), "grace", _send(day + shift, is_final=True))
    for day in HELD:
        yield Scene(day + shift, "grace", _hold(day + shift))
        yield Scene(day + shift + timedelta(days=5), "grace", _close(day + shift))
    for each in OWED:
        yield Scene(each.on + shift, "grace", _owe(each, shift))
        if each.done_on:
            yield Scene(each.done_on + shift, each.owner, _state(each, ActionState.DONE))
            verified = each.done_on + timedelta(days=1)
            yield Scene(verified + shift, "grace", _state(each, ActionState.VERIFIED))
    yield Scene(date(2026, 11, 20) + shift, "hal", _state(OWED[2], ActionState.IN_PROGRESS))
    yield Scene(date(2026, 11, 19) + shift, "grace", _prepare(NEXT + shift))
    yield Scene(date(2026, 11, 20) + shift, "grace", _invite(NEXT + shift))
    yield Scene(date(2026, 11, 24) + shift, "mei", _say(NEXT + shift))
    yield Scene(date(2026, 11, 24) + shift, "grace", _send(NEXT + shift, is_final=False))


def _start(cast: Cast, on: Occasion, shift: timedelta) -> None:
    people = cast.people
    parts = {"rosa": "chair", "nia": "co_chair", "grace": "recorder"}
    seats = [Seat(people[key], PLAN, parts.get(key, "member")) for key in PLAN_SIDE]
    seats += [Seat(people[key], MBHO, parts.get(key, "member")) for key in TERN_SIDE]
    settled = Settled(
        name="Joint operating meeting",
        cadence="monthly",
        week=1,
        weekday=(HELD[0] + shift).weekday() % 5,
        from_on=date(2026, 1, 1) + shift,
        at=time(10, 0),
        minutes=60,
        place="meet.example/alder-creek-tern",
        organizer_id=people["grace"],
        seats=tuple(seats),
        minutes_of=MINUTES_OF,
        pack_days=4,
        groups="Alder Creek medical, claims and credentialing with Tern Behavioral",
    )
    start_series(settled, on)


def _nearest(day: date, on: Occasion) -> Meeting:
    """Return the meeting nearest to a day: in a shifted story the rule gives other days."""
    return min(shelf(on).shared_with(MBHO).meetings, key=lambda each: abs((each.day - day).days))


def _lead(meeting: Meeting, cast: Cast, on: Occasion) -> None:
    for item in meeting.items:
        lead = cast.people[LEADS.get(item.key, "rosa")]
        values = ItemValues(item.title, item.minutes, lead, item.note, item.asks)
        change_item(meeting.id, item.key, values, on)


def _hold(day: date) -> Callable[[Cast, Occasion], None]:
    def play(cast: Cast, on: Occasion) -> None:
        plan_ahead(on)
        meeting = _nearest(day, on)
        if meeting.day <= on.today and not meeting.sent_on:
            _lead(meeting, cast, on)

    return play


def _close(day: date) -> Callable[[Cast, Occasion], None]:
    def play(cast: Cast, on: Occasion) -> None:
        meeting = _nearest(day, on)
        if meeting.day > on.today:
            return
        there = dict.fromkeys((cast.people[key] for key in (*PLAN_SIDE, *TERN_SIDE)), "present")
        there[cast.people["owen"]] = "excused"
        record_attendance(meeting.id, there, "", on)
        for item in meeting.items:
            if item.key in SAID:
                minute_item(meeting.id, item.key, _minuted(item.key), on)
        close_minutes(meeting.id, on)

    return play


def _minuted(key: str) -> Minuted:
    if key == "alignment":
        return Minuted(SAID[key], "Keep the 8 shared measures until March.", "accept")
    return Minuted(SAID[key])


def _owe(each: Owed, shift: timedelta) -> Callable[[Cast, Occasion], None]:
    def play(cast: Cast, on: Occasion) -> None:
        side = MBHO if each.owner in TERN_SIDE else PLAN
        meeting = _nearest(each.on + shift, on)
        owner = cast.people[each.owner]
        wanted = Wanted(each.wording, owner, side, each.due_on + shift, meeting_id=meeting.id)
        add_action(wanted, on)

    return play


def _state(each: Owed, state: ActionState) -> Callable[[Cast, Occasion], None]:
    def play(_cast: Cast, on: Occasion) -> None:
        change_action(_action(each.wording, shelf(on)).id, state, "", on)

    return play


def _action(wording: str, whole: Shelf) -> Action:
    return next(each for each in whole.actions if each.wanted.wording == wording)


def _prepare(day: date) -> Callable[[Cast, Occasion], None]:
    def play(cast: Cast, on: Occasion) -> None:
        meeting = _nearest(day, on)
        _lead(meeting, cast, on)
        about = "Contract: who pays for integrated services"
        rosa = cast.people["rosa"]
        ask = "Whether amendment 4 goes to counsel as drafted."
        values = ItemValues(about, 5, rosa, "Amendment 4, draft with counsel", ask)
        added = add_item(meeting.id, values, on)
        move_item(meeting.id, added.items[-1].key, up=True, on=on)

    return play


def _invite(day: date) -> Callable[[Cast, Occasion], None]:
    def play(_cast: Cast, on: Occasion) -> None:
        page = meeting_page(_nearest(day, on).ref, on)
        send_letter(page.meeting.id, invite_letter(page.meeting, page.series, on), on)

    return play


def _send(day: date, *, is_final: bool) -> Callable[[Cast, Occasion], None]:
    """Return what makes a pack and, where it is the final one, tells both sides."""

    def play(cast: Cast, on: Occasion) -> None:
        meeting = _nearest(day, on)
        if is_final:
            _lead(meeting, cast, on)
        page = meeting_page(meeting.ref, on)
        made = prepare_pack(page, is_final, cast.settings.uploads, on)
        record_pack(made, on)
        if is_final:
            letter = pack_letter(page.meeting, page.series, cast.settings.base_url, on)
            send_letter(meeting.id, letter, on)

    return play


def _say(day: date) -> Callable[[Cast, Occasion], None]:
    text = "Ask Tern for the October figures that are missing, and for a date on the reroute edit."

    def play(_cast: Cast, on: Occasion) -> None:
        comment(_nearest(day, on).id, text, on)

    return play
