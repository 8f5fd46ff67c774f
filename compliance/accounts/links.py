"""Signed links that let a person choose a password: good for a while, and once."""

from dataclasses import dataclass
from datetime import timedelta

from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer

from compliance.accounts.models import Person
from compliance.accounts.queries import person_by_id
from compliance.config import Settings
from compliance.core.errors import NotFound, NotNow


@dataclass(frozen=True)
class LinkKind:
    """One kind of link: the path it stands under, how long it is good, in words too."""

    path: str
    good_for: timedelta
    words: str


INVITE = LinkKind("welcome", timedelta(days=7), "7 days")
RESET = LinkKind("reset", timedelta(hours=2), "2 hours")


def password_link(person: Person, kind: LinkKind, settings: Settings) -> str:
    """Return the address at which a person chooses a password."""
    return f"{settings.base_url}/{kind.path}/{password_token(person, kind, settings)}"


def password_token(person: Person, kind: LinkKind, settings: Settings) -> str:
    """Return the token of a link; it ends when the person has chosen a password."""
    return str(_signer(kind, settings).dumps([person.id, person.fs_uniquifier]))


def person_of_link(token: str, kind: LinkKind, settings: Settings) -> Person:
    """Return the person whom a link was made for.

    Raises:
        NotFound: not a link of ours, or used already.
        NotNow: too old.
    """
    try:
        person_id, key = _signer(kind, settings).loads(token, int(kind.good_for.total_seconds()))
    except SignatureExpired:
        raise NotNow(f"This link was good for {kind.words}. Ask for a new one.") from None
    except (BadSignature, ValueError, TypeError):
        raise NotFound("This link is not complete. Copy the whole of it.") from None
    person = person_by_id(person_id)
    if person.fs_uniquifier != key or not person.active:
        raise NotFound("This link was used already, or a newer one was made. Try to sign in.")
    return person


def _signer(kind: LinkKind, settings: Settings) -> URLSafeTimedSerializer:
    keys = [key for key in (settings.secret_key_previous, settings.secret_key) if key]
    return URLSafeTimedSerializer(keys, salt=f"daybook.{kind.path}")
