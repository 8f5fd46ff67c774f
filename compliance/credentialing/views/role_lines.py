"""What the plan answers for an applicant's role, line by line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for

from compliance.core.eligibility import CREDENTIALED_WORDS
from compliance.credentialing.queries.one import Application
from compliance.eligibility.queries import answers_for
from compliance.eligibility.rules.answers import Answer
from compliance.eligibility.views.shown import ICONS
from compliance.occasions import Occasion
from compliance.web.access import may


@dataclass(frozen=True)
class RoleLine:
    """One line: the answer in a word, whether the role is credentialed, the way to the cell."""

    title: str
    word: str
    icon: str
    note: str
    from_on: date | None
    href: str
    is_open: bool


def role_lines(found: Application, on: Occasion) -> Sequence[RoleLine]:
    """Return the answers for every line applied for that the rules know; none for a wrong role."""
    entry = found.snapshot.story.entry
    lines = [each for each in entry.lines if each in on.book.lines]
    if not lines or entry.role not in on.book.roles:
        return ()
    return [_line(each, on) for each in answers_for(entry.role, lines, on)]


def _line(answer: Answer, on: Occasion) -> RoleLine:
    cell = f"{answer.role}.{answer.line}"
    return RoleLine(
        title=on.book.lines[answer.line].title,
        word=answer.word,
        icon=ICONS[answer.billing],
        note=_note(answer),
        from_on=answer.from_on if answer.is_decided else None,
        href=url_for("roles.index", cell=cell) if may("eligibility.view") else "",
        is_open=answer.is_open,
    )


def _note(answer: Answer) -> str:
    if answer.is_open:
        return "The plan has not decided; the clocks run"
    words = CREDENTIALED_WORDS[answer.credentialed]
    return words if answer.is_decided else f"{words}, as shipped"
