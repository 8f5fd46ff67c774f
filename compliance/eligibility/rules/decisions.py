"""What a decision must contain, and which decisions may not stand beside each other."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from compliance.core.dates import day_full
from compliance.core.eligibility import BILLING_WORDS, CREDENTIALED_WORDS
from compliance.core.errors import BadValue, NotNow

UNDECIDED = "undecided"
NOT_ELIGIBLE = "not_eligible"
SUPERVISED = "supervised"
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Decision:
    """What the plan decided for one role: outcome, reason, proof and words to providers.

    `last_on` is the last day it holds, None for no end.
    """

    role: str
    billing: str
    credentialed: str
    from_on: date
    last_on: date | None = None
    basis: str = ""
    evidence: str = ""
    evidence_url: str = ""
    file_sha256: str = ""
    file_name: str = ""
    wording: str = ""
    supervisor: str = ""
    claim_fields: str = ""
    decided_by: str = ""
    decided_on: date | None = None

    @property
    def until_on(self) -> date | None:
        """Return the first day on which it holds no more."""
        return self.last_on + DAY if self.last_on else None


@dataclass(frozen=True)
class Span:
    """The days of a decision on record: `until_on` is the first day after."""

    billing: str
    from_on: date
    until_on: date | None

    def covers(self, day: date) -> bool:
        """Return whether the decision holds on `day`."""
        return self.from_on <= day and (self.until_on is None or day < self.until_on)


def check_decision(made: Decision, today: date) -> None:
    """Refuse a decision that lacks what it must contain.

    Raises:
        BadValue: naming the field, what is wrong and what to do.
    """
    for field, said in _faults(made, today):
        raise BadValue(said, field)


def _faults(made: Decision, today: date) -> Iterator[tuple[str, str]]:
    if made.billing not in BILLING_WORDS or made.billing == UNDECIDED:
        yield "billing", "Choose the outcome: independent, supervised, program or not eligible."
    if made.credentialed not in CREDENTIALED_WORDS:
        yield "credentialed", "Choose whether the plan credentials the role."
    yield from _contradictions(made)
    yield from _days(made, today)
    yield from _proof(made)


def _contradictions(made: Decision) -> Iterator[tuple[str, str]]:
    if made.billing == NOT_ELIGIBLE and made.credentialed != "no":
        yield "credentialed", "A role that is not eligible is not credentialed. Choose that."
    if made.billing == "independent" and made.credentialed != "yes":
        yield "credentialed", "A role that bills on its own is credentialed. Choose that."
    if made.billing == SUPERVISED and not made.supervisor:
        yield "supervisor", "Say who may supervise: licenses, and whether credentialed here."


def _days(made: Decision, today: date) -> Iterator[tuple[str, str]]:
    if made.last_on and made.last_on < made.from_on:
        last, first = day_full(made.last_on), day_full(made.from_on)
        way_out = "Give a later last day, or leave it empty."
        yield "last_on", f"{last} lies before the first day, {first}. {way_out}"
    if made.decided_on is None:
        yield "decided_on", "Enter the day of the decision."
    elif made.decided_on > today:
        yield (
            "decided_on",
            f"{day_full(made.decided_on)} has not come yet. Enter the day it was decided.",
        )


def _proof(made: Decision) -> Iterator[tuple[str, str]]:
    if not made.decided_by:
        yield "decided_by", "Name the body that decided, such as the credentialing committee."
    if not made.basis:
        yield "basis", "Give the basis: the law, the policy section or the reason."
    if not (made.evidence or made.evidence_url or made.file_sha256):
        yield "evidence", "Name the evidence, link to it or add the file."
    if made.evidence_url and not made.evidence_url.startswith("https://"):
        yield "evidence_url", f"{made.evidence_url} is not an https address. Mend the link."


def refuse_overlap(made: Decision, place: str, standing: Iterable[Span]) -> None:
    """Refuse a decision whose days meet those of one on record.

    Raises:
        NotNow: naming both ranges and the way out.
    """
    wanted = Span(made.billing, made.from_on, made.until_on)
    for each in standing:
        if overlap(wanted, each):
            raise NotNow(
                f"{place}: {range_words(wanted)} overlaps {BILLING_WORDS[each.billing]}, "
                f"{range_words(each)}. End that one first, or tick that it ends the day before."
            )


def overlap(one: Span, other: Span) -> bool:
    """Return whether two spans share a day."""
    begins_before_end = other.until_on is None or one.from_on < other.until_on
    ends_after_begin = one.until_on is None or other.from_on < one.until_on
    return begins_before_end and ends_after_begin


def range_words(span: Span) -> str:
    """Return the days of a span: "Wed 1 Jul 2026 to Thu 31 Dec 2026", or with no end."""
    if span.until_on is None:
        return f"{day_full(span.from_on)}, no end date"
    return f"{day_full(span.from_on)} to {day_full(span.until_on - DAY)}"
