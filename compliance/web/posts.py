"""Double-post keys: a button clicked twice acts once and leads to the same page."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from compliance.core.errors import BadValue, ComplianceError
from compliance.db import changed_rows, session, transaction
from compliance.occasions import Occasion
from compliance.web.models import PostKey

KEPT_DAYS = 7
LONGEST_KEY = 64


def write_once(form: Any, on: Occasion, act: Callable[[], str]) -> str:
    """Do an act in a transaction of its own, once for each form; return where it leads."""
    with transaction():
        return once(form.key, on.actor.person_id or 0, on.now, act)


def tried(form: Any, on: Occasion, act: Callable[[], str]) -> str | None:
    """Do an act once and return where it leads; None where it was refused, said in the form."""
    try:
        return write_once(form, on, act)
    except ComplianceError as refusal:
        form.refuse(refusal)
        return None


def once(key: str, person_id: int, now: datetime, act: Callable[[], str]) -> str:
    """Return where the act leads. `act` runs for the first post only and returns its location.

    Called inside `with transaction():`, so that a failed act frees its key.
    """
    if (location := first_time(key, person_id, now)) is not None:
        return location
    location = act()
    settle(key, person_id, location)
    return location


def first_time(key: str, person_id: int, now: datetime) -> str | None:
    """Return None for the first post with this key, else the location recorded by the first.

    Writes the key. A second post waits for the first one's transaction to end.

    Raises:
        BadValue: the form carries no key, or one that we never gave out.
    """
    if not 8 <= len(key) <= LONGEST_KEY:
        raise BadValue("The form was not complete. Open the page again.", "post_key")
    insert: Any = postgresql.insert if _on_postgresql() else sqlite.insert
    row = insert(PostKey).values(key=key, person_id=person_id, posted_at=now, location="")
    if changed_rows(session().execute(row.on_conflict_do_nothing())) == 1:
        return None
    mine = (PostKey.key == key, PostKey.person_id == person_id)
    return session().scalars(select(PostKey.location).where(*mine)).one() or "/"


def settle(key: str, person_id: int, location: str) -> None:
    """Record where the first post led, so that a repeat is sent there too."""
    mine = (PostKey.key == key, PostKey.person_id == person_id)
    session().execute(update(PostKey).where(*mine).values(location=location))


def forget_old(now: datetime) -> int:
    """Delete keys older than a week and return how many there were."""
    old = delete(PostKey).where(PostKey.posted_at < now - timedelta(days=KEPT_DAYS))
    return changed_rows(session().execute(old))


def _on_postgresql() -> bool:
    return session().get_bind().dialect.name == "postgresql"
