"""What a clock says in words, for lists, panels and commands alike."""

from dataclasses import dataclass
from datetime import date

from compliance.core.dates import MONTHS, WEEKDAYS
from compliance.core.states import ClockState

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
    soon_days: int = DUE_SOON_DAYS

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


def short_day(day: date) -> str:
    """Return 'Tue 19 Jan'."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"


def state_of_clock(face: Face, today: date) -> ClockState:
    """Return the clock's state on `today`; a day on its date is on time."""
    if face.is_void:
        return ClockState.VOID
    if face.due_on is None or face.limit_on is None:
        return ClockState.NOT_STARTED
    if face.met_on:
        return ClockState.MET if face.met_on <= face.limit_on else ClockState.MET_LATE
    if today > face.limit_on:
        return ClockState.PAST_LEGAL
    if today > face.due_on:
        return ClockState.PAST_DUE
    is_soon = (face.due_on - today).days <= face.soon_days
    return ClockState.DUE_SOON if is_soon else ClockState.RUNNING


def say(face: Face, today: date, waiting: str = "when complete") -> Said:
    """Return the clock in words, as the clock cell shows it."""
    state = state_of_clock(face, today)
    if state is ClockState.VOID:
        return Said(state, "none", "Not needed")
    if face.started_on is None or face.due_on is None or face.limit_on is None:
        return Said(state, "none", "Starts", waiting)
    if face.met_on:
        return _met(state, face, face.started_on, face.met_on, face.limit_on)
    if state is ClockState.PAST_LEGAL:
        late = (today - face.limit_on).days
        return Said(state, "over", f"{days(late)} overdue", short_day(face.limit_on))
    if state is ClockState.PAST_DUE:
        past = (today - face.due_on).days
        limit = f"limit {short_day(face.limit_on)}"
        return Said(state, "soon", f"{days(past)} past our date", limit)
    left = (face.due_on - today).days
    main = "Due today" if left == 0 else f"{days(left)} left"
    tone = "soon" if state is ClockState.DUE_SOON else "run"
    return Said(state, tone, main, short_day(face.due_on))


def _met(state: ClockState, face: Face, started_on: date, met_on: date, limit_on: date) -> Said:
    side = f"{met_on.day} {MONTHS[met_on.month - 1]}"
    if state is ClockState.MET_LATE:
        return Said(state, "over", f"Late by {days((met_on - limit_on).days)}", side, done=True)
    number = (met_on - started_on).days
    past = face.due_on is not None and met_on > face.due_on
    main = f"Met, day {number}" + (", past our date" if past else "")
    return Said(state, "met", main, side, done=True)
