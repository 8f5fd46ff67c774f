"""The figures R-CR1 to R-CR7 from the plan's own records, each in one statement for all periods.

Only behavioral health applicants are counted: those of AB 1041 run on another clock. What went to
the MBHO counts for the MBHO, and only where the plan has chosen to hold those files' dates itself
(`kpis.mbho_from_records`); else its figures are as reported.
"""

from collections.abc import Callable, Sequence
from datetime import date

from sqlalchemy import ColumnElement, and_, func, or_, select

from compliance.core.kpis import PLAN
from compliance.core.measured import Counted
from compliance.core.periods import Period
from compliance.core.states import DeadlineState
from compliance.credentialing.models import ApplicationRow
from compliance.credentialing.queries.belongings import belongings
from compliance.credentialing.rules import measures
from compliance.credentialing.rules.measures import ENDED, FileSpan, NoticeCase, day_of
from compliance.db import seen, session
from compliance.deadlines.queries.seen import deadlines_seen
from compliance.occasions import Occasion

OWN_RECORDS = "kpis.mbho_from_records"
LIMIT = "credentialing.decision_days"
AGEING = "reports.ageing_days"
POLICY = "credentialing.notice_policy_days"
BH = "bh"
Several = Sequence[Counted | None]
Periods = Sequence[Period]
T = ApplicationRow


def holds_records(entity: str, on: Occasion) -> bool:
    """Return whether the plan's own records tell this side's dates."""
    return entity == PLAN or on.book.choice(OWN_RECORDS, "no") == "yes"


def decision_days(period: Period, entity: str, on: Occasion) -> Counted | None:
    """Return R-CR1 or R-CR4: days from complete to decision."""
    return decision_days_each((period,), entity, on)[0]


def decision_days_each(periods: Periods, entity: str, on: Occasion) -> Several:
    """Return R-CR1 or R-CR4 for several periods."""
    return _each(periods, entity, on, measures.turnaround)


def decided_in_time(period: Period, entity: str, on: Occasion) -> Counted | None:
    """Return R-CR2: decided within the limit, files still open past it being misses."""
    return decided_in_time_each((period,), entity, on)[0]


def decided_in_time_each(periods: Periods, entity: str, on: Occasion) -> Several:
    """Return R-CR2 for several periods."""
    limit = on.book.parameter(LIMIT)
    return _each(
        periods,
        entity,
        on,
        lambda spans, period, day: measures.decided_in_time(spans, period, day, limit),
    )


def approvals(period: Period, entity: str, on: Occasion) -> Counted | None:
    """Return R-CR5: approved over decided."""
    return approvals_each((period,), entity, on)[0]


def approvals_each(periods: Periods, entity: str, on: Occasion) -> Several:
    """Return R-CR5 for several periods."""
    return _each(periods, entity, on, measures.approvals)


def open_files(period: Period, entity: str, on: Occasion) -> Counted | None:
    """Return R-CR6: complete files open past the limit, on the last day of the period."""
    return open_files_each((period,), entity, on)[0]


def open_files_each(periods: Periods, entity: str, on: Occasion) -> Several:
    """Return R-CR6 for several periods."""
    limit, soon = on.book.parameter(LIMIT), on.book.parameter(AGEING)
    return _each(
        periods, entity, on, lambda spans, _, day: measures.ageing(spans, day, limit, soon)
    )


def approval_gaps(period: Period, entity: str, on: Occasion) -> Counted | None:
    """Return R-CR7: days between both approvals of PCBH pairs, known to the plan alone."""
    return approval_gaps_each((period,), entity, on)[0]


def approval_gaps_each(periods: Periods, entity: str, on: Occasion) -> Several:
    """Return R-CR7 for several periods."""
    if entity != PLAN:
        return [None] * len(periods)
    spans = _spans(None, periods, on)
    days = [day_of(period, on.day_seen) for period in periods]
    pairs = zip(periods, days, strict=True)
    return [measures.approval_gaps(spans, period, day) for period, day in pairs]


def notices_in_time(period: Period, entity: str, on: Occasion) -> Counted | None:
    """Return R-CR3: completeness notices by the legal limit, by the month of receipt."""
    return notices_in_time_each((period,), entity, on)[0]


def notices_in_time_each(periods: Periods, entity: str, on: Occasion) -> Several:
    """Return R-CR3 for several periods, as known on the day looked at.

    Not on the period's last day: a limit of its last receipts passes only in the next one.
    """
    if not holds_records(entity, on):
        return [None] * len(periods)
    cases, policy = _notice_cases(periods, entity, on), on.book.parameter(POLICY)
    return [measures.notices_in_time(cases, each, on.day_seen, policy) for each in periods]


def _each(
    periods: Periods,
    entity: str,
    on: Occasion,
    measure: Callable[[Sequence[FileSpan], Period, date], Counted],
) -> Several:
    if not holds_records(entity, on) or not periods:
        return [None] * len(periods)
    spans = _spans(_belongs(entity), periods, on)
    return [measure(spans, each, day_of(each, on.day_seen)) for each in periods]


def _belongs(entity: str) -> ColumnElement[bool]:
    """Return the condition: a behavioral health application that this side decides."""
    return and_(T.provider_class == BH, T.delegate == ("" if entity == PLAN else entity))


def _known(on: Occasion) -> ColumnElement[bool]:
    """Return the condition for rows of any day, as known on the day asked for."""
    if on.known_at is None:
        return T.superseded_at.is_(None)
    still = or_(T.superseded_at.is_(None), T.superseded_at > on.known_at)
    return and_(T.recorded_at <= on.known_at, still)


def _spans(which: ColumnElement[bool] | None, periods: Periods, on: Occasion) -> list[FileSpan]:
    """Return how files stood over the periods: open, decided in them or after, or ended.

    Without a condition those of PCBH pairs.
    """
    if not periods:
        return []
    of = belongings(on.known_at)
    which = of.c.twin_id.is_not(None) if which is None else which
    first = min(each.from_on for each in periods)
    last = max(day_of(each, on.day_seen) for each in periods)
    matters = or_(T.is_open, T.decided_on >= first, T.state.in_(ENDED), T.model == "pcbh")
    query = (
        select(
            T.application_id,
            T.state,
            T.from_on,
            T.until_on,
            T.completed_on,
            T.decided_on,
            of.c.twin_id,
        )
        .join(of, of.c.id == T.application_id)
        .where(_known(on), which, matters)
        .where(T.from_on <= last, or_(T.until_on.is_(None), T.until_on > first))
    )
    return [FileSpan(*row) for row in session().execute(query)]


def _notice_cases(periods: Periods, entity: str, on: Occasion) -> list[NoticeCase]:
    if not periods:
        return []
    rows = deadlines_seen(on)
    limit = func.coalesce(rows.c.legal_on, rows.c.due_on)
    is_void = and_(rows.c.state == DeadlineState.VOID, rows.c.missed_on.is_(None))
    columns = (rows.c.started_on, limit, rows.c.met_on, is_void)
    query = (
        select(*columns, func.count())
        .join(T, T.application_id == rows.c.subject_id)
        .where(rows.c.subject_kind == "application", rows.c.kind == "completeness_notice")
        .where(rows.c.started_on >= min(each.from_on for each in periods))
        .where(rows.c.started_on <= max(each.to_on for each in periods))
        .where(seen(T, on.as_of, on.known_at), _belongs(entity))
        .group_by(*columns)
    )
    return [NoticeCase(*row) for row in session().execute(query)]
