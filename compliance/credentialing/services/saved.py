"""Keeping a view of the queue under a name."""

from sqlalchemy import delete, select

from compliance.core.errors import BadValue, NotAllowed
from compliance.credentialing.models import SavedView
from compliance.db import session
from compliance.occasions import Occasion

LONGEST_NAME = 60


def save_view(name: str, query: str, on: Occasion) -> None:
    """Keep the filters of an address under a name; the same name is set anew."""
    short = name.strip()
    if not short or len(short) > LONGEST_NAME:
        raise BadValue(f"Give the view a name of 1 to {LONGEST_NAME} characters.", "name")
    if on.actor.person_id is None:
        raise NotAllowed("Only a person has views of their own.")
    mine = (SavedView.person_id == on.actor.person_id, SavedView.name == short)
    found = session().scalar(select(SavedView).where(*mine))
    if found:
        found.query = query
    else:
        session().add(SavedView(person_id=on.actor.person_id, name=short, query=query))
    session().flush()


def forget_view(name: str, on: Occasion) -> None:
    """Remove one of the person's own views."""
    mine = (SavedView.person_id == on.actor.person_id, SavedView.name == name)
    session().execute(delete(SavedView).where(*mine))
