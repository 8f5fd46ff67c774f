"""Then and now: the same questions asked of two days, and what lies between the answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import literal, select, union_all

from compliance.credentialing.queries.filters import LATE_VIEWS, Filters
from compliance.credentialing.queries.lists import matching_refs
from compliance.db import session
from compliance.deadlines.queries.figures import ClosedStats, closed_select, stats_in
from compliance.ledger.queries import count_entered_later
from compliance.occasions import Moment, Occasion, occasion_at
from compliance.policies.queries.register import DutyLine, registers_without_owners
from compliance.policies.rules.states import Bucket
from compliance.wallclock import end_of_day
from compliance.web.filters import percent, plural

USUAL_DAYS = 30
FEW = 5
NUMBERS = 5  # that a row of `closed_select` holds
TITLES = {
    "late_notice": "Notices within the limit, last 90 days",
    "late_decision": "Decisions within the limit, last 90 days",
}


@dataclass(frozen=True)
class Days:
    """The two days that are compared: the one looked at, and today as it is known now."""

    then: Occasion
    now: Occasion


@dataclass(frozen=True)
class Measure:
    """One measure on both days, and in words why they differ.

    `view` names the list of applications that shows it, `refs` the applications themselves,
    `is_later` that the difference was entered after the day.
    """

    title: str
    then: str
    now: str
    changed: str = ""
    view: str = ""
    refs: Sequence[str] = ()
    is_later: bool = False


def days_compared(on: Occasion) -> Days:
    """Return the day looked at beside today; without one, the day 30 days ago."""
    now = occasion_at(on.actor, Moment(on.now, on.today)) if on.seen_until else on
    if on.as_of and on.known_on:
        return Days(on, now)
    day = on.as_of or on.known_on or on.today - timedelta(days=USUAL_DAYS)
    return Days(occasion_at(on.actor, Moment(on.now, on.today, day, day)), now)


def measures(days: Days) -> list[Measure]:
    """Return every measure of both days; each kind of thing is read once for both."""
    both = (days.then, days.now)
    views = ("all", *TITLES)
    refs = matching_refs([(Filters(view=view), on) for view in views for on in both])
    shares, later = _figures(days)
    in_time = (
        _in_time(view, refs[2 * at + 2 : 2 * at + 4], shares[2 * at : 2 * at + 2])
        for at, view in enumerate(TITLES)
    )
    return [_open(*refs[:2]), *in_time, _attested(days), _later(later)]


def _figures(days: Days) -> tuple[list[ClosedStats], int]:
    """Return what was met within the limit, view by view on both days, and what came in later."""
    day = days.then.day_seen
    later = count_entered_later(day, end_of_day(days.then.known_on or day))
    both = (days.then, days.now)
    closed = [closed_select(on, LATE_VIEWS[view]) for view in TITLES for on in both]
    every = [*closed, select(later, *(literal(0) for _ in range(NUMBERS - 1)))]
    asked = (each.add_columns(literal(place)) for place, each in enumerate(every))
    found = {row[-1]: row[:-1] for row in session().execute(union_all(*asked))}
    return [stats_in(found[place]) for place in range(len(closed))], found[len(closed)][0]


def _open(then: Mapping[int, str], now: Mapping[int, str]) -> Measure:
    came, went = len(now.keys() - then.keys()), len(then.keys() - now.keys())
    said = [f"{came:,} more came in"] if came else []
    said += [f"{went:,} no longer open"] if went else []
    return Measure("Open applications", f"{len(then):,}", f"{len(now):,}", ", ".join(said))


def _in_time(view: str, late: Sequence[Mapping[int, str]], stats: Sequence[ClosedStats]) -> Measure:
    """Return a measure from what was late on both days, and both figures."""
    then, now = late
    refs = sorted(now[number] for number in now.keys() - then.keys())
    said = f"{len(refs):,} more late: {_few(refs)}" if refs else ""
    was, became = map(_share, stats)
    return Measure(TITLES[view], was, became, said, view, refs)


def _share(stats: ClosedStats) -> str:
    """Return "96.4%, 54 of 56"; below five closed the count alone."""
    share = stats.share_by_legal
    counted = f"{stats.by_legal:,} of {stats.of_legal:,}"
    if share is None:
        return "none closed"
    return counted if stats.of_legal < FEW else f"{percent(share)}, {counted}"


def _attested(days: Days) -> Measure:
    both = registers_without_owners(days.then, days.now)
    (then, of_then), (now, of_now) = map(_duties, both)
    said = [f"{_few(sorted(now - then))} attested"] if now - then else []
    said += [f"{_few(sorted(then - now))} to attest again"] if then - now else []
    return Measure(
        "Responsibilities attested",
        f"{len(then)} of {of_then}",
        f"{len(now)} of {of_now}",
        "; ".join(said),
    )


def _duties(register: Sequence[DutyLine]) -> tuple[set[str], int]:
    """Return the bulleted duties that are attested, and how many there are, whoever asks."""
    bulleted = [each for each in register if each.duty.is_bulleted]
    attested = (each for each in bulleted if each.standing.bucket is Bucket.ATTESTED)
    return {each.duty.id for each in attested}, len(bulleted)


def _later(count: int) -> Measure:
    return Measure("Corrected later", plural(count, "entry", "entries"), "", is_later=bool(count))


def _few(names: Sequence[str]) -> str:
    shown = ", ".join(names[:FEW])
    return f"{shown} and {len(names) - FEW:,} more" if len(names) > FEW else shown
