"""The first day of receipt that the rulebook knows rules for."""

from datetime import date

from compliance.core.dates import day_words
from compliance.core.rulebook import Rulebook

FIRST_NOTICES = ("completeness_notice", "general_notice")


def rules_since(book: Rulebook) -> date:
    """Return the first day of receipt that has a checklist and a clock to tell the applicant."""
    checklist = min(book.checklists["completeness"].values)
    return max(checklist, min(_clock_since(kind, book) for kind in FIRST_NOTICES))


def _clock_since(kind: str, book: Rulebook) -> date:
    return max(min(book.parameter(each).values) for each in book.clock(kind).counts)


def before_rules(received_on: date, book: Rulebook) -> str:
    """Return why no clock can be counted from a day of receipt, empty if one can."""
    first = rules_since(book)
    if received_on >= first:
        return ""
    return (
        f"{day_words(received_on)} is too early: the rules here are in force from "
        f"{day_words(first)}, and no clock can be counted from an earlier day. Check the year."
    )
