"""Loading one duty for an act: refused while the past is looked at, or where it moved on."""

from compliance.core.errors import Conflict
from compliance.occasions import Occasion
from compliance.policies.queries.register import DutyLine, one_line
from compliance.policies.rules.seeing import check_work


def load_for_work(duty_id: str, on: Occasion, seen: int | None = None) -> DutyLine:
    """Return a duty that the person may work on, as it stood when its page was opened.

    Raises:
        NotFound: no such duty, or none that this person may see.
        NotAllowed: it is not the person's.
        Conflict: something was recorded since fact `seen`.
    """
    line = load(duty_id, on, seen)
    check_work(on.actor, line.duty.id, line.spans, on.today)
    return line


def load(duty_id: str, on: Occasion, seen: int | None = None) -> DutyLine:
    """Return a duty for an act by whoever reviews or assigns. Errors as `load_for_work`."""
    on.refuse_past()
    line = one_line(duty_id, on)
    if seen is not None and seen != line.standing.story.last_id:
        raise Conflict(
            f"Something was recorded for {line.duty.id} since you opened this page. "
            "Look at it again, then record what you meant to."
        )
    return line
