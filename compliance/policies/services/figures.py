"""Reading live figures: a snapshot is kept whenever what was counted has changed, or on request."""

import json
from hashlib import sha256
from typing import Any

from compliance.core.duties import Piece
from compliance.ledger.services import Entry, Subject, record_fact
from compliance.occasions import Occasion
from compliance.policies.queries.register import DUTY, DutyLine
from compliance.policies.rules.story import Figure
from compliance.policies.sources import Reading, read_live

WATCHED = ("numerator", "denominator", "is_met", "period", "hash", "target")


def read_figures(line: DutyLine, on: Occasion, *, is_asked: bool = False) -> int:
    """Record every live figure of a duty that says something new; return how many were recorded.

    Where somebody asked for it (`is_asked`) the same figure is recorded again, as of today.
    """
    written = 0
    for piece in line.duty.evidence:
        if piece.source and (reading := read_live(piece.source, on)) is not None:
            payload = snapshot(piece, reading)
            last = line.standing.story.figure_of(piece.code)
            if is_asked or last is None or not _says_the_same(last, payload):
                written += _keep(line, payload, on)
    return written


def _keep(line: DutyLine, payload: dict[str, Any], on: Occasion) -> bool:
    entry = Entry("duty_figure_read", on.today, payload)
    record_fact(Subject(DUTY, line.number), entry, on)
    return True


def _says_the_same(last: Figure, payload: dict[str, Any]) -> bool:
    return all(last.payload.get(name) == payload[name] for name in WATCHED)


def snapshot(piece: Piece, reading: Reading) -> dict[str, Any]:
    """Return a reading as it is kept: value, period, day of the data, query, hash."""
    counted = json.dumps(reading.counted, sort_keys=True, default=str)
    period = reading.period
    return {
        "piece": piece.code,
        "source": piece.source,
        "numerator": reading.numerator,
        "denominator": reading.denominator,
        "unit": reading.unit,
        "value": reading.value,
        "target": reading.target,
        "is_met": reading.is_met,
        "period": [period.from_on.isoformat(), period.to_on.isoformat()] if period else None,
        "data_as_of": reading.data_as_of.isoformat(),
        "query": reading.query,
        "hash": sha256(counted.encode()).hexdigest(),
    }
