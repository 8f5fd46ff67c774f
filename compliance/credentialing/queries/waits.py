"""Letters under way: when each goes out, and whether it can still be taken back."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from compliance.core.states import MessageState
from compliance.credentialing.models import ApplicationRow
from compliance.credentialing.queries.notices import title_of
from compliance.credentialing.queries.one import Application
from compliance.credentialing.rules.steps import LETTER_WAITS
from compliance.credentialing.services.notices import KIND
from compliance.credentialing.services.projection import SUBJECT
from compliance.db import seen, session
from compliance.occasions import Occasion
from compliance.outbox.queries import UnderWay, messages_under_way
from compliance.outbox.rules import can_cancel


@dataclass(frozen=True)
class Wait:
    """One letter under way.

    `goes_at` is when it goes out or, where the mail server put it off, is tried again; None where
    that is now. `letter` and `title`
    are empty in lists, which name no letter.
    """

    message_id: int
    goes_at: datetime | None
    can_undo: bool
    is_put_off: bool = False
    letter: str = ""
    title: str = ""


def waits_among(rows: Iterable[Any], on: Occasion) -> dict[int, Wait]:
    """Return the newest letter under way of each queue row whose next step is to wait for it.

    No row has one on a past day.
    """
    numbers = [row.application_id for row in rows if row.step == LETTER_WAITS.key]
    return {each.subject_id: _wait(each, on) for each in _under_way(numbers, on)}


def waits_for(numbers: Collection[int], on: Occasion) -> dict[int, Wait]:
    """Return the newest letter under way of each application whose next step is to wait for it."""
    if not numbers or on.as_of or on.known_on:
        return {}
    query = select(ApplicationRow.application_id, ApplicationRow.step).where(
        ApplicationRow.application_id.in_(numbers), seen(ApplicationRow, None, None)
    )
    return waits_among(session().execute(query), on)


def waits_of(found: Application, on: Occasion) -> tuple[Wait, ...]:
    """Return the letters of one application that are under way, oldest first."""
    titles = {
        each.message_id: (each.letter, title_of(each, on.book)) for each in found.snapshot.waiting
    }
    numbers = [found.id] if titles else []
    return tuple(
        _wait(each, on, *titles[each.id]) for each in _under_way(numbers, on) if each.id in titles
    )


def _under_way(numbers: Collection[int], on: Occasion) -> list[UnderWay]:
    return [] if on.as_of or on.known_on else messages_under_way(KIND, SUBJECT, numbers)


def _wait(message: UnderWay, on: Occasion, letter: str = "", title: str = "") -> Wait:
    at = message.next_attempt_at if message.state is MessageState.WAITING else None
    return Wait(
        message_id=message.id,
        goes_at=at if at and at > on.now else None,
        can_undo=can_cancel(message.state, message.not_before, on.now, message.attempts),
        is_put_off=message.attempts > 0,
        letter=letter,
        title=title,
    )
