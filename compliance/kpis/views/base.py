"""What the pages of figures share: the blueprint, the month asked for, the words of a file."""

from collections.abc import Mapping

from flask import Blueprint, request

from compliance.core.kpis import MBHO
from compliance.core.periods import Period, month_from, months_after
from compliance.kpis.queries.figures import month_seen
from compliance.occasions import Occasion

blueprint = Blueprint("kpis", __name__)


def period_asked(on: Occasion) -> Period:
    """Return the month of the address, else the last that has ended; raises `BadValue`."""
    text = request.args.get("period", "")
    return month_from(text) if text else month_seen(on)


def partner_asked(names: Mapping[str, str]) -> str:
    """Return the key of the MBHO that the address names, else the first one's."""
    asked = request.args.get("partner", MBHO)
    return asked if asked in names else MBHO


def partner_in_address(partner: str) -> str | None:
    """Return what an address says of the MBHO: nothing for the first one."""
    return None if partner == MBHO else partner


def around(period: Period, on: Occasion) -> tuple[Period, Period | None]:
    """Return the month before, and the one after where it has begun on the day seen."""
    after = months_after(period.from_on, 1)
    return months_after(period.from_on, -1), after if after.from_on <= on.day_seen else None
