"""The sheet on roles in full sentences: what the plan decided, in the provider's words. Pure.

Only decisions of the plan are told as such, and no law is cited: the sheet says what holds here.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from compliance.core.dates import MONTHS_IN_FULL
from compliance.eligibility.rules.answers import Answer, Kept
from compliance.eligibility.rules.decisions import Decision

SENTENCES = {
    "independent": "you may join our network and bill in your own name",
    "supervised": "you may see our members under a licensed clinician, and we pay that clinician",
    "program": "you may see our members through a certified program, and we pay the program",
    "not_eligible": "we do not credential or pay this role",
}
OPEN = (
    "We have not decided about {lines} yet. You may apply. We count the usual time for your "
    "application, and we will write to you when we decide."
)


@dataclass(frozen=True)
class Told:
    """One answer for some lines: a sentence, and what belongs to it."""

    sentence: str
    more: tuple[tuple[str, str], ...] = ()
    is_to_come: bool = False


def told_of(
    answers: Iterable[Answer], coming: Iterable[Kept], titles: Mapping[str, str]
) -> Iterator[Told]:
    """Yield what the sheet says of one role: a sentence for the lines decided alike.

    `coming` are the decisions that begin later; they follow the present ones.
    """
    alike: dict[tuple[str, ...], list[Answer]] = {}
    for each in answers:
        alike.setdefault(_alike(each), []).append(each)
    for same in alike.values():
        yield _told(same, [titles[each.line] for each in same])
    for kept in coming:
        yield Told(_sentence(kept.said, titles[kept.line]), _more(kept.said), is_to_come=True)


def _alike(answer: Answer) -> tuple[str, ...]:
    said = answer.kept.said if answer.kept else None
    if said is None:
        return ("~",)
    texts = (said.wording, said.supervisor, said.claim_fields)
    return (said.billing, said.from_on.isoformat(), str(said.last_on or ""), *texts)


def _told(same: list[Answer], lines: list[str]) -> Told:
    named = in_a_row(lines)
    kept = same[0].kept
    if kept is None:
        return Told(OPEN.format(lines=named))
    return Told(_sentence(kept.said, named), _more(kept.said))


def _sentence(said: Decision, lines: str) -> str:
    if said.wording:
        return f"{lines}: {said.wording}"
    until = f", until {in_full(said.last_on)}" if said.last_on else ""
    words = SENTENCES[said.billing]
    return f"For {lines}, {words}. This holds from {in_full(said.from_on)}{until}."


def _more(said: Decision) -> tuple[tuple[str, str], ...]:
    found = (("Who may supervise", said.supervisor), ("On the claim", said.claim_fields))
    return tuple((term, words) for term, words in found if words)


def in_full(day: date) -> str:
    """Return 'July 1, 2026', as providers read a date."""
    return f"{MONTHS_IN_FULL[day.month - 1]} {day.day}, {day.year}"


def in_a_row(words: list[str]) -> str:
    """Return "Medi-Cal managed care and Medicare Advantage", or three with a comma."""
    *before, last = words
    return f"{', '.join(before)} and {last}" if before else last


def coverage(title: str) -> str:
    """Return a line's title as part of a sentence: "Commercial (DMHC)" for "Commercial, DMHC"."""
    kind, _, regulator = title.partition(", ")
    return f"{kind} ({regulator})" if regulator else kind
