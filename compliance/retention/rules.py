"""Words for retention. Pure."""

KEPT_WHILE_USED = "While it is of use"
SUBJECTS = {"application": "Application", "meeting": "Meeting"}
"""Kinds of record that a legal hold can name; others are told in words."""


def kept_words(years: int | None) -> str:
    """Return how long something is kept: "10 years", "While it is of use"."""
    if years is None:
        return "Not said"
    if years == 0:
        return KEPT_WHILE_USED
    return "1 year" if years == 1 else f"{years} years"
