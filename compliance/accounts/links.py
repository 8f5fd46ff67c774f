"""Signed links that let a person choose a password: good for a while, once, the newest alone.

A link belongs to the message that brings it, which is stored without: the link is made as the
message goes out, so that neither database nor backup holds what opens an account.
"""

from dataclasses import dataclass
from datetime import timedelta

from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer

from compliance.accounts.models import Person
from compliance.accounts.queries import person_by_id
from compliance.config import Settings
from compliance.core.errors import NotFound, NotNow
from compliance.outbox.queries import newest_message

BRINGING = ("invite", "reset")
"""The kinds of message that bring a link."""
TO_COME = "made-as-it-goes-out"
"""Stands in a stored message where the token of its link will be."""


@dataclass(frozen=True)
class LinkKind:
    """One kind of link: the path it stands under, how long it is good, in words too."""

    path: str
    good_for: timedelta
    words: str


INVITE = LinkKind("welcome", timedelta(days=7), "7 days")
RESET = LinkKind("reset", timedelta(hours=2), "2 hours")


def address_of(token: str, kind: LinkKind, settings: Settings) -> str:
    """Return the address at which a person chooses a password."""
    return f"{settings.base_url}/{kind.path}/{token}"


def password_token(person: Person, kind: LinkKind, number: int, settings: Settings) -> str:
    """Return the token of the link that message `number` brings.

    It ends when the person has chosen a password, or a newer message with a link is queued.
    """
    return str(_signer(kind, settings).dumps([person.id, person.fs_uniquifier, number]))


def newest_link(person_id: int) -> tuple[int, str]:
    """Return number and key of the message that brings a person's newest link; 0 for none."""
    return newest_message(person_id, BRINGING) or (0, "")


def person_of_link(token: str, kind: LinkKind, settings: Settings) -> Person:
    """Return the person whom a link was made for.

    Raises:
        NotFound: not a link of ours, used already, or not the newest.
        NotNow: too old.
    """
    try:
        said = _signer(kind, settings).loads(token, int(kind.good_for.total_seconds()))
        person_id, key, *number = said
    except SignatureExpired:
        raise NotNow(f"This link was good for {kind.words}. Ask for a new one.") from None
    except (BadSignature, ValueError, TypeError):
        raise NotFound("This link is not complete. Copy the whole of it.") from None
    person = person_by_id(person_id)
    is_newest = number == [newest_link(person_id)[0]]
    if person.fs_uniquifier != key or not person.active or not is_newest:
        raise NotFound("This link was used already, or a newer one was made.")
    return person


def _signer(kind: LinkKind, settings: Settings) -> URLSafeTimedSerializer:
    keys = [key for key in (settings.secret_key_previous, settings.secret_key) if key]
    return URLSafeTimedSerializer(keys, salt=f"daybook.{kind.path}")
