"""Provisional approval after a missed 90-day decision, outside behavioral health.

Source: `credentialing.provisional_days`, `credentialing.provisional_lookback_years` (Cal. Ins.
Code § 10144.565): credentials are provisionally approved unless any exception applies.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dateutil.relativedelta import relativedelta

from compliance.core.clocks import Asked, clock_due
from compliance.core.rulebook import Rulebook

LOOKBACK = "credentialing.provisional_lookback_years"


class Exception565(StrEnum):
    """The three exceptions of the statute; any one of them bars provisional approval."""

    DISCIPLINE = "the licensing entity has the applicant under discipline"
    NPDB_REPORT = "the NPDB holds an adverse-action or malpractice-payment report"
    NOT_CREDENTIALED = "this insurer has not credentialed the applicant in the past 5 years"


@dataclass(frozen=True)
class Standing:
    """What is known of an applicant when the decision deadline is missed.

    `last_credentialed_on` is the last time this insurer credentialed the applicant, or None.
    """

    is_behavioral_health: bool
    is_under_discipline: bool
    npdb_reports: int
    last_credentialed_on: date | None


@dataclass(frozen=True)
class ProvisionalStatus:
    """Whether credentials are provisionally approved, from and through which day, or why not.

    `would_qualify` stays true for a behavioral-health applicant without an exception: shown as
    "would qualify under 10144.565 if it applied", never granted by itself.
    """

    is_granted: bool
    would_qualify: bool
    from_on: date | None = None
    through_on: date | None = None
    exceptions: tuple[Exception565, ...] = ()


def provisional_status(
    missed_on: date, standing: Standing, book: Rulebook, today: date
) -> ProvisionalStatus:
    """Return the provisional status on `today` of a decision whose last day was `missed_on`.

    The deadline is missed from the day after `missed_on`; that day is the first of the
    provisional days. A first-time applicant gets none.

    Raises:
        NoValueInForce: `missed_on` lies before the law's first day.

    Source: `credentialing.provisional_days`.
    """
    if today <= missed_on:
        return ProvisionalStatus(is_granted=False, would_qualify=False)
    barred = tuple(exceptions(missed_on, standing, book))
    if barred:
        return ProvisionalStatus(is_granted=False, would_qualify=False, exceptions=barred)
    due = clock_due(Asked(book.clock("provisional"), missed_on, book))
    return ProvisionalStatus(
        is_granted=not standing.is_behavioral_health,
        would_qualify=True,
        from_on=missed_on + relativedelta(days=1),
        through_on=due.due_on,
    )


def exceptions(missed_on: date, standing: Standing, book: Rulebook) -> list[Exception565]:
    """Return the exceptions that apply, in the order of the statute.

    Source: Cal. Ins. Code § 10144.565; some public summaries state the third one backwards.
    """
    years = book.parameter(LOOKBACK).days_on(missed_on)
    since = missed_on - relativedelta(years=years)
    last = standing.last_credentialed_on
    applies = {
        Exception565.DISCIPLINE: standing.is_under_discipline,
        Exception565.NPDB_REPORT: standing.npdb_reports > 0,
        Exception565.NOT_CREDENTIALED: last is None or last < since,
    }
    return [each for each, is_true in applies.items() if is_true]
