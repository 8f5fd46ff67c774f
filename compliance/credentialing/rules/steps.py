"""The next step of an application: always one, always named."""

from dataclasses import dataclass

from compliance.core.states import ApplicationState
from compliance.credentialing.rules.clocks import Clock

NOTICE_KINDS = frozenset({"completeness_notice", "general_notice", "second_notice"})
DECISION_KINDS = frozenset({"decision", "general_decision"})


@dataclass(frozen=True)
class Step:
    """A verb of the desk: its label on buttons and the sentence of the next-step bar."""

    key: str
    label: str
    sentence: str


SEND_NOTICE = Step("send_notice", "Send notice", "tell the applicant whether the file is complete")
REMIND = Step("remind", "Remind", "remind the applicant of what is missing")
RECORD_CHECK = Step("record_check", "Record check", "record the next check")
RECORD_DECISION = Step("record_decision", "Record decision", "record the decision")
ACTIVATE = Step("activate", "Record activation", "record the activation and tell the applicant")
NOTHING = Step("", "", "nothing is left to do")
STEPS = {
    each.key: each
    for each in (SEND_NOTICE, REMIND, RECORD_CHECK, RECORD_DECISION, ACTIVATE, NOTHING)
}

_BY_STATE = {
    ApplicationState.NEW: SEND_NOTICE,
    ApplicationState.INCOMPLETE: REMIND,
    ApplicationState.VERIFYING: RECORD_CHECK,
    ApplicationState.COMMITTEE: RECORD_DECISION,
    ApplicationState.DEFERRED: RECORD_DECISION,
    ApplicationState.APPROVED: ACTIVATE,
    ApplicationState.PROVISIONAL: ACTIVATE,
}


def next_step(state: ApplicationState, clocks: tuple[Clock, ...]) -> Step:
    """Return what to do next: an owed notice first, then what the state asks for."""
    if state.is_open and any(is_running(each) and each.kind in NOTICE_KINDS for each in clocks):
        return SEND_NOTICE
    return _BY_STATE.get(state, NOTHING)


def is_running(clock: Clock) -> bool:
    """Return whether the clock still runs: neither met nor void."""
    return clock.met_on is None and not clock.is_void
