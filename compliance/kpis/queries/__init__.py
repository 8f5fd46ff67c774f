"""Reads of figures: one value, a series for a review, what is not reported."""

from compliance.kpis.queries.figures import figures, series, value
from compliance.kpis.queries.missing import not_reported

__all__ = ["figures", "not_reported", "series", "value"]
