"""Then and now: the same questions asked of two days, and what lies between the answers."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta

from compliance.credentialing.queries.filters import LATE_VIEWS, Filters
from compliance.credentialing.queries.lists import Order, matching_ids
from compliance.credentialing.queries.references import refs_of
from compliance.deadlines.queries.figures import closed_stats
from compliance.ledger.queries import entered_later
from compliance.occasions import Moment, Occasion, occasion_at
from compliance.policies.queries.register import register
from compliance.policies.rules.states import Bucket
from compliance.wallclock import end_of_day
from compliance.web.filters import percent, plural

USUAL_DAYS = 30
FEW = 5
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
    """Return every measure of both days."""
    return [_open(days), *(_in_time(days, view) for view in TITLES), _attested(days), _later(days)]


def _open(days: Days) -> Measure:
    then, now = (_applications(on, "all") for on in (days.then, days.now))
    came, went = len(now - then), len(then - now)
    said = [f"{came:,} more came in"] if came else []
    said += [f"{went:,} no longer open"] if went else []
    return Measure("Open applications", f"{len(then):,}", f"{len(now):,}", ", ".join(said))


def _applications(on: Occasion, view: str) -> set[int]:
    return set(matching_ids(Filters(view=view), Order(), on))


def _in_time(days: Days, view: str) -> Measure:
    kinds = LATE_VIEWS[view]
    late = _applications(days.now, view) - _applications(days.then, view)
    refs = sorted(refs_of(late).values()) if late else []
    said = f"{len(refs):,} more late: {_few(refs)}" if refs else ""
    then, now = (_share(on, kinds) for on in (days.then, days.now))
    return Measure(TITLES[view], then, now, said, view, refs)


def _share(on: Occasion, kinds: Collection[str]) -> str:
    """Return "96.4%, 54 of 56"; below five closed the count alone."""
    stats = closed_stats(on, kinds)
    share = stats.share_by_legal
    counted = f"{stats.by_legal:,} of {stats.of_legal:,}"
    if share is None:
        return "none closed"
    return counted if stats.of_legal < FEW else f"{percent(share)}, {counted}"


def _attested(days: Days) -> Measure:
    then, of_then = _duties(days.then)
    now, of_now = _duties(days.now)
    said = [f"{_few(sorted(now - then))} attested"] if now - then else []
    said += [f"{_few(sorted(then - now))} to attest again"] if then - now else []
    return Measure(
        "Responsibilities attested",
        f"{len(then)} of {of_then}",
        f"{len(now)} of {of_now}",
        "; ".join(said),
    )


def _duties(on: Occasion) -> tuple[set[str], int]:
    """Return the bulleted duties that are attested, and how many there are, whoever asks."""
    bulleted = [each for each in register(on) if each.duty.is_bulleted]
    attested = (each for each in bulleted if each.standing.bucket is Bucket.ATTESTED)
    return {each.duty.id for each in attested}, len(bulleted)


def _later(days: Days) -> Measure:
    day = days.then.day_seen
    found = entered_later(day, end_of_day(days.then.known_on or day))
    number = plural(len(found), "entry", "entries")
    return Measure("Corrected later", number, "", is_later=bool(found))


def _few(names: Sequence[str]) -> str:
    shown = ", ".join(names[:FEW])
    return f"{shown} and {len(names) - FEW:,} more" if len(names) > FEW else shown
