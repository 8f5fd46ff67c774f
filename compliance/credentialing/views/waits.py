"""How a letter under way reads in the queue and on the record: until when, and the way back."""

from datetime import date

from flask import url_for

from compliance.credentialing.queries.waits import Wait
from compliance.web.access import may
from compliance.web.cells import Act
from compliance.web.filters import clock_time

UNDO_ICON = "arrow-back-up"


def row_act(wait: Wait, today: date) -> Act | None:
    """Return the link of a queue row to its waiting letter; None for somebody who may not send."""
    if not may("notices.send"):
        return None
    label = "Take it back" if wait.can_undo else "See letter"
    waits = "Next try at" if wait.is_put_off else "Waits until"
    note = f"{waits} {clock_time(wait.goes_at, today)}" if wait.goes_at else "On its way"
    return Act(label, url_for("notices.show_notice", message_id=wait.message_id), note=note)


def bar_act(wait: Wait) -> Act | None:
    """Return the button of the next-step bar: it takes the letter back where that can be done."""
    if not wait.can_undo:
        return Act("See letter", url_for("notices.show_notice", message_id=wait.message_id))
    if not may("notices.send"):
        return None
    undo = url_for("notices.undo_sending", message_id=wait.message_id)
    return Act("Take it back", undo, is_post=True, icon=UNDO_ICON)


def sentence(wait: Wait, today: date) -> str:
    """Return what the next-step bar and the composer say of the letter."""
    if wait.goes_at is None:
        return f"The letter “{wait.title}” is on its way."
    at = clock_time(wait.goes_at, today)
    if wait.is_put_off:
        return f"The letter “{wait.title}” could not go out yet. Next try at {at}."
    return f"The letter “{wait.title}” waits until {at}, then it goes out."
