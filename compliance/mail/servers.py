"""Which mail server: read from one address, so that one setting says it all."""

from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote, urlsplit

from compliance.core.errors import Environment

TIMEOUT_SECONDS = 30.0
STARTTLS = {"yes": True, "require": True, "no": False, "never": False}
URL_FORM = "DAYBOOK_MAIL_URL must look like smtp://user:password@mail.example.org:587?starttls=yes."


@dataclass(frozen=True)
class MailServer:
    """Where mail is handed over. `starttls` None: when the server offers it."""

    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)
    is_tls: bool = False
    starttls: bool | None = None
    timeout: float = TIMEOUT_SECONDS


def server_of(url: str) -> MailServer:
    """Return the server that `DAYBOOK_MAIL_URL` names.

    `smtp://[user:password@]host[:port][?starttls=yes|no][&timeout=seconds]` or `smtps://…`. With
    a password, TLS is required unless `starttls=no` says otherwise.

    Raises:
        Environment: the address is not of that form; the message leaves the password out.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
        query = parse_qs(parts.query, strict_parsing=bool(parts.query))
        timeout = float(query.get("timeout", [str(TIMEOUT_SECONDS)])[0])
    except ValueError:
        raise Environment(URL_FORM) from None
    choice = query.get("starttls", [""])[0]
    is_known = choice in STARTTLS or not choice
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname or not is_known:
        raise Environment(URL_FORM)
    is_tls = parts.scheme == "smtps"
    return MailServer(
        host=parts.hostname,
        port=port or (465 if is_tls else 25),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        is_tls=is_tls,
        starttls=STARTTLS.get(choice, True if parts.username else None),
        timeout=timeout,
    )
