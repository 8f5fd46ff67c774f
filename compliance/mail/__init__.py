"""Handing a message to a mail server or a folder, reading reports back, rendering mail.

It knows no feature and no database. `send` returns what the server answered, or raises it.
"""

from compliance.mail.bounces import Bounce, read_bounce
from compliance.mail.messages import (
    Accepted,
    DeliveryProblem,
    OutgoingMail,
    PermanentFailure,
    Sender,
    TemporaryFailure,
    Uncertain,
    Unreachable,
)
from compliance.mail.pages import RenderedMail, html_of_text, render_mail
from compliance.mail.senders import (
    FolderSender,
    MailWay,
    SmtpSender,
    mail_way,
    sender_for,
)
from compliance.mail.servers import MailServer, server_of

__all__ = [
    "Accepted",
    "Bounce",
    "DeliveryProblem",
    "FolderSender",
    "MailServer",
    "MailWay",
    "OutgoingMail",
    "PermanentFailure",
    "RenderedMail",
    "Sender",
    "SmtpSender",
    "TemporaryFailure",
    "Uncertain",
    "Unreachable",
    "html_of_text",
    "mail_way",
    "read_bounce",
    "render_mail",
    "sender_for",
    "server_of",
]
