"""What a clock says in words, for lists, panels and commands alike."""

from dataclasses import dataclass
from datetime import date

from compliance.core.dates import MONTHS, day_short
from compliance.core.states import ClockState, DeadlineState
from compliance.deadlines.rules import ClockDates, clock_state

DUE_SOON_DAYS = 14


@dataclass(frozen=True)
class Face:
    """One clock as it stands today: its dates, or none where it has not started."""

    started_on: date | None
    due_on: date | None
    legal_on: date | None
    act_by: date | None
    met_on: date | None = None
    is_void: bool = False
    missed_on: date | None = None
    soon_days: int = DUE_SOON_DAYS

    @property
    def dates(self) -> ClockDates:
        """Return what the engine asks of a clock to tell its state."""
        state = DeadlineState.MET if self.met_on else DeadlineState.RUNNING
        stored = DeadlineState.VOID if self.is_void else state
        return ClockDates(self.due_on, self.legal_on, stored, self.met_on, self.missed_on)

    @property
    def limit_on(self) -> date | None:
        """Return the legal limit, or our own date where no law sets one."""
        return self.legal_on or self.due_on


@dataclass(frozen=True)
class Said:
    """A clock in words: state, tone, the answer, the date beside it."""

    state: ClockState
    tone: str
    main: str
    side: str = ""
    done: bool = False


def days(number: int) -> str:
    """Return '1 day' or '3 days'."""
    return f"{number} day" if number == 1 else f"{number} days"


def say(face: Face, today: date, waiting: str = "when complete") -> Said:
    """Return the clock in words, as the clock cell shows it."""
    state = clock_state(face.dates, today, face.soon_days)
    if face.is_void:
        return _void(state, face)
    if face.started_on is None or face.due_on is None or face.limit_on is None:
        return Said(state, "none", "Starts", waiting)
    if face.met_on:
        return _met(state, face, face.started_on, face.met_on, face.limit_on)
    if state is ClockState.PAST_LEGAL:
        late = (today - face.limit_on).days
        return Said(state, "over", f"{days(late)} overdue", day_short(face.limit_on))
    if state is ClockState.PAST_DUE:
        past = (today - face.due_on).days
        limit = f"limit {day_short(face.limit_on)}"
        return Said(state, "soon", f"{days(past)} past our date", limit)
    left = (face.due_on - today).days
    main = "Due today" if left == 0 else f"{days(left)} left"
    tone = "soon" if state is ClockState.DUE_SOON else "run"
    return Said(state, tone, main, day_short(face.due_on))


def _void(state: ClockState, face: Face) -> Said:
    """Return what is left to say once nobody waits for it: that it was missed, or nothing."""
    if state is ClockState.MISSED and face.limit_on:
        return Said(state, "over", "Missed", f"limit {day_short(face.limit_on)}", done=True)
    return Said(state, "none", "Not needed")


def _met(state: ClockState, face: Face, started_on: date, met_on: date, limit_on: date) -> Said:
    side = f"{met_on.day} {MONTHS[met_on.month - 1]}"
    if state is ClockState.MET_LATE:
        return Said(state, "over", f"Late by {days((met_on - limit_on).days)}", side, done=True)
    number = (met_on - started_on).days
    past = face.due_on is not None and met_on > face.due_on
    main = f"Met, day {number}" + (", past our date" if past else "")
    return Said(state, "met", main, side, done=True)
