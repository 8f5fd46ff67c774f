"""What state a clock is in on a day: running, due soon, past our date, past the legal limit, met.

A day on its date is on time. Our date and the legal limit are two events, never one.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from compliance.core.states import ClockState, DeadlineState


@dataclass(frozen=True)
class ClockDates:
    """What a deadline says: its dates, stored state and the day it was met. None: not started.

    `missed_on` is set where it became void after its limit had passed.
    """

    due_on: date | None
    legal_on: date | None = None
    state: DeadlineState = DeadlineState.RUNNING
    met_on: date | None = None
    missed_on: date | None = None

    @property
    def limit_on(self) -> date | None:
        """Return the legal limit, or our date where no law sets one."""
        return self.legal_on or self.due_on


@dataclass(frozen=True)
class ClockReading:
    """A clock's state on a day; `is_after_due` tells that it was met past our own date."""

    state: ClockState
    is_after_due: bool = False


def read_clock(clock: ClockDates, today: date, due_soon_days: int) -> ClockReading:
    """Return the state of a clock and whether it was met after our date.

    Met late means after the legal limit, or after our date where no law sets a limit.
    `due_soon_days` are calendar days before our date.
    """
    state = clock_state(clock, today, due_soon_days)
    is_met = clock.state is DeadlineState.MET and clock.met_on is not None
    after = bool(is_met and clock.due_on and clock.met_on and clock.met_on > clock.due_on)
    return ClockReading(state, after)


def clock_state(clock: ClockDates, today: date, due_soon_days: int) -> ClockState:
    """Return the state of a clock on a day, as `read_clock`."""
    if clock.state is DeadlineState.VOID:
        return ClockState.MISSED if clock.missed_on else ClockState.VOID
    if clock.due_on is None or clock.limit_on is None:
        return ClockState.NOT_STARTED
    if clock.state is DeadlineState.MET:
        is_late = clock.met_on is not None and clock.met_on > clock.limit_on
        return ClockState.MET_LATE if is_late else ClockState.MET
    if today > clock.limit_on:
        return ClockState.PAST_LEGAL
    if today > clock.due_on:
        return ClockState.PAST_DUE
    is_soon = today >= clock.due_on - timedelta(days=due_soon_days)
    return ClockState.DUE_SOON if is_soon else ClockState.RUNNING
