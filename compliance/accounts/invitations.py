"""The message that brings an invited person the link to choose a password."""

from compliance.accounts.links import GOOD_FOR_DAYS, invite_token
from compliance.accounts.models import Person
from compliance.config import Settings
from compliance.core.errors import NotNow
from compliance.mail import html_of_text
from compliance.occasions import Occasion
from compliance.outbox.services import NewMessage, queue_message

SUBJECT = "Your account in Daybook"
TEXT = """{by} has made an account for you in Daybook, where {plan} keeps its credentialing dates.

Choose your password here:
{link}

The link is good for {days} days and works once. Afterwards you sign in with this address.
"""


def invite_link(person: Person, settings: Settings) -> str:
    """Return the address at which an invited person chooses a password."""
    return f"{settings.base_url}/welcome/{invite_token(person, settings)}"


def send_invite(person: Person, settings: Settings, on: Occasion) -> str:
    """Queue the invitation and return its link.

    Raises:
        NotNow: the account is deactivated.
    """
    if not person.active:
        raise NotNow(f"The account of {person.name} is deactivated. Open it again first.")
    link = invite_link(person, settings)
    plan = str(on.book.choice("plan.name", "the plan"))
    text = TEXT.format(by=on.actor.name, plan=plan, link=link, days=GOOD_FOR_DAYS)
    message = NewMessage(
        kind="invite",
        to_address=person.email,
        subject=SUBJECT,
        body_text=text,
        body_html=html_of_text(SUBJECT, text),
        subject_kind="person",
        subject_id=person.id,
        person_id=person.id,
    )
    queue_message(message, on)
    return link
