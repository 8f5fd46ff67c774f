"""Which rung of a ladder a deadline has reached, whom it tells, and when to look again.

A *warning* rung (up to the due day) whose day is closed fires the open day before; a *past* rung
fires the day after our date or the legal limit, never earlier. Only the worst rung reached is
told, so a missed week, a back-dated entry or a moved date heals itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from compliance.core.calendars import Calendar
from compliance.core.rulebook import Rungs

PAST_DUE = "past_due"
OVERDUE = "due+"
PAST_LEGAL = "past_legal"
REPEAT = "legal+"
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Look:
    """What a deadline owes today: the worst rung reached, whom it tells, the next day to look."""

    rung: str | None
    audience: tuple[str, ...]
    next_on: date | None


@dataclass(frozen=True)
class Rung:
    """One step of a ladder on the days of one deadline."""

    fires_on: date
    name: str
    audience: tuple[str, ...]


def rungs_of(
    rungs: Rungs, due_on: date, legal_on: date | None, calendar: Calendar
) -> Iterator[Rung]:
    """Yield the rungs of one deadline from mild to severe, the repeats left out."""
    for before in sorted(rungs.before, reverse=True):
        day = calendar.roll_back_if_listed(due_on - timedelta(days=before))
        yield Rung(day, f"due-{before}", rungs.before[before])
    if legal_on is None or legal_on > due_on:
        yield Rung(due_on + ONE_DAY, PAST_DUE, rungs.past_due)
    if legal_on is None:
        for after in sorted(rungs.after):
            yield Rung(due_on + timedelta(days=after), f"{OVERDUE}{after}", rungs.after[after])
    else:
        yield Rung(legal_on + ONE_DAY, PAST_LEGAL, rungs.past_legal)


def look(
    rungs: Rungs, due_on: date, legal_on: date | None, calendar: Calendar, today: date
) -> Look:
    """Return what is owed on `today`; no rung before the first one, no next day after the last."""
    steps = [*rungs_of(rungs, due_on, legal_on, calendar), *_repeats(rungs, legal_on, today)]
    reached = [step for step in steps if step.fires_on <= today]
    coming = [step.fires_on for step in steps if step.fires_on > today]
    if not reached:
        return Look(None, (), min(coming, default=None))
    worst = reached[-1]
    return Look(worst.name, worst.audience, min(coming, default=None))


def _repeats(rungs: Rungs, legal_on: date | None, today: date) -> Iterator[Rung]:
    """Yield the last repeat reached and the next one, numbered by days past the limit."""
    every = rungs.repeat_past_legal_days
    if every is None or legal_on is None:
        return
    reached = max((today - legal_on - ONE_DAY).days, 0) // every
    for number in (reached, reached + 1):
        if number > 0:
            fires_on = legal_on + ONE_DAY + timedelta(days=number * every)
            yield Rung(fires_on, f"{REPEAT}{number * every}", rungs.past_legal)


def is_breach(rung: str) -> bool:
    """Return whether a rung tells that the legal limit has passed."""
    return rung == PAST_LEGAL or rung.startswith(REPEAT)
