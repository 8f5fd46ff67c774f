"""Which acts an application allows as it stands: menus offer them, services refuse the rest."""

from compliance.core.dates import day_words
from compliance.core.states import APPLICATION_WORDS, ApplicationState
from compliance.credentialing.rules.story import Story

OF_OPEN_FILES = frozenset(
    {
        "anyway",
        "check",
        "decision",
        "committee",
        "deferral",
        "arrival",
        "complete",
        "ending",
        "gap",
        "merger",
    }
)
NOT_COMPLETE = {
    "decision": "This application is not complete; its decision clock has not started.",
    "committee": "This application is not complete, so the committee cannot decide it.",
    "deferral": "This application is not complete, so there is no decision to put off.",
    "gap": "This application is not complete. Say what is missing in a notice instead.",
}
ACTS = OF_OPEN_FILES | {"activation", "reopening"}


def why_not(act: str, state: ApplicationState, story: Story) -> str:
    """Return why the act cannot be done now, in a sentence; empty where it can."""
    if act in OF_OPEN_FILES and not state.is_open:
        return f"This application is closed: {APPLICATION_WORDS[state].label}. Reopen it first."
    if act in NOT_COMPLETE and story.completed_on is None:
        return NOT_COMPLETE[act]
    if act == "reopening" and state.is_open:
        return "This application is open."
    return _why_not_active(story) if act == "activation" else ""


def _why_not_active(story: Story) -> str:
    if story.decision not in {"approved", "provisional"} or story.ended:
        return "Only an approved provider can be activated."
    if story.activated_on:
        since = day_words(story.activated_on)
        return f"This provider is active since {since}. Correct that date."
    return ""


def acts_allowed(state: ApplicationState, story: Story) -> frozenset[str]:
    """Return the acts, among those that depend on the state, that can be done now."""
    return frozenset(act for act in ACTS if not why_not(act, state, story))
