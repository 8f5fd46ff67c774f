"""Holding what goes out after a restore, until an administrator has looked at what waits.

A backup is older than the moment it is restored at: what waited then may have gone out since.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, exists, func, insert, select, update

from compliance.core.errors import NotNow
from compliance.core.states import MessageState
from compliance.db import session
from compliance.occasions import Occasion
from compliance.outbox.models import Hold, Message, MessageAttempt
from compliance.outbox.rules import AttemptResult

RESTORED = "restored from a backup"
STANDING = Hold.released_at.is_(None)
WAITING = Message.state == MessageState.WAITING


@dataclass(frozen=True)
class Waiting:
    """Messages of one kind that wait: how many, when the oldest was queued."""

    kind: str
    count: int
    oldest: datetime


@dataclass(frozen=True)
class Held:
    """A standing hold, and what waits behind it by kind."""

    made_at: datetime
    backup_made_at: datetime
    waiting: tuple[Waiting, ...]

    @property
    def count(self) -> int:
        """Return how many messages wait."""
        return sum(each.count for each in self.waiting)


@dataclass(frozen=True)
class Released:
    """What a release did: how many messages go out now, how many were taken back."""

    going: int
    cancelled: int


def is_held() -> ColumnElement[bool]:
    """Return the condition that a hold stands, within a statement."""
    return exists(select(Hold.id).where(STANDING))


def held_since_query() -> ScalarSelect[Any]:
    """Return since when what goes out is held, within a statement; None where it is not."""
    return select(func.min(Hold.made_at)).where(STANDING).scalar_subquery()


def standing_hold() -> Held | None:
    """Return the hold that stands with what waits behind it, or None."""
    times = select(func.min(Hold.made_at), func.max(Hold.backup_made_at)).where(STANDING)
    made_at, backup_made_at = session().execute(times).one()
    if made_at is None:
        return None
    counts = (
        select(Message.kind, func.count(Message.id), func.min(Message.queued_at))
        .where(WAITING)
        .group_by(Message.kind)
        .order_by(Message.kind)
    )
    waiting = tuple(Waiting(*row) for row in session().execute(counts))
    return Held(made_at, backup_made_at, waiting)


def hold_outgoing(backup_made_at: datetime, now: datetime) -> None:
    """Hold everything that goes out from now on.

    Written as one statement, since a restored database may not have the newest columns.
    """
    values = {"reason": RESTORED, "made_at": now, "backup_made_at": backup_made_at}
    session().connection().execute(insert(Hold).values(**values))


def release_outgoing(on: Occasion, *, cancel_restored: bool = False) -> Released:
    """Let messages go out again; those that came with the backup may be taken back instead.

    Raises:
        NotNow: nothing is held.
    """
    on.refuse_past()
    held = standing_hold()
    if held is None:
        raise NotNow("Nothing is held: messages go out as they come due.")
    cancelled = _cancel_queued_before(held.made_at, on) if cancel_restored else 0
    released = {"released_at": on.now, "released_by": on.actor.person_id}
    session().execute(update(Hold).where(STANDING).values(**released))
    return Released(held.count - cancelled, cancelled)


def _cancel_queued_before(moment: datetime, on: Occasion) -> int:
    wanted = session().scalars(select(Message.id).where(WAITING, Message.queued_at < moment)).all()
    if not wanted:
        return 0
    logged = [
        {
            "message_id": number,
            "tried_at": on.now,
            "result": AttemptResult.CANCELLED,
            "response": RESTORED,
            "person_id": on.actor.person_id,
        }
        for number in wanted
    ]
    session().execute(insert(MessageAttempt), logged)
    taken_back = {
        "state": MessageState.CANCELLED,
        "settled_at": on.now,
        "next_attempt_at": None,
        "result_number": Message.result_number + 1,
    }
    session().execute(
        update(Message).where(WAITING, Message.queued_at < moment).values(**taken_back)
    )
    return len(wanted)
