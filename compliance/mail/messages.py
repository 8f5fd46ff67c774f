"""What goes out and what can come of it: values that senders take, return and raise."""

import re
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from email.utils import format_datetime, formataddr, parseaddr
from typing import Protocol

CALENDAR_METHOD = re.compile(r"^METHOD:([A-Z]+)", re.MULTILINE)


@dataclass(frozen=True)
class OutgoingMail:
    """One message ready to go. `token` makes its Message-ID, the same at every try.

    `calendar` is an iCalendar object that mail programs offer to accept, empty for none.
    """

    token: str
    to_address: str
    subject: str
    body_text: str
    date: datetime
    body_html: str = ""
    cc_address: str = ""
    calendar: str = ""


@dataclass(frozen=True)
class Accepted:
    """What the server answered; `was_sent` is False where mail is only written to a folder."""

    response: str
    was_sent: bool = True


class DeliveryProblem(Exception):
    """Base of what can go wrong; its text is the server's answer."""


class TemporaryFailure(DeliveryProblem):
    """Not accepted now; worth another try later."""


class Unreachable(TemporaryFailure):
    """The server takes no message at all at present: further ones need not be tried now."""


class PermanentFailure(DeliveryProblem):
    """Refused for good."""


class Uncertain(DeliveryProblem):
    """The connection broke after the message was handed over and before the answer."""


class Sender(Protocol):
    """A way out for messages; one may be used for many and is closed at the end."""

    def send(self, message: OutgoingMail) -> Accepted:
        """Hand over one message; raises a `DeliveryProblem` with the answer."""

    def close(self) -> None:
        """Let go of the connection, if any."""


def composed(message: OutgoingMail, mail_from: str) -> EmailMessage:
    """Return the message in Internet form: text and HTML, and headers that tell it is automatic.

    Raises:
        PermanentFailure: a header value that would begin another header.
    """
    try:
        return _composed(message, mail_from)
    except ValueError as error:
        raise PermanentFailure(f"Not sent: it cannot be written as mail ({error}).") from error


def _composed(message: OutgoingMail, mail_from: str) -> EmailMessage:
    sender = parseaddr(mail_from)
    mail = EmailMessage(policy=SMTP_POLICY.clone(cte_type="7bit"))
    mail["From"] = formataddr(sender)
    mail["To"] = message.to_address
    if message.cc_address:
        mail["Cc"] = message.cc_address
    _add_subject(mail, message.subject)
    mail["Date"] = format_datetime(message.date)
    mail["Message-ID"] = f"<{message.token}@{sender[1].partition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "OOF, AutoReply"
    mail.set_content(message.body_text)
    if message.body_html:
        mail.add_alternative(message.body_html, subtype="html")
    if message.calendar:
        method = CALENDAR_METHOD.search(message.calendar)
        named = {"method": method[1]} if method else {}
        mail.add_alternative(message.calendar, subtype="calendar", params=named)
    return mail


def _add_subject(mail: EmailMessage, subject: str) -> None:
    """Add the subject, folded by `Header`: Python 3.11's newer mail policy moves blanks there."""
    mail["Subject"] = subject  # refuses what is not one line
    del mail["Subject"]
    charset = "us-ascii" if subject.isascii() else "utf-8"
    folded = Header(subject, charset, header_name="Subject", maxlinelen=76)
    mail.set_raw("Subject", folded.encode())
