"""Action items: who owes what to whom by which day, and what may become of it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from compliance.core.errors import BadValue, NotAllowed, NotNow
from compliance.core.facts import Fact, happened_by, standing
from compliance.core.states import ActionState

OPEN = frozenset({ActionState.OPEN, ActionState.IN_PROGRESS, ActionState.BLOCKED})
PRIORITIES = {"normal": "Normal", "high": "High"}


@dataclass(frozen=True)
class Extension:
    """One move of a due day, with its reason."""

    was_on: date
    to_on: date
    why: str


@dataclass(frozen=True)
class Wanted:
    """What an action item asks: wording with a verb, owner, side, due day, where it came from."""

    wording: str
    owner_id: int
    side: str
    due_on: date
    priority: str = "normal"
    meeting_id: int | None = None
    item_key: str = ""
    evidence: str = ""


@dataclass(frozen=True)
class Action:
    """An action item as seen on a day. `done_on` is when its owner said so."""

    id: int
    ref: str
    wanted: Wanted
    made_on: date
    state: ActionState = ActionState.OPEN
    why: str = ""
    done_on: date | None = None
    done_by: int | None = None
    verified_by: int | None = None
    ended_on: date | None = None
    extensions: tuple[Extension, ...] = ()

    @property
    def is_open(self) -> bool:
        """Return whether it is still owed."""
        return self.state in OPEN

    @property
    def settled_on(self) -> date | None:
        """Return the day it was done or cancelled, None while it is open."""
        return self.done_on or self.ended_on

    def is_overdue(self, today: date) -> bool:
        """Return whether it is open past its due day; the day itself is on time."""
        return self.is_open and today > self.wanted.due_on


def action_from(
    number: int, ref: str, facts: Iterable[Fact], as_of: date | None, known_at: datetime | None
) -> Action | None:
    """Return the action item as seen on a day, None where it was not on record."""
    found: Action | None = None
    for fact in happened_by(standing(facts, known_at), as_of):
        if fact.kind == "action_added":
            said = {**fact.payload, "due_on": date.fromisoformat(fact.payload["due_on"])}
            found = Action(number, ref, Wanted(**said), fact.happened_on)
        elif found is not None:
            found = _after(found, fact)
    return found


def _after(was: Action, fact: Fact) -> Action:
    if fact.kind == "action_extended":
        to_on = date.fromisoformat(fact.payload["due_on"])
        moved = Extension(was.wanted.due_on, to_on, fact.why)
        wanted = replace(was.wanted, due_on=to_on)
        return replace(was, wanted=wanted, extensions=(*was.extensions, moved))
    state = ActionState(fact.payload["state"])
    made = replace(was, state=state, why=fact.why, verified_by=None, ended_on=None)
    if state in OPEN:
        return replace(made, done_on=None, done_by=None)
    if state is ActionState.DONE:
        return replace(made, done_on=fact.happened_on, done_by=fact.person_id)
    if state is ActionState.VERIFIED:
        return replace(made, verified_by=fact.person_id)
    return replace(made, ended_on=fact.happened_on)


ALLOWED: dict[ActionState, frozenset[ActionState]] = {
    ActionState.OPEN: frozenset(
        {
            ActionState.IN_PROGRESS,
            ActionState.BLOCKED,
            ActionState.DONE,
            ActionState.CANCELLED,
        }
    ),
    ActionState.IN_PROGRESS: frozenset(
        {ActionState.BLOCKED, ActionState.DONE, ActionState.CANCELLED}
    ),
    ActionState.BLOCKED: frozenset(
        {ActionState.IN_PROGRESS, ActionState.DONE, ActionState.CANCELLED}
    ),
    ActionState.DONE: frozenset({ActionState.VERIFIED, ActionState.OPEN}),
    ActionState.VERIFIED: frozenset(),
    ActionState.CANCELLED: frozenset({ActionState.OPEN}),
}
NEEDS_WHY = frozenset({ActionState.BLOCKED, ActionState.CANCELLED})


@dataclass(frozen=True)
class Asked:
    """A change of state that somebody asks for. `manages` says they run the meetings.

    `is_bound` says that they act on what is assigned to them alone, as owners and partners do.
    """

    to: ActionState
    person_id: int | None
    manages: bool
    why: str = ""
    is_bound: bool = False


def check_change(action: Action, asked: Asked) -> None:
    """Let a change of state pass, or say why not.

    Raises:
        NotNow: the present state does not lead there.
        NotAllowed: neither its owner nor who runs the meetings; its doer verifies nothing.
        BadValue: a reason is missing.
    """
    if asked.to not in ALLOWED[action.state]:
        raise NotNow(f"{action.ref} is {action.state.value.replace('_', ' ')}. Load it again.")
    is_owner = asked.person_id == action.wanted.owner_id
    if asked.to is ActionState.VERIFIED and asked.person_id in {
        action.done_by,
        action.wanted.owner_id,
    }:
        raise NotAllowed("Somebody else verifies it: not its owner, nor who said it is done.")
    if asked.to is ActionState.VERIFIED and asked.is_bound and not asked.manages:
        raise NotAllowed("Who runs the meetings verifies it, or other staff of the plan.")
    if asked.to is not ActionState.VERIFIED and not (is_owner or asked.manages):
        raise NotAllowed("Its owner says so, or who runs the meetings.")
    if asked.to in NEEDS_WHY and not asked.why.strip():
        raise BadValue("Say why.", "why")


OFFERED = (
    ActionState.IN_PROGRESS,
    ActionState.DONE,
    ActionState.VERIFIED,
    ActionState.BLOCKED,
    ActionState.OPEN,
    ActionState.CANCELLED,
)


def states_offered(action: Action, asking: Asked) -> tuple[ActionState, ...]:
    """Return the states that who asks may give an action item now, the likeliest first."""
    return tuple(to for to in OFFERED if _may_ask(action, replace(asking, to=to, why="any")))


def _may_ask(action: Action, asked: Asked) -> bool:
    try:
        check_change(action, asked)
    except (NotNow, NotAllowed):
        return False
    return True


def check_wanted(wanted: Wanted, today: date) -> None:
    """Let a new action item pass; raises `BadValue` at the field that is wrong."""
    if len(wanted.wording.split()) < 2:
        raise BadValue("Say what is to be done, beginning with a verb: Send the file.", "wording")
    if wanted.due_on < today:
        raise BadValue("Choose today or a day to come.", "due_on")
    if wanted.priority not in PRIORITIES:
        raise BadValue("Choose a priority.", "priority")


def check_may_change(action: Action, asking: Asked) -> None:
    """Let somebody through to an action item who may give it some state now.

    Raises:
        NotAllowed: it is somebody else's, or finished.
    """
    if not states_offered(action, asking):
        raise NotAllowed(f"{action.ref} is somebody else's, or finished. You may read it.")


def check_may_extend(action: Action, asking: Asked) -> None:
    """Let somebody through who may ask for longer; raises `NotAllowed` for everybody else."""
    if asking.person_id != action.wanted.owner_id and not asking.manages:
        raise NotAllowed("Its owner asks for longer, or who runs the meetings.")


def check_extension(action: Action, due_on: date, asked: Asked) -> None:
    """Let a later due day pass, or say why not.

    Raises:
        NotAllowed: neither its owner nor who runs the meetings.
        NotNow: it is no longer open.
        BadValue: not a later day, or no reason.
    """
    check_may_extend(action, asked)
    if not action.is_open:
        raise NotNow(f"{action.ref} is not open any more.")
    if due_on <= action.wanted.due_on:
        raise BadValue("Choose a day after the present due day.", "due_on")
    if not asked.why.strip():
        raise BadValue("Say why it needs longer.", "why")
