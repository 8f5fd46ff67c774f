"""The plan's own targets, dated and with their reason."""

from datetime import date

from compliance.choices.services import NewChoice, choose
from compliance.core.errors import BadValue
from compliance.core.kpis import BEAT_LAST_YEAR, NO_TARGET, NUMBER
from compliance.kpis.queries.targets import target_key
from compliance.occasions import Occasion


def set_target(kpi_id: str, target: str, from_on: date, why: str, on: Occasion) -> None:
    """Record the target in force from a day: a number, `beat_last_year` or `none`.

    The one before ends there; months before that day keep it.

    Raises:
        BadValue: no number, a share over 100, or no reason.
        NoValueInForce: there is no such figure.
    """
    on.refuse_past()
    kpi = on.book.kpi(kpi_id)
    if kpi.direction == "watch":
        raise BadValue(f"{kpi.id} is watched and has no target.", "target")
    if target not in {BEAT_LAST_YEAR, NO_TARGET} and not NUMBER.fullmatch(target):
        raise BadValue(f"{target} is no target. Give a number, such as 95.", "target")
    if NUMBER.fullmatch(target) and kpi.unit == "percent" and float(target) > 100:
        raise BadValue(f"{target}% is more than all. Give 100 or less.", "target")
    if not why.strip():
        raise BadValue("Say why this is the target.", "why")
    person = on.actor.person_id
    choose(NewChoice(target_key(kpi.id), target, from_on, person, why.strip()), on.now)
