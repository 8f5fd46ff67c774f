"""Mail about alerts: one digest per person and run, breaches in a message of their own.

A mail names the task and links to it. It is queued in the transaction that marks its alerts, so
a crash neither loses nor doubles one.
"""

import logging
from collections.abc import Sequence

from sqlalchemy import update

from compliance.core.errors import BadValue
from compliance.db import session
from compliance.deadlines.kinds import noun_of, verb_of
from compliance.deadlines.models import Alert
from compliance.deadlines.queries.unmailed import (
    Owed,
    UnmailedAlert,
    is_unmailed,
    owed_by_mail,
    unmailed_alerts,
)
from compliance.deadlines.rules.words import Told, reason_of, title_of
from compliance.mail import RenderedMail, render_mail
from compliance.occasions import Occasion
from compliance.outbox.services import NewMessage, queue_message

logger = logging.getLogger(__name__)
LISTED = 50  # alerts in one mail; the page has the rest
DIGEST, BREACH = "digest", "breach"


def write_digests(on: Occasion, base_url: str, *, only_breaches: bool = False) -> int:
    """Queue the mails for all alerts that none has carried yet; return how many were queued.

    Breaches go out by themselves; `only_breaches` leaves the rest to the next run.
    """
    on.refuse_past()
    queued = sum(_write(BREACH, each, on, base_url) for each in owed_by_mail(on, breaches=True))
    if only_breaches:
        return queued
    owed = owed_by_mail(on, breaches=False)
    return queued + sum(_write(DIGEST, each, on, base_url) for each in owed)


def _write(name: str, owed: Owed, on: Occasion, base_url: str) -> bool:
    alerts = unmailed_alerts(owed, on, breaches=name == BREACH, limit=LISTED)
    mail = _rendered(name, owed, alerts, on, base_url)
    message = NewMessage(
        kind=name,
        to_address=owed.address,
        subject=mail.subject,
        body_text=mail.text,
        body_html=mail.html,
        person_id=owed.person_id,
        message_key=f"{name}:{owed.person_id}:{owed.last_id}",
    )
    try:
        number = queue_message(message, on)
    except BadValue:
        logger.warning("Person %s has an address that takes no mail.", owed.person_id)
        return False
    _mark(name, owed, number, on)
    return True


def _rendered(
    name: str, owed: Owed, alerts: Sequence[UnmailedAlert], on: Occasion, base_url: str
) -> RenderedMail:
    items = [_item(each, on, base_url) for each in alerts]
    return render_mail(
        name,
        items=items,
        count=owed.count,
        more=owed.count - len(items),
        late=sum(each.due_on < on.today for each in alerts),
        first=f"{noun_of(alerts[0].kind, on.book)}, {alerts[0].ref}",
        page=f"{base_url}/alerts",
        sender=str(on.book.choice("plan.name", "")),
    )


def _item(alert: UnmailedAlert, on: Occasion, base_url: str) -> dict[str, str]:
    told = Told(
        noun=noun_of(alert.kind, on.book),
        ref=alert.ref,
        label=alert.label,
        rung=alert.rung,
        due_on=alert.due_on,
        legal_on=alert.legal_on,
        act_by=alert.act_by,
    )
    return {
        "title": title_of(told, on.today),
        "reason": reason_of(told, on.today),
        "verb": verb_of(alert.kind, on.book),
        "link": f"{base_url}/alerts/deadlines/{alert.deadline_id}",
    }


def _mark(name: str, owed: Owed, number: int, on: Occasion) -> None:
    statement = (
        update(Alert)
        .where(
            Alert.recipient_id == owed.person_id,
            Alert.id <= owed.last_id,
            is_unmailed(on, breaches=name == BREACH),
        )
        .values(message_id=number)
        .execution_options(synchronize_session=False)
    )
    session().execute(statement)
