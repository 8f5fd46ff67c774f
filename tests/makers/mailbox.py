"""A real mail server for tests: keeps what it accepts, answers as it is told."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

OK = "250 2.0.0 taken"


@dataclass
class MailBox:
    """What arrived, and the answers to give next: to RCPT by address, to DATA in turn."""

    received: list[bytes] = field(default_factory=list)
    rcpt: dict[str, str] = field(default_factory=dict)
    data: list[str] = field(default_factory=list)
    peers: set = field(default_factory=set)
    pause: float = 0
    port: int = 0

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}?timeout=5"

    @property
    def mails(self) -> list[EmailMessage]:
        return [message_from_bytes(each, policy=default) for each in self.received]

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        answer = self.rcpt.get(address, "250 OK")
        if answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        await asyncio.sleep(self.pause)
        self.peers.add(session.peer)
        answer = self.data.pop(0) if self.data else OK
        if answer == "hang up":
            self.received.append(envelope.content)
            server.transport.close()
            return OK
        if answer.startswith("2"):
            self.received.append(envelope.content)
            await asyncio.sleep(self.pause)
        return answer


class _Controller(Controller):
    def factory(self):
        return SMTP(self.handler, enable_SMTPUTF8=True, hostname="mail.test")

    def _trigger_server(self):
        """The port is only known once the server listens."""
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def mail_server(pause: float = 0) -> Iterator[MailBox]:
    """Run a server that takes `pause` seconds before and after it keeps a message."""
    box = MailBox(pause=pause)
    controller = _Controller(box, hostname="127.0.0.1", port=0)
    controller.start()
    box.port = controller.port
    try:
        yield box
    finally:
        controller.stop()
