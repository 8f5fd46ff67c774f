"""What the plan's decisions about a role mean for one application.

Only the plan's own decisions count here; a shipped default changes no file. The law's clocks reach
an applicant whose role the plan credentials. Source: domain notes, section 3, consequence 1.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from compliance.core.eligibility import BILLING_WORDS
from compliance.core.rulebook import Rulebook
from compliance.eligibility.rules.answers import Answer, all_not_eligible

NOT_ELIGIBLE, ROSTER_ONLY = "not_eligible", "roster_only"


@dataclass(frozen=True)
class RoleAnswer:
    """What holds for the whole file, and how the applicant is told; `answer` is empty for "go on".

    `not_eligible` asks for the written answer; `roster_only` says that nothing is credentialed, so
    that no clock of the file runs.
    """

    answer: str = ""
    wording: str = ""

    @property
    def is_no(self) -> bool:
        """Return whether the applicant is owed a written no."""
        return self.answer == NOT_ELIGIBLE

    @property
    def is_listing(self) -> bool:
        """Return whether the role is listed and nobody of it credentialed."""
        return self.answer == ROSTER_ONLY


GOES_ON = RoleAnswer()


def answer_for_file(answers: Sequence[Answer], book: Rulebook) -> RoleAnswer:
    """Return what the answers for every line of one file add up to.

    A file without a line, or with one line still open or credentialed, goes on.
    """
    if all_not_eligible(answers):
        return RoleAnswer(NOT_ELIGIBLE, " ".join(_wordings(answers, book)))
    kept = [each for each in answers if each.is_decided and each.credentialed != "yes"]
    if answers and len(kept) == len(answers):
        return RoleAnswer(ROSTER_ONLY)
    return GOES_ON


def _wordings(answers: Sequence[Answer], book: Rulebook) -> list[str]:
    """Return each published wording once; our own sentence where the plan wrote none."""
    told = [each.kept.said.wording.strip() for each in answers if each.kept]
    said = [text or _sentence(each, book) for text, each in zip(told, answers, strict=True)]
    return list(dict.fromkeys(said))


def _sentence(answer: Answer, book: Rulebook) -> str:
    role, line = book.roles[answer.role], book.lines[answer.line]
    outcome = BILLING_WORDS[answer.billing].lower()
    return f"For {line.title}, our answer for this role ({role.title}) is: {outcome}."
