"""The next step of an application: always one, always named."""

from collections.abc import Iterable
from dataclasses import dataclass

from compliance.core.papers import Letter
from compliance.core.states import ApplicationState
from compliance.credentialing.rules.clocks import NOTICES, Clock

NOTICE_KINDS = NOTICES
DECISION_KINDS = frozenset({"decision", "general_decision"})


@dataclass(frozen=True)
class Step:
    """A verb of the desk: its label on buttons and the sentence of the next-step bar."""

    key: str
    label: str
    sentence: str


SEND_NOTICE = Step("send_notice", "Send notice", "tell the applicant whether the file is complete")
LETTER_WAITS = Step("letter_waits", "Take it back", "a letter is on its way")
REMIND = Step("remind", "Remind", "remind the applicant of what is missing")
REFUSE_ROLE = Step(
    "refuse_role",
    "Send not-eligible letter",
    "tell the applicant in writing that the role is not eligible",
)
RECORD_CHECK = Step("record_check", "Record check", "record the next check")
RECORD_DECISION = Step("record_decision", "Record decision", "record the decision")
ACTIVATE = Step("activate", "Record activation", "record the activation and tell the applicant")
NOTHING = Step("", "", "nothing is left to do")
STEPS = {
    each.key: each
    for each in (
        SEND_NOTICE,
        LETTER_WAITS,
        REMIND,
        REFUSE_ROLE,
        RECORD_CHECK,
        RECORD_DECISION,
        ACTIVATE,
        NOTHING,
    )
}
CHECK_NAMES = {
    "npi": "NPI and name",
    "caqh": "CAQH",
    "license": "license",
    "malpractice": "malpractice cover",
    "exclusions": "exclusions",
    "npdb": "NPDB",
    "education": "education",
    "work_history": "work history",
    "dea": "DEA",
    "board_certification": "board certification",
}
"""What each check is called in a sentence: the license check."""

_BY_STATE = {
    ApplicationState.NEW: SEND_NOTICE,
    ApplicationState.INCOMPLETE: REMIND,
    ApplicationState.VERIFYING: RECORD_CHECK,
    ApplicationState.COMMITTEE: RECORD_DECISION,
    ApplicationState.DEFERRED: RECORD_DECISION,
    ApplicationState.APPROVED: ACTIVATE,
    ApplicationState.PROVISIONAL: ACTIVATE,
}


def next_step(
    state: ApplicationState,
    clocks: Iterable[Clock],
    on_their_way: Iterable[Letter] = (),
    *,
    is_refused: bool = False,
) -> Step:
    """Return what to do next: an owed notice first, then what the state asks for.

    A role that the plan decided is not eligible goes before everything: the written answer ends
    the file. Where one of the letters `on_their_way` does it already, the step is to wait for it.
    """
    on_their_way = tuple(on_their_way)
    if state.is_open and is_refused:
        return LETTER_WAITS if any(each.ends for each in on_their_way) else REFUSE_ROLE
    owed = {each.kind for each in clocks if is_running(each)} & NOTICE_KINDS
    if state.is_open and owed:
        answered = any(owed.intersection(each.meets) for each in on_their_way)
        return LETTER_WAITS if answered else SEND_NOTICE
    step = _BY_STATE.get(state, NOTHING)
    if step is REMIND and any(each.needs_items for each in on_their_way):
        return LETTER_WAITS
    return step


def letter_taking(step: str, letters: Iterable[Letter]) -> Letter | None:
    """Return the letter that takes a step of the desk, or None where no letter says so."""
    return next((each for each in letters if each.step == step), None)


def is_running(clock: Clock) -> bool:
    """Return whether the clock still runs: neither met nor void."""
    return clock.met_on is None and not clock.is_void
