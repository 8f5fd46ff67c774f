"""Applications that may be the one being entered."""

from sqlalchemy import and_, or_, select

from compliance.audit.services import identifies
from compliance.core.dates import day_words
from compliance.credentialing.models import ApplicationRow
from compliance.credentialing.rules.entries import Entry
from compliance.db import seen, session

T = ApplicationRow
MOST = 5


@identifies("application")
def likely_doubles(entry: Entry) -> list[tuple[str, str]]:
    """Return references and words of open applications by the same NPI or name and role.

    A file to the other destination is a twin, never a double.
    """
    same = [and_(T.sort_name == entry.sort_name, T.role == entry.role)]
    if entry.npi:
        same.append(T.npi == entry.npi)
    query = (
        select(T.ref, T.first_name, T.last_name, T.role, T.received_on)
        .where(seen(T, None, None), T.is_open, T.destination == entry.destination, or_(*same))
        .order_by(T.received_on.desc())
        .limit(MOST)
    )
    return [
        (ref, f"{first} {last}, {role}, received {day_words(day)}")
        for ref, first, last, role, day in session().execute(query)
    ]
