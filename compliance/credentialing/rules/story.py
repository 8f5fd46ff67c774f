"""What the facts of an application add up to: one value, worked out again from every fact.

Facts are taken in the order they happened. An application is complete on the day its last
missing item arrived, not on the day staff looked; where a review found nothing missing, that is
the day it was received. Source: domain notes 6.3, 6.4.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from compliance.core.facts import Fact
from compliance.core.states import ApplicationState
from compliance.credentialing.rules.entries import Entry
from compliance.credentialing.rules.role_answers import GOES_ON, RoleAnswer


@dataclass(frozen=True)
class Notice:
    """A notice that the applicant was given, with its proof."""

    fact_id: int
    letter: str
    said: str
    sent_on: date
    channel: str
    items: tuple[str, ...] = ()
    to: str = ""
    message_id: int | None = None
    is_bounced: bool = False
    replaced: tuple[int, ...] = ()


@dataclass(frozen=True)
class Check:
    """One recorded check of a credential."""

    check: str
    source: str
    result: str
    checked_on: date
    person_id: int | None


@dataclass(frozen=True)
class Story:
    """An application at one moment, as its facts tell it."""

    entry: Entry
    received_on: date
    asked_on: date | None = None
    asked: tuple[str, ...] = ()
    arrived: dict[str, date] = field(default_factory=dict)
    waived: frozenset[str] = frozenset()
    found_complete: bool = False
    declared_on: date | None = None
    complete_before: date | None = None
    notices: tuple[Notice, ...] = ()
    checks: tuple[Check, ...] = ()
    verified_on: date | None = None
    committee_on: date | None = None
    deferred_on: date | None = None
    decision: str = ""
    decided_on: date | None = None
    activated_on: date | None = None
    ended: ApplicationState | None = None
    ended_on: date | None = None
    merged_into: str = ""
    owner_id: int | None = None
    follow_up_on: date | None = None
    role_answer: RoleAnswer = GOES_ON
    role_answered_on: date | None = None
    last_kind: str = "received"
    last_on: date | None = None

    @property
    def missing(self) -> tuple[str, ...]:
        """Return the items asked for that have not arrived and are needed, in the order asked."""
        there = self.arrived.keys() | self.waived
        return tuple(item for item in self.asked if item not in there)

    @property
    def completed_on(self) -> date | None:
        """Return the day the application became complete, or None."""
        if self.asked:
            return None if self.missing else self._last_arrival()
        if self.found_complete:
            return self.received_on
        return self.declared_on

    @property
    def is_declared(self) -> bool:
        """Return whether `completed_on` is the word of an imported file, not of a review."""
        return bool(self.declared_on) and not self.asked and not self.found_complete

    @property
    def is_reviewed(self) -> bool:
        """Return whether staff have said complete or incomplete."""
        return bool(self.asked) or self.found_complete

    @property
    def is_refused(self) -> bool:
        """Return whether the plan decided that the role is not eligible on every line asked for."""
        return self.role_answer.is_no

    @property
    def uncredentialed_on(self) -> date | None:
        """Return since when the plan only lists the role and credentials nobody of it, or None."""
        return self.role_answered_on if self.role_answer.is_listing else None

    def _last_arrival(self) -> date:
        arrived = [self.arrived[item] for item in self.asked if item in self.arrived]
        return max([self.received_on, *arrived])


def story_of(facts: Iterable[Fact]) -> Story | None:
    """Return what standing facts, in order, add up to; None if nothing was received yet."""
    ordered = list(facts)
    received = next((fact for fact in ordered if fact.kind == "received"), None)
    if received is None:
        return None
    story = Story(Entry.from_payload(received.payload), received.happened_on)
    undone = _undone(ordered)
    for at, fact in enumerate(ordered):
        if story.complete_before is None:
            story = replace(story, complete_before=_complete_before(story, fact, ordered[:at]))
        step = _STEPS.get(fact.kind)
        if step is not None and at not in undone:
            story = step(story, fact)
        story = replace(story, last_kind=fact.kind, last_on=fact.happened_on)
    return replace(story, arrived=_arrivals(ordered))


def _complete_before(story: Story, fact: Fact, before: list[Fact]) -> date | None:
    """Return the day the file was complete on, where this fact finds a gap in it; else None.

    Worked out from the facts, so that a date set right later moves it too. Staff may have called
    the file complete, or a file from outside may have declared it. Source: domain notes 6.4.
    """
    if fact.kind not in _ASKS or not fact.payload.get("items"):
        return None
    if fact.kind == "found_incomplete" and story.asked:
        return None
    return replace(story, arrived=_arrivals(before)).completed_on


def _undone(facts: list[Fact]) -> set[int]:
    """Return the places of the decisions and ends that a reopening took back.

    It takes back what was on record when it was recorded; a decision entered afterwards stands,
    even where it is dated before the reopening.
    """
    taken: set[int] = set()
    for at, fact in enumerate(facts):
        if fact.kind == "reopened" and not fact.payload.get("items"):
            before = enumerate(facts[:at])
            taken |= {n for n, old in before if old.kind in _TAKEN_BACK and old.place < fact.place}
    return taken


def _arrivals(facts: list[Fact]) -> dict[str, date]:
    """Return when each item arrived, leaving out what came before it was last asked for.

    An item recorded after the question answers it even if it had arrived earlier: it lay unseen.
    Of two copies the first counts.
    """
    asks = [fact for fact in facts if fact.kind in _ASKS]
    arrived: dict[str, date] = {}
    for fact in facts:
        if fact.kind != "item_arrived":
            continue
        item = str(fact.payload["item"])
        if all(_answers(fact, ask) for ask in asks if item in ask.payload.get("items", ())):
            arrived[item] = min(fact.happened_on, arrived.get(item, fact.happened_on))
    return arrived


def _answers(arrival: Fact, ask: Fact) -> bool:
    return arrival.happened_on >= ask.happened_on or arrival.place > ask.place


def _found_incomplete(story: Story, fact: Fact) -> Story:
    items = tuple(fact.payload.get("items", ()))
    return replace(_asked(story, items), asked_on=fact.happened_on, found_complete=False)


def _asked(story: Story, items: tuple[str, ...]) -> Story:
    asked = tuple(dict.fromkeys([*story.asked, *items]))
    return replace(story, asked=asked, waived=story.waived - set(items))


def _found_complete(story: Story, fact: Fact) -> Story:
    if fact.payload.get("declared"):
        return replace(story, declared_on=fact.happened_on)
    waived = story.waived | set(fact.payload.get("not_needed", ()))
    return replace(story, found_complete=True, waived=waived)


def _reopened(story: Story, fact: Fact) -> Story:
    items = tuple(fact.payload.get("items", ()))
    if not items:
        return story
    return replace(
        _asked(story, items),
        ended=None,
        ended_on=None,
        asked_on=fact.happened_on,
        found_complete=False,
    )


def _notice_sent(story: Story, fact: Fact) -> Story:
    load = fact.payload
    notice = Notice(
        fact_id=fact.id,
        letter=load.get("letter", ""),
        said=load.get("said", ""),
        sent_on=fact.happened_on,
        channel=load.get("channel", "email"),
        items=tuple(load.get("items", ())),
        to=load.get("to", ""),
        message_id=load.get("message_id"),
        replaced=fact.replaced,
    )
    return replace(story, notices=(*story.notices, notice))


def _notice_bounced(story: Story, fact: Fact) -> Story:
    bounced = fact.payload.get("notice_fact_id")
    notices = tuple(
        replace(each, is_bounced=True) if bounced in {each.fact_id, *each.replaced} else each
        for each in story.notices
    )
    return replace(story, notices=notices)


def _check_recorded(story: Story, fact: Fact) -> Story:
    load = fact.payload
    check = Check(
        load["check"], load.get("source", ""), load["result"], fact.happened_on, fact.person_id
    )
    kept = tuple(each for each in story.checks if each.check != check.check)
    verified = fact.happened_on if load.get("all_verified") else story.verified_on
    return replace(story, checks=(*kept, check), verified_on=verified)


def _decided(story: Story, fact: Fact) -> Story:
    return replace(story, decision=fact.payload["decision"], decided_on=fact.happened_on)


def _corrected(story: Story, fact: Fact) -> Story:
    values: dict[str, Any] = {**story.entry.as_payload(), **fact.payload.get("values", {})}
    return replace(story, entry=Entry.from_payload(values))


def _ends(state: ApplicationState) -> Callable[[Story, Fact], Story]:
    def step(story: Story, fact: Fact) -> Story:
        into = str(fact.payload.get("into", ""))
        return replace(story, ended=state, ended_on=fact.happened_on, merged_into=into)

    return step


def _follow_up(story: Story, fact: Fact) -> Story:
    day = fact.payload.get("follow_up_on")
    return replace(story, follow_up_on=date.fromisoformat(day) if day else None)


_STEPS: dict[str, Callable[[Story, Fact], Story]] = {
    "found_incomplete": _found_incomplete,
    "found_complete": _found_complete,
    "reopened": _reopened,
    "notice_sent": _notice_sent,
    "notice_bounced": _notice_bounced,
    "check_recorded": _check_recorded,
    "committee": lambda story, fact: replace(
        story, committee_on=date.fromisoformat(fact.payload["meets_on"]), deferred_on=None
    ),
    "deferred": lambda story, fact: replace(story, deferred_on=fact.happened_on),
    "decided": _decided,
    "activated": lambda story, fact: replace(story, activated_on=fact.happened_on),
    "assigned": lambda story, fact: replace(story, owner_id=fact.payload.get("owner_id")),
    "corrected": _corrected,
    "role_answered": lambda story, fact: replace(
        story, role_answer=RoleAnswer(**fact.payload), role_answered_on=fact.happened_on
    ),
    "contact_attempt": _follow_up,
    "withdrawn": _ends(ApplicationState.WITHDRAWN),
    "closed": _ends(ApplicationState.CLOSED),
    "not_eligible": _ends(ApplicationState.NOT_ELIGIBLE),
    "void": _ends(ApplicationState.VOID),
    "merged": _ends(ApplicationState.MERGED),
}

_ASKS = {"found_incomplete", "reopened"}
_ENDS = {"withdrawn", "closed", "not_eligible", "void", "merged"}
_TAKEN_BACK = {"decided", "activated"} | _ENDS
