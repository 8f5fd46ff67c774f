"""The ways out: a mail server over SMTP; where none is set, a folder of files.

In the demo that folder plays the part of a mail server, and everything says so.
"""

import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import parseaddr
from enum import StrEnum
from pathlib import Path

from compliance.config import Settings
from compliance.core.states import DEMO_SERVER
from compliance.mail.messages import (
    Accepted,
    OutgoingMail,
    PermanentFailure,
    Sender,
    TemporaryFailure,
    Uncertain,
    Unreachable,
    composed,
)
from compliance.mail.servers import MailServer, server_of

TOO_BIG = 552
SHORT = 8  # letters of the token in the name of a file, which also tells the second
Answer = tuple[int, bytes]


class MailWay(StrEnum):
    """Where mail goes: to a mail server, to the demo's, or into a folder and no further."""

    SERVER = "server"
    DEMO = "demo"
    FOLDER = "folder"


def mail_way(settings: Settings, *, is_demo: bool) -> MailWay:
    """Return where mail goes under these settings."""
    if settings.mail_url:
        return MailWay.SERVER
    return MailWay.DEMO if is_demo else MailWay.FOLDER


def sender_for(settings: Settings, *, is_demo: bool = False) -> Sender:
    """Return the way out: the mail server of the settings, or the folder without one."""
    way = mail_way(settings, is_demo=is_demo)
    if way is MailWay.SERVER:
        return SmtpSender(server_of(settings.mail_url), settings.mail_from)
    return FolderSender(settings.written_mail, settings.mail_from, is_demo=way is MailWay.DEMO)


