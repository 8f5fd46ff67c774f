"""The mail that tells a person how signing in has changed, so that no thief does it unseen."""

import logging

from compliance.accounts.models import Person
from compliance.core.errors import BadValue
from compliance.mail import html_of_text
from compliance.occasions import Occasion
from compliance.outbox.services import NewMessage, queue_message

logger = logging.getLogger(__name__)
SUBJECT = "Your sign-in to Daybook changed"
CHANGED = "The password of your Daybook account at {plan} was changed."
STEP_ON = "Your Daybook account at {plan} asks for a code when you sign in from now on."
STEP_OFF = "Your Daybook account at {plan} no longer asks for a code when you sign in."
NEW_CODES = (
    "New recovery codes were made for your Daybook account at {plan}. Those before work no more."
)
NOT_YOU = "If that was not you, tell an administrator of {plan} at once."


def tell_changed(person: Person, what: str, on: Occasion) -> None:
    """Queue a mail to the person about the change; one to an address that takes none is left out.

    `what` is one of the sentences of this file.
    """
    plan = str(on.book.choice("plan.name", "the plan"))
    text = f"{what}\n\n{NOT_YOU}\n".format(plan=plan)
    try:
        queue_message(message_to(person, "account", SUBJECT, text), on)
    except BadValue:
        logger.warning("Person %s has an address that takes no mail.", person.id)


def message_to(
    person: Person, kind: str, subject: str, text: str, key: str | None = None
) -> NewMessage:
    """Return a message to a person about the own account; `key` lets it be queued once."""
    return NewMessage(
        kind=kind,
        to_address=person.email,
        subject=subject,
        body_text=text,
        body_html=html_of_text(subject, text),
        subject_kind="person",
        subject_id=person.id,
        person_id=person.id,
        message_key=key,
    )
