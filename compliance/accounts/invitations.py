"""The messages that bring a person the link to choose a password."""

from compliance.accounts.links import INVITE, RESET, LinkKind, password_link
from compliance.accounts.models import Person
from compliance.accounts.queries import person_by_email
from compliance.config import Settings
from compliance.core.errors import NotNow
from compliance.mail import html_of_text
from compliance.occasions import Occasion
from compliance.outbox.services import NewMessage, queue_message

WELCOME = "Your account in Daybook"
WELCOME_TEXT = """{by} has made an account for you in Daybook, where {plan} keeps its \
credentialing dates.

Choose your password here:
{link}

The link is good for {good_for} and works once. Afterwards you sign in with this address.
"""
ANEW = "A new password for Daybook"
ANEW_TEXT = """{by} sends you a link to choose a new password for Daybook at {plan}:
{link}

The link is good for {good_for} and works once. Until you use it, your present password stays.
"""
FORGOT_TEXT = """Somebody, most likely you, asked for a new password for Daybook at {plan}.

Choose it here:
{link}

The link is good for {good_for} and works once. If it was not you, you need do nothing: your
present password stays.
"""


def send_invite(person: Person, settings: Settings, on: Occasion) -> str:
    """Queue an administrator's message with a link and return the link.

    Somebody who has a password already is told of a new one, not of a new account.

    Raises:
        NotNow: the account is deactivated.
    """
    if not person.active:
        raise NotNow(f"The account of {person.name} is deactivated. Open it again first.")
    link = password_link(person, INVITE, settings)
    kind, subject, text = "invite", WELCOME, WELCOME_TEXT
    if person.password:
        kind, subject, text = "reset", ANEW, ANEW_TEXT
    queue_message(_message(person, kind, subject, _filled(text, link, INVITE, on)), on)
    return link


def send_reset(email: str, settings: Settings, on: Occasion) -> None:
    """Queue the link for somebody who forgot the password: one an hour, to an active account.

    For any other address nothing is queued, and the caller cannot tell.
    """
    person = person_by_email(email.strip())
    if person is None or not person.active:
        return
    text = _filled(FORGOT_TEXT, password_link(person, RESET, settings), RESET, on)
    key = f"reset:{person.id}:{on.now:%Y%m%d%H}"
    queue_message(_message(person, "reset", ANEW, text, key), on)


def _filled(text: str, link: str, kind: LinkKind, on: Occasion) -> str:
    plan = str(on.book.choice("plan.name", "the plan"))
    return text.format(by=on.actor.name, plan=plan, link=link, good_for=kind.words)


def _message(
    person: Person, kind: str, subject: str, text: str, key: str | None = None
) -> NewMessage:
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
