"""Looking again: alert days worked out anew after ladders, calendars or rule packs changed."""

from sqlalchemy import select, update

from compliance.db import changed_rows, session
from compliance.deadlines.models import Deadline, DeadlineShape
from compliance.deadlines.rules import look
from compliance.deadlines.services.shapes import Shape, ladder_and_calendar, shape_ids
from compliance.deadlines.services.sweeping import IS_RUNNING
from compliance.occasions import Occasion


def look_again(on: Occasion) -> int:
    """Set the next alert day of every running deadline by the rules in force now.

    Returns how many deadlines were looked at. Dates stay as they were computed; a rung reached
    already is told by the next sweep, unless it was told before.
    """
    on.refuse_past()
    wanted = _shapes_by_rule(on)
    numbers = shape_ids(set(wanted.values()))
    return sum(_set(kind, old, shape, numbers[shape], on) for (kind, old), shape in wanted.items())


def _shapes_by_rule(on: Occasion) -> dict[tuple[str, int], Shape]:
    """Return the shape each kind's running deadlines should have, by kind and present shape."""
    query = (
        select(Deadline.kind, Deadline.shape_id, DeadlineShape.due_on, DeadlineShape.legal_on)
        .join(DeadlineShape, DeadlineShape.id == Deadline.shape_id)
        .where(IS_RUNNING)
        .distinct()
    )
    rows = session().execute(query)
    return {
        (kind, number): Shape(*ladder_and_calendar(kind, on.book), due_on, legal_on)
        for kind, number, due_on, legal_on in rows
    }


def _set(kind: str, old: int, shape: Shape, number: int, on: Occasion) -> int:
    rungs = on.book.ladders[shape.ladder].rungs_on(on.today)
    calendar = on.book.calendar(shape.calendar)
    seen = look(rungs, shape.due_on, shape.legal_on, calendar, on.today)
    next_on = on.today if seen.rung else seen.next_on
    statement = (
        update(Deadline)
        .where(IS_RUNNING, Deadline.kind == kind, Deadline.shape_id == old)
        .values(shape_id=number, next_alert_on=next_on)
        .execution_options(synchronize_session=False)
    )
    return changed_rows(session().execute(statement))
