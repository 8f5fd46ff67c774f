"""A person's own views of the queue."""

from collections.abc import Sequence

from sqlalchemy import select

from compliance.credentialing.models import SavedView
from compliance.db import session
from compliance.occasions import Occasion


def saved_views(on: Occasion) -> Sequence[SavedView]:
    """Return the person's own views by name."""
    query = select(SavedView).where(SavedView.person_id == on.actor.person_id)
    return session().scalars(query.order_by(SavedView.name)).all()
