"""Rules of figures: what they are worth, and how they are said."""

from compliance.kpis.rules.values import (
    Figure,
    KpiState,
    Reported,
    ValueStatus,
    combined,
    from_counted,
    from_reported,
    is_suppressed,
    judged,
    plain,
    state_of,
    suppressed,
    target_of,
    value_of,
)

__all__ = [
    "Figure",
    "KpiState",
    "Reported",
    "ValueStatus",
    "combined",
    "from_counted",
    "from_reported",
    "is_suppressed",
    "judged",
    "plain",
    "state_of",
    "suppressed",
    "target_of",
    "value_of",
]
