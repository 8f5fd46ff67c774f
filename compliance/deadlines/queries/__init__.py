"""The reads behind Today, the alerts page, the rail and the figures."""

from compliance.deadlines.queries.alerts import (
    AlertLine,
    AlertView,
    alert_counts,
    alert_page,
    alert_rows,
    breach_count,
    count_of,
    one_alert,
    recent_alerts,
)
from compliance.deadlines.queries.due import (
    DueItem,
    deadlines_of,
    due_items,
    next_due,
    running_counts,
)
from compliance.deadlines.queries.figures import (
    ClosedStats,
    closed_stats,
    late_subjects,
    monthly_shares,
)

__all__ = [
    "AlertLine",
    "AlertView",
    "ClosedStats",
    "DueItem",
    "alert_counts",
    "alert_page",
    "alert_rows",
    "breach_count",
    "closed_stats",
    "count_of",
    "deadlines_of",
    "due_items",
    "late_subjects",
    "monthly_shares",
    "next_due",
    "one_alert",
    "recent_alerts",
    "running_counts",
]
