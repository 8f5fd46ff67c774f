"""The state of an application, worked out from its story (contract section 5)."""

from compliance.core.states import ApplicationState
from compliance.credentialing.rules.story import Story

_DECIDED = {
    "approved": ApplicationState.APPROVED,
    "denied": ApplicationState.DENIED,
    "provisional": ApplicationState.PROVISIONAL,
}


def state_of(story: Story, has_problems: bool) -> ApplicationState:
    """Return the state of the application (contract section 5).

    A file with a problem that nobody has found complete is shown as waiting on the provider.
    """
    if story.ended:
        return story.ended
    if story.decision:
        return ApplicationState.ACTIVATED if story.activated_on else _DECIDED[story.decision]
    if story.completed_on is None:
        waits = bool(story.asked) or has_problems
        return ApplicationState.INCOMPLETE if waits else ApplicationState.NEW
    if story.deferred_on:
        return ApplicationState.DEFERRED
    return ApplicationState.COMMITTEE if story.committee_on else ApplicationState.VERIFYING