@dataclass(frozen=True)
class FolderSender:
    """Writes each message as an .eml file. Whoever reads the result knows it went nowhere.

    In the demo the message counts as accepted, by a mail server that is named for what it is.
    """

    folder: Path
    mail_from: str
    is_demo: bool = False

    def send(self, message: OutgoingMail) -> Accepted:
        """Write the file whole or not at all and return its name."""
        name = f"{message.date:%y%m%d-%H%M}-{message.token[:SHORT]}.eml"
        part = self.folder / f".{name}.part"
        body = composed(message, self.mail_from).as_bytes()
        try:
            self._write_privately(part, body)
            part.replace(self.folder / name)
        except OSError as error:
            raise Unreachable(f"Cannot write to {self.folder}: {error.strerror}.") from error
        if self.is_demo:
            return Accepted(f"{DEMO_SERVER}, {name}")
        return Accepted(f"written to {name}", was_sent=False)

    def _write_privately(self, part: Path, body: bytes) -> None:
        """Write what its owner alone may read: mail holds links that open accounts."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with suppress(PermissionError):  # a folder of somebody else's
            self.folder.chmod(0o700)
        part.unlink(missing_ok=True)
        part.touch(mode=0o600)
        part.write_bytes(body)

    def close(self) -> None:
        """Do nothing: a file is closed once written."""


class SmtpSender:
    """Hands messages to a mail server over one connection, opened on first use and reused."""

    def __init__(self, server: MailServer, mail_from: str) -> None:
        self._server = server
        self._mail_from = mail_from
        self._open: smtplib.SMTP | None = None

    def send(self, message: OutgoingMail) -> Accepted:
        """Hand over one message and return the server's answer.

        A copy that alone is refused is told in the answer; the message counts as accepted. A
        connection that breaks before the text was handed over is a temporary failure; after
        that nobody can know, which is `Uncertain`.
        """
        mail = composed(message, self._mail_from)
        smtp = self._connected()
        try:
            body = _wire_form(smtp, message, mail)
            refused_copy = self._envelope(smtp, message)
        except smtplib.SMTPException as error:
            self._drop()
            raise Unreachable(f"The connection broke: {error}") from error
        return Accepted(self._handed_over(smtp, body) + refused_copy)

    def close(self) -> None:
        """Say goodbye and close the connection."""
        if self._open is not None:
            with suppress(smtplib.SMTPException, OSError):
                self._open.quit()
            self._drop()

    def _drop(self) -> None:
        if self._open is not None:
            self._open.close()
            self._open = None

    def _connected(self) -> smtplib.SMTP:
        """Return the open connection, or a new one if the server has closed it meanwhile."""
        if self._open is not None:
            with suppress(smtplib.SMTPException, OSError):
                if self._open.noop()[0] == 250:
                    return self._open
            self._drop()
        try:
            self._open = _signed_in(self._server)
        except smtplib.SMTPResponseException as error:
            raise Unreachable(_said((error.smtp_code, _as_bytes(error.smtp_error)))) from error
        except (smtplib.SMTPException, OSError) as error:
            where = f"{self._server.host}:{self._server.port}"
            raise Unreachable(f"Cannot reach the mail server at {where}: {error}") from error
        return self._open

    def _envelope(self, smtp: smtplib.SMTP, message: OutgoingMail) -> str:
        """Name sender and recipients; return what to add to the answer about a refused copy."""
        knows_reports = smtp.has_extn("dsn")
        options = [f"ENVID={message.token}", "RET=HDRS"] if knows_reports else []
        if not _has_plain_addresses(message):
            options.append("SMTPUTF8")
        self._check_sender(smtp, smtp.mail(parseaddr(self._mail_from)[1], options))
        answer = smtp.rcpt(message.to_address)
        if answer[0] >= 400:
            self._refuse(smtp, answer)
        if not message.cc_address:
            return ""
        copy = smtp.rcpt(message.cc_address)
        return f"; copy to {message.cc_address} refused: {_said(copy)}" if copy[0] >= 400 else ""

    def _check_sender(self, smtp: smtplib.SMTP, answer: Answer) -> None:
        """A refusal of our own address is about us, not about this one message."""
        if answer[0] < 400:
            return
        if answer[0] == TOO_BIG:
            self._refuse(smtp, answer)
        self._drop()
        raise Unreachable(_said(answer))

    def _refuse(self, smtp: smtplib.SMTP, answer: Answer) -> None:
        """Clear the envelope so that the connection can be used again, then raise the answer."""
        with suppress(smtplib.SMTPException, OSError):
            smtp.rset()
        if answer[0] == 421:
            self._drop()
            raise Unreachable(_said(answer))
        kind = PermanentFailure if answer[0] >= 500 else TemporaryFailure
        raise kind(_said(answer))

    def _handed_over(self, smtp: smtplib.SMTP, body: bytes) -> str:
        """Hand over the text and return the answer; from here on a break is uncertain."""
        try:
            answer = smtp.data(body)
        except smtplib.SMTPDataError as error:
            answer = (error.smtp_code, _as_bytes(error.smtp_error))
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            raise Uncertain(f"The connection broke before the server answered: {error}") from error
        if answer[0] >= 300:
            self._refuse(smtp, answer)
        return _said(answer)


def _signed_in(server: MailServer) -> smtplib.SMTP:
    smtp = _greeted(server)
    try:
        smtp.ehlo_or_helo_if_needed()
        wants = smtp.has_extn("starttls") if server.starttls is None else server.starttls
        if wants and not server.is_tls:
            smtp.starttls(context=ssl.create_default_context())
            smtp.ehlo()
        if server.user:
            smtp.login(server.user, server.password)
    except BaseException:
        smtp.close()
        raise
    return smtp


def _greeted(server: MailServer) -> smtplib.SMTP:
    if server.is_tls:
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(server.host, server.port, timeout=server.timeout, context=context)
    return smtplib.SMTP(server.host, server.port, timeout=server.timeout)


def _wire_form(smtp: smtplib.SMTP, message: OutgoingMail, mail: EmailMessage) -> bytes:
    """Return the bytes to hand over: plain ASCII headers, unless an address itself is not."""
    if _has_plain_addresses(message):
        return mail.as_bytes(policy=SMTP)
    if not smtp.has_extn("smtputf8"):
        raise PermanentFailure(f"The mail server does not take the address {message.to_address}.")
    return mail.as_bytes(policy=SMTPUTF8)


def _has_plain_addresses(message: OutgoingMail) -> bool:
    return message.to_address.isascii() and message.cc_address.isascii()


def _said(answer: Answer) -> str:
    return f"{answer[0]} {answer[1].decode('utf-8', 'replace')}"


def _as_bytes(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode()
