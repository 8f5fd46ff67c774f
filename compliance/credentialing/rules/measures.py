"""What applications count for figures: turnaround, limits kept, approvals, ageing, gaps. Pure.

A month looks at the files as they stood on its last day, or on the day looked at where that is
earlier, so that asking later gives the same answer. Source: domain notes 13.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from compliance.core.measured import Counted
from compliance.core.periods import Period
from compliance.core.rulebook import Parameter
from compliance.core.states import OPEN_STATES, ApplicationState

APPROVED = frozenset(
    {ApplicationState.APPROVED, ApplicationState.PROVISIONAL, ApplicationState.ACTIVATED}
)
DECIDED = APPROVED | {ApplicationState.DENIED}
ENDED = frozenset({ApplicationState.WITHDRAWN, ApplicationState.CLOSED})


@dataclass(frozen=True)
class FileSpan:
    """One application as it stood from a day up to before another."""

    application_id: int
    state: ApplicationState
    from_on: date
    until_on: date | None
    completed_on: date | None
    decided_on: date | None
    twin_id: int | None = None

    def holds_on(self, day: date) -> bool:
        """Return whether it stood so on `day`."""
        return self.from_on <= day and (self.until_on is None or day < self.until_on)

    @property
    def approved_on(self) -> date | None:
        """Return the day of its approval, None where it has none."""
        return self.decided_on if self.state in APPROVED else None

    @property
    def days(self) -> int | None:
        """Return calendar days from complete to decision, 0 where both fell on one day.

        None where it was never complete, or was decided before what completed it came.
        """
        if self.completed_on is None or self.decided_on is None:
            return None
        days = (self.decided_on - self.completed_on).days
        return days if days >= 0 else None


@dataclass(frozen=True)
class NoticeCase:
    """The completeness notices that were owed and given on the same days, and how many."""

    received_on: date
    limit_on: date
    met_on: date | None
    is_void: bool
    count: int = 1


def day_of(period: Period, day_seen: date) -> date:
    """Return the day on which a period's files are looked at."""
    return min(period.to_on, day_seen)


def _standing(spans: Iterable[FileSpan], day: date) -> list[FileSpan]:
    return [each for each in spans if each.holds_on(day)]


def _decided_in(spans: Iterable[FileSpan], period: Period) -> list[FileSpan]:
    """Return the files decided in the period; those that ended otherwise are not among them."""
    return [each for each in spans if each.state in DECIDED and period.holds(each.decided_on)]


def turnaround(spans: Iterable[FileSpan], period: Period, day: date) -> Counted:
    """Return the days from complete to decision of files decided in the period."""
    decided = _decided_in(_standing(spans, day), period)
    days = tuple(sorted(each.days for each in decided if each.days is not None))
    return Counted(len(days), len(days), days)


def decided_in_time(
    spans: Iterable[FileSpan], period: Period, day: date, limit: Parameter
) -> Counted:
    """Return decisions within the limit, over decisions and files still open past it.

    The last day is on time. Source: `credentialing.decision_days`.
    """
    standing = _standing(spans, day)
    days = [
        (each.days, _limit(limit, each.completed_on))
        for each in _decided_in(standing, period)
        if each.days is not None
    ]
    late = len(_open_past(standing, day, limit))
    kept = sum(took <= allowed for took, allowed in days)
    note = f"{late} still open past the limit" if late else ""
    return Counted(kept, len(days) + late, note=note)


def _limit(limit: Parameter, day: date | None) -> int:
    """Return the days allowed from `day`; before its first value a limit counts as that one."""
    return limit.days_on(max(day or date.min, min(limit.values)))


def _open_past(standing: Iterable[FileSpan], day: date, limit: Parameter) -> list[FileSpan]:
    return [
        each
        for each in standing
        if each.state in OPEN_STATES
        and each.completed_on
        and (day - each.completed_on).days > _limit(limit, each.completed_on)
    ]


def ageing(
    spans: Iterable[FileSpan], day: date, limit: Parameter, ageing_days: Parameter
) -> Counted:
    """Return complete files open past the limit, over all that are complete and open on the day.

    Source: `credentialing.decision_days`, `reports.ageing_days`.
    """
    standing = [each for each in _standing(spans, day) if each.state in OPEN_STATES]
    complete = [each for each in standing if each.completed_on]
    past = _open_past(complete, day, limit)
    soon = _open_past(complete, day, ageing_days)
    incomplete = len(standing) - len(complete)
    told = f"{len(soon)} past day {ageing_days.days_on(day)}, {incomplete} incomplete"
    return Counted(len(past), len(complete), note=told)


def approvals(spans: Sequence[FileSpan], period: Period, day: date) -> Counted:
    """Return approvals over approvals and denials of the period."""
    decided = _decided_in(_standing(spans, day), period)
    approved = sum(each.approved_on is not None for each in decided)
    ended = _ended_in(spans, period, day)
    note = f"{ended} withdrawn or closed without an answer" if ended else ""
    return Counted(approved, len(decided), note=note)


def _ended_in(spans: Iterable[FileSpan], period: Period, day: date) -> int:
    """Return how many files first ended without a decision in the period."""
    first: dict[int, date] = {}
    for each in spans:
        if each.state in ENDED and each.from_on <= day:
            first[each.application_id] = min(
                each.from_on, first.get(each.application_id, each.from_on)
            )
    return sum(period.holds(each) for each in first.values())


def notices_in_time(
    cases: Iterable[NoticeCase], period: Period, day: date, policy: Parameter
) -> Counted:
    """Return notices given by their limit, over those whose limit has passed; the last day counts.

    A notice that was not given past its limit is a miss. How many came within the policy's
    calendar days is told beside it. Source: `credentialing.notice_business_days`,
    `credentialing.notice_policy_days`.
    """
    passed = [
        each
        for each in cases
        if period.holds(each.received_on) and each.limit_on < day and not each.is_void
    ]
    in_time = _sum(each for each in passed if each.met_on and each.met_on <= each.limit_on)
    early = _sum(
        each
        for each in passed
        if each.met_on and (each.met_on - each.received_on).days <= _limit(policy, each.received_on)
    )
    note = f"{early} within {_limit(policy, period.to_on)} calendar days" if passed else ""
    return Counted(in_time, _sum(passed), note=note)


def _sum(cases: Iterable[NoticeCase]) -> int:
    return sum(each.count for each in cases)


def approval_gaps(spans: Iterable[FileSpan], period: Period, day: date) -> Counted:
    """Return the days between both approvals of PCBH pairs; an open gap counts up to the day.

    The numerator is how many pairs only one side has approved. Counted are pairs whose second
    approval fell in the period, and those for which it is still awaited.
    """
    standing = {each.application_id: each for each in _standing(spans, day)}
    gaps: list[int] = []
    waiting = 0
    for each in standing.values():
        twin = standing.get(each.twin_id or 0)
        if twin is None or twin.application_id < each.application_id:
            continue
        days = sorted(one for one in (each.approved_on, twin.approved_on) if one)
        if len(days) == 2 and period.holds(days[1]):
            gaps.append((days[1] - days[0]).days)
        elif len(days) == 1 and {each.state, twin.state} & OPEN_STATES:
            gaps.append((day - days[0]).days)
            waiting += 1
    note = f"{waiting} approved by one side only" if waiting else ""
    return Counted(waiting, len(gaps), tuple(sorted(gaps)), note)
