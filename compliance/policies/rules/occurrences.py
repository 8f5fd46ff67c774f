"""When a duty is due: its first turn, each turn after an attestation, and those events call for.

Source: the parameters of `policies/parameters/duties` and `policies/recurrences.yaml`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from compliance.core.calendars import Calendar
from compliance.core.dated import began_on
from compliance.core.duties import Duty, Recurrence
from compliance.core.rulebook import Rulebook
from compliance.policies.rules.story import Attested, Story

USUAL_CALENDAR = "ca_strict"


@dataclass(frozen=True)
class Terms:
    """What the rulebook of a day says about one duty, and when the policy was adopted."""

    recurrence: Recurrence
    fresh_days: int | None
    first_days: int
    event_days: int
    confirm_days: int
    calendar: Calendar
    adopted_on: date


@dataclass(frozen=True)
class Turn:
    """One turn of a duty: what called for it, from which day, due when, and when it was closed.

    `due_on` is an open day unless somebody set another; `asked_on` is the due day as worked out.
    """

    cycle: int
    why: str
    started_on: date
    due_on: date
    asked_on: date
    closed_on: date | None = None


def terms_of(duty: Duty, book: Rulebook, adopted_on: date, day: date) -> Terms:
    """Return what the rules in force on `day` say about a duty."""
    recurrence = book.recurrence(duty.recurrence)
    fresh = recurrence.freshness
    return Terms(
        recurrence=recurrence,
        fresh_days=book.parameter(fresh).days_on(day) if fresh else None,
        first_days=book.parameter("duties.first_days").days_on(day),
        event_days=book.parameter("duties.event_days").days_on(day),
        confirm_days=book.parameter("duties.confirm_business_days").days_on(day),
        calendar=book.calendar(USUAL_CALENDAR),
        adopted_on=adopted_on,
    )


def turns_of(duty: Duty, story: Story, terms: Terms, day: date) -> tuple[Turn, ...]:
    """Return every turn up to `day`: those attested, then the one that stands open, if any."""
    return tuple(_turns(duty, story, terms, day))


def _turns(duty: Duty, story: Story, terms: Terms, day: date) -> Iterator[Turn]:
    last: Attested | None = None
    for cycle, made in enumerate(story.attested, start=1):
        turn = _open_turn(duty, story, terms, Asked(cycle, last, made.day, made.id))
        if turn is not None:
            yield _closed(turn, made.day)
        last = made
    cycle = len(story.attested) + 1
    still = _open_turn(duty, story, terms, Asked(cycle, last, day, None))
    if still is not None:
        yield still


def _closed(turn: Turn, day: date) -> Turn:
    return Turn(turn.cycle, turn.why, turn.started_on, turn.due_on, turn.asked_on, day)


@dataclass(frozen=True)
class Asked:
    """Which turn is asked for: its number, what closed the one before, seen from which day."""

    cycle: int
    last: Attested | None
    day: date
    before_id: int | None

    def is_new(self, fact_id: int) -> bool:
        """Return whether a fact came after the last attestation and before the one in question."""
        after = self.last is None or fact_id > self.last.id
        return after and (self.before_id is None or fact_id < self.before_id)


def _open_turn(duty: Duty, story: Story, terms: Terms, asked: Asked) -> Turn | None:
    """Return the turn that stands open on the day asked for: of several the one due first."""
    reasons = [
        *_by_period(terms, asked),
        *_by_event(story, terms, asked),
        *_by_text(duty, terms, asked),
    ]
    begun = [each for each in reasons if each[1] <= asked.day]
    if not begun:
        return None
    due_on, started_on, why = min(begun)
    rolled = _open_day(due_on, started_on, terms.calendar)
    own = [each.due_on for each in story.moved if each.cycle == asked.cycle]
    return Turn(asked.cycle, why, started_on, own[-1] if own else rolled, rolled)


Called = tuple[date, date, str]  # due on, started on, why


def _by_period(terms: Terms, asked: Asked) -> Iterator[Called]:
    """Yield the turn of the period: the first one, or the next after an attestation."""
    if terms.recurrence.is_event:
        return
    if asked.last is None:
        days = min(terms.first_days, terms.fresh_days or terms.first_days)
        yield terms.adopted_on + timedelta(days=days), terms.adopted_on, "first"
    elif terms.fresh_days is not None:
        yield asked.last.day + timedelta(days=terms.fresh_days), asked.last.day, "again"


def _by_event(story: Story, terms: Terms, asked: Asked) -> Iterator[Called]:
    for each in story.called:
        if asked.is_new(each.id):
            yield each.day + timedelta(days=terms.event_days), each.day, "event"


def _by_text(duty: Duty, terms: Terms, asked: Asked) -> Iterator[Called]:
    """Yield the turn that a new text calls for, once something was attested."""
    since = began_on(duty.values, asked.day)
    if asked.last is None or since is None or duty.version_on(asked.day) <= asked.last.version:
        return
    yield terms.calendar.plus_business_days(since, terms.confirm_days), since, "text"


def _open_day(due_on: date, started_on: date, calendar: Calendar) -> date:
    """Return the last open day up to the due day, or the first after it where none is left."""
    rolled = calendar.roll_back(due_on)
    return rolled if rolled > started_on else calendar.roll_forward(due_on)


def stands_until(made: Attested, terms: Terms) -> date | None:
    """Return the last day on which an attestation stands by its period, None without one."""
    months = terms.recurrence.months
    return made.day + relativedelta(months=months) if months else None
