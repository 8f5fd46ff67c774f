"""The messages that bring a person the link to choose a password."""

from dataclasses import replace
from hashlib import sha256

from compliance.accounts.links import (
    INVITE,
    RESET,
    TO_COME,
    LinkKind,
    address_of,
    newest_link,
    password_token,
)
from compliance.accounts.models import Person
from compliance.accounts.notices import message_to
from compliance.accounts.queries import person_by_email, person_by_id
from compliance.audit.services import tell_log
from compliance.config import Settings
from compliance.core.errors import NotNow
from compliance.mail import OutgoingMail
from compliance.occasions import Occasion
from compliance.outbox.services import queue_message
from compliance.outbox.services.delivery import Claim

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
    kind, subject, text = "invite", WELCOME, WELCOME_TEXT
    if person.password:
        kind, subject, text = "reset", ANEW, ANEW_TEXT
    told = _filled(text, INVITE, settings, on)
    number = queue_message(message_to(person, kind, subject, told), on)
    _tell_log(person, "sent", number)
    return address_of(password_token(person, INVITE, number, settings), INVITE, settings)


def send_reset(email: str, settings: Settings, on: Occasion) -> None:
    """Queue the link for somebody who forgot the password, to an active account.

    One an hour, and another at once where the last one is good no more: it was used, or a newer
    one was made. For any other address nothing is queued, and the caller cannot tell.
    """
    person = person_by_email(email.strip())
    if person is None or not person.active:
        return
    number, last = newest_link(person.id)
    ends_with = sha256(person.fs_uniquifier.encode()).hexdigest()[:12]
    this_hour = f"reset:{person.id}:{on.now:%Y%m%d%H}:{ends_with}:"
    if last.startswith(this_hour):
        return
    text = _filled(FORGOT_TEXT, RESET, settings, on)
    queued = queue_message(message_to(person, "reset", ANEW, text, f"{this_hour}{number}"), on)
    _tell_log(person, "asked for", queued)


def _tell_log(person: Person, how: str, message: int) -> None:
    """Let the log say that a link to choose a password was made, for whom, in which message."""
    tell_log(("people", person.id), link={"how": how, "message": message})


def with_link(claim: Claim, settings: Settings) -> OutgoingMail:
    """Return the mail of an invitation or a reset with its link, made now and kept nowhere."""
    mail, person = claim.mail, person_by_id(claim.person_id or 0)
    text, html = mail.body_text, mail.body_html
    for kind in (INVITE, RESET):
        token = password_token(person, kind, claim.id, settings)
        text, html = (
            each.replace(f"/{kind.path}/{TO_COME}", f"/{kind.path}/{token}")
            for each in (text, html)
        )
    return replace(mail, body_text=text, body_html=html)


def _filled(text: str, kind: LinkKind, settings: Settings, on: Occasion) -> str:
    plan = str(on.book.choice("plan.name", "the plan"))
    link = address_of(TO_COME, kind, settings)
    return text.format(by=on.actor.name, plan=plan, link=link, good_for=kind.words)
