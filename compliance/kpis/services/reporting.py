"""Reporting a value, and restating it: the old one is kept with the reason."""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select

from compliance.core.errors import BadValue, NotAllowed
from compliance.core.kpis import ENTITIES
from compliance.db import session
from compliance.directory.queries import mbho_names
from compliance.kpis.models import KpiValue
from compliance.kpis.rules import ValueStatus
from compliance.kpis.rules.entries import NewValue, refusals
from compliance.kpis.sources import counted_each
from compliance.occasions import Occasion

MAY_LOAD, MAY_REPORT = "kpis.load", "partner.report"


class Effect(StrEnum):
    """What reporting a value would do."""

    NEW = "new"
    RESTATED = "restated"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class Standing:
    """The value that stands for the same figure, side, product and period."""

    row: KpiValue | None

    def effect_of(self, value: NewValue) -> Effect:
        """Return what the new value would do to it. Only the numbers restate."""
        if self.row is None:
            return Effect.NEW
        same = (self.row.numerator, self.row.denominator) == (value.numerator, value.denominator)
        return Effect.UNCHANGED if same else Effect.RESTATED


def report_value(value: NewValue, on: Occasion) -> Effect:
    """Record a value; one that restates another ends it and keeps it with the reason.

    Staff with `kpis.load` report for any side, a partner only for the own organization. The same
    numbers again write nothing.

    Raises:
        NotAllowed: this person may not report for this side.
        BadValue: what is wrong with the value, at its field; a restating one without its reason.
        NoValueInForce: there is no such figure.
    """
    on.refuse_past()
    _refuse_stranger(value.entity, on)
    effect = judge_value(value, on)
    if effect is Effect.UNCHANGED:
        return effect
    if effect is Effect.RESTATED:
        if not value.reason.strip():
            raise BadValue(_restating(value), "reason")
        _end(_standing(value), on)
    session().add(_row(value, effect, on))
    session().flush()
    return effect


def judge_value(value: NewValue, on: Occasion) -> Effect:
    """Return what reporting the value would do; writes nothing and asks for no reason.

    Raises:
        BadValue: the first thing that is wrong with it.
        NoValueInForce: there is no such figure.
    """
    kpi = on.book.kpi(value.kpi_id)
    for field, sentence in refusals(value, kpi, on.today, _sides(value.entity, on)):
        raise BadValue(sentence, field)
    own = counted_each(kpi.id, [value.period], value.entity, on)[0]
    if own is not None and own.has_cases:
        raise BadValue(
            f"{kpi.id} of the {value.entity} is counted from our own records, so it is not typed.",
            "numerator",
        )
    return Standing(_standing(value)).effect_of(value)


def _sides(entity: str, on: Occasion) -> tuple[str, ...]:
    """Return the sides there are; further MBHOs are read only where one of them is meant."""
    return ENTITIES if entity in ENTITIES else tuple(dict.fromkeys((*ENTITIES, *mbho_names(on))))


def _refuse_stranger(entity: str, on: Occasion) -> None:
    if on.actor.may(MAY_LOAD) or (entity == on.actor.bound_to and on.actor.may(MAY_REPORT)):
        return
    raise NotAllowed("Your roles do not include reporting figures for this side.")


def _restating(value: NewValue) -> str:
    row = _standing(value)
    told = f"{row.numerator:g} of {row.denominator}" if row else ""
    return (
        f"{value.kpi_id} stands at {told} for {value.period.words}. Say why it changes: the old "
        "value is kept with your reason."
    )


def _standing(value: NewValue) -> KpiValue | None:
    table = KpiValue
    same = (
        table.kpi_id == value.kpi_id,
        table.entity == value.entity,
        table.product == value.product,
        table.period_from == value.period.from_on,
        table.period_to == value.period.to_on,
        table.superseded_at.is_(None),
        table.until_on.is_(None),
    )
    return session().scalars(select(table).where(*same)).one_or_none()


def _end(row: KpiValue | None, on: Occasion) -> None:
    """End the old value today; as it was, it stays readable for the days it stood."""
    if row is None:
        return
    row.superseded_at = on.now
    if row.from_on < on.today:
        kept = {
            each.key: getattr(row, each.key)
            for each in KpiValue.__table__.columns
            if each.key != "id"
        }
        ended = {"until_on": on.today, "recorded_at": on.now, "superseded_at": None}
        session().add(KpiValue(**{**kept, **ended}))
    session().flush()


def _row(value: NewValue, effect: Effect, on: Occasion) -> KpiValue:
    is_restated = effect is Effect.RESTATED
    return KpiValue(
        kpi_id=value.kpi_id,
        entity=value.entity,
        product=value.product,
        period_from=value.period.from_on,
        period_to=value.period.to_on,
        numerator=float(value.numerator),
        denominator=value.denominator,
        data_as_of=value.data_as_of,
        run_out=value.run_out,
        note=value.note.strip(),
        status=ValueStatus.RESTATED if is_restated else ValueStatus.SUBMITTED,
        reason=value.reason.strip() if is_restated else "",
        origin=value.origin,
        person_id=on.actor.person_id,
        submitter_role="partner" if not on.actor.may(MAY_LOAD) else "plan",
        from_on=on.today,
        until_on=None,
        recorded_at=on.now,
    )
