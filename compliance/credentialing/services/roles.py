"""What a role decision changes for the applications that wait on it."""

from sqlalchemy import select

from compliance.credentialing.models import ApplicationRow
from compliance.credentialing.services.projection import project
from compliance.db import seen, session
from compliance.occasions import Occasion


def look_again(role: str, on: Occasion) -> None:
    """Work the open applications of a role out anew; their rows before stay readable."""
    query = select(ApplicationRow.application_id).where(
        seen(ApplicationRow, None, None), ApplicationRow.is_open, ApplicationRow.role == role
    )
    project(list(session().scalars(query)), on)
