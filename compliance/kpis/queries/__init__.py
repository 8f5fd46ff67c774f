"""Reads of figures: one value, a series, the review of a month, what is not reported."""

from compliance.kpis.queries.figures import figures, series, value
from compliance.kpis.queries.missing import not_reported
from compliance.kpis.queries.reviews import Panel, Review, review

__all__ = ["Panel", "Review", "figures", "not_reported", "review", "series", "value"]
