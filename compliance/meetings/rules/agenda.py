"""A meeting as it is seen on a day: agenda, commentary, minutes and packs; what may change."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from compliance.core.errors import BadValue, NotFound, NotNow

STANDING, ADDED = "standing", "added"
LONGEST_ITEM = 240


@dataclass(frozen=True)
class Item:
    """One item of an agenda. `asks` is what the meeting is asked to decide under it."""

    key: str
    title: str
    minutes: int
    kind: str = STANDING
    required: bool = False
    lead_id: int | None = None
    note: str = ""
    asks: str = ""
    is_nothing: bool = False
    nothing_why: str = ""

    @property
    def length(self) -> int:
        """Return its minutes on the agenda; an item with nothing to report takes none."""
        return 0 if self.is_nothing else self.minutes


@dataclass(frozen=True)
class Minuted:
    """What the minutes say of one item."""

    note: str = ""
    decision: str = ""
    decision_kind: str = ""


@dataclass(frozen=True)
class Said:
    """A text somebody saved, with who and when."""

    text: str
    person_id: int | None
    at: datetime


@dataclass(frozen=True)
class Pack:
    """One stored draft of a pack: its bytes by content hash, and the moment of its figures."""

    number: int
    sha256: str
    data_sha256: str
    size: int
    figures_at: datetime
    person_id: int | None
    is_final: bool = False

    @property
    def label(self) -> str:
        """Return "Draft 2" or "Final"."""
        return "Final" if self.is_final else f"Draft {self.number}"


@dataclass(frozen=True)
class Mailed:
    """One sending of mail about a meeting: what kind, its messages and what became of each."""

    kind: str
    messages: tuple[int, ...]
    at: datetime
    sequence: int = 0
    states: Mapping[int, str] = field(default_factory=dict)
    accepted_at: datetime | None = None
    is_taken_back: bool = False

    def count(self, state: str) -> int:
        """Return how many of its messages came to a state."""
        return sum(each == state for each in self.states.values())

    @property
    def waiting(self) -> int:
        """Return how many have not gone out yet."""
        return 0 if self.is_taken_back else len(self.messages) - len(self.states)


@dataclass(frozen=True)
class Meeting:
    """One meeting as seen on a day."""

    id: int
    ref: str
    series_id: int
    day: date
    at: time
    minutes: int
    place: str
    items: tuple[Item, ...] = ()
    cancelled_why: str = ""
    is_cancelled: bool = False
    moved_why: str = ""
    sequence: int = 0
    commentary: Said | None = None
    attendance: Mapping[int, str] = field(default_factory=dict)
    guests: str = ""
    minuted: Mapping[str, Minuted] = field(default_factory=dict)
    closed_on: date | None = None
    closed_by: int | None = None
    addenda: tuple[Said, ...] = ()
    packs: tuple[Pack, ...] = ()
    mailed: tuple[Mailed, ...] = ()
    sent_on: date | None = None
    planned_on: date | None = None
    latest_fact_id: int = 0
    changed_at: datetime | None = None

    @property
    def ends(self) -> time:
        """Return when its slot ends."""
        return _later(self.at, self.minutes)

    @property
    def is_closed(self) -> bool:
        """Return whether its minutes are closed."""
        return self.closed_on is not None

    @property
    def as_sent(self) -> "Meeting":
        """Return the meeting with those packs alone that were made to be sent."""
        return replace(self, packs=tuple(each for each in self.packs if each.is_final))

    def mailed_last(self, kind: str) -> Mailed | None:
        """Return the last sending of a kind, None where there was none."""
        return next((each for each in reversed(self.mailed) if each.kind == kind), None)

    @property
    def total(self) -> int:
        """Return the minutes that its items take together."""
        return sum(each.length for each in self.items)

    @property
    def starts(self) -> tuple[time, ...]:
        """Return the start of each item: the slot's start and the items before it."""
        found, at = [], self.at
        for each in self.items:
            found.append(at)
            at = _later(at, each.length)
        return tuple(found)

    def item(self, key: str) -> Item:
        """Return one item; raises `NotFound`."""
        found = next((each for each in self.items if each.key == key), None)
        if found is None:
            raise NotFound("This agenda has no such item any more. Load the page again.")
        return found


def _later(at: time, minutes: int) -> time:
    return (datetime.combine(date.min, at) + timedelta(minutes=minutes)).time()


def refuse_closed(meeting: Meeting) -> None:
    """Let a change pass; raises `NotNow` once a meeting is cancelled or its minutes closed."""
    if meeting.is_closed:
        raise NotNow("The minutes are closed. Correct them by an addendum.")
    if meeting.is_cancelled:
        raise NotNow("The meeting is cancelled. Take that back first.")


def check_minutes(minutes: int | None) -> int:
    """Return the length of an item; raises `BadValue` for one that cannot be."""
    if minutes is None or not 1 <= minutes <= LONGEST_ITEM:
        raise BadValue(f"Give a length of 1 to {LONGEST_ITEM} minutes.", "minutes")
    return minutes


def check_nothing(item: Item, why: str) -> None:
    """Let "nothing to report" pass; raises `BadValue` for a required item without a reason."""
    if item.required and not why.strip():
        raise BadValue(
            f"{item.title} is required at every meeting. Say why there is nothing to report.",
            "why",
        )


def reordered(items: tuple[Item, ...], key: str, up: bool) -> list[str]:
    """Return the keys with one item a step up or down; at the end nothing moves."""
    keys = [each.key for each in items]
    at = keys.index(key)
    to = at - 1 if up else at + 1
    if 0 <= to < len(keys):
        keys[at], keys[to] = keys[to], keys[at]
    return keys


def to_bring_in(meeting: Meeting, last: Meeting) -> list[Item]:
    """Return what another meeting has otherwise: added items, and standing ones led differently."""
    titles = {each.title for each in meeting.items}
    known = {each.key: (each.minutes, each.lead_id) for each in meeting.items}
    return [
        was
        for was in last.items
        if (was.kind == ADDED and was.title not in titles)
        or (was.key in known and known[was.key] != (was.minutes, was.lead_id))
    ]
