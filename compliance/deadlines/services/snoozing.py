"""Putting an alert off, with a reason and an end."""

from sqlalchemy import select

from compliance.core.errors import NotAllowed, NotFound, NotNow
from compliance.db import session
from compliance.deadlines.models import Alert, Deadline
from compliance.deadlines.rules.snoozes import Snooze, check_snooze
from compliance.ledger.services import Entry, Subject, record_fact
from compliance.occasions import Occasion


def snooze_alert(alert_id: int, asked: Snooze, on: Occasion) -> None:
    """Write until when an alert is put off, and the fact of it.

    Raises:
        NotFound: no such alert.
        NotAllowed: it is owed to somebody else.
        NotNow, BadValue: as `rules.snoozes.check_snooze`, or the alert is closed.
    """
    on.refuse_past()
    found = session().execute(
        select(Alert, Deadline.due_on, Deadline.legal_on)
        .join(Deadline, Deadline.id == Alert.deadline_id)
        .where(Alert.id == alert_id)
    )
    row = found.one_or_none()
    if row is None:
        raise NotFound(f"There is no alert {alert_id}.")
    alert, due_on, legal_on = row
    if on.actor.person_id not in (None, alert.recipient_id):
        raise NotAllowed("This alert is owed to somebody else. Each person snoozes their own.")
    if alert.closed_at is not None:
        raise NotNow("This alert is closed: the work was done or the deadline changed.")
    check_snooze(asked, due_on, legal_on, on.today)
    alert.snoozed_until, alert.snooze_reason = asked.until, asked.reason.strip()
    alert.snoozed_at, alert.snoozed_by = on.now, on.actor.person_id
    _record(alert_id, asked, on)


def _record(alert_id: int, asked: Snooze, on: Occasion) -> None:
    entry = Entry(
        "alert_snoozed", on.today, {"until": asked.until.isoformat()}, why=asked.reason.strip()
    )
    record_fact(Subject("alert", alert_id), entry, on)
