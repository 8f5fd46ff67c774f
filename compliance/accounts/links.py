"""Signed links that let an invited person choose a password: good for a week, and once."""

from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer

from compliance.accounts.models import Person
from compliance.accounts.queries import person_by_id
from compliance.config import Settings
from compliance.core.errors import NotFound, NotNow

GOOD_FOR_DAYS = 7
SECONDS_A_DAY = 86_400


def invite_token(person: Person, settings: Settings) -> str:
    """Return the token of a link; it ends when the person has chosen a password."""
    return str(_signer(settings).dumps([person.id, person.fs_uniquifier]))


def invited_person(token: str, settings: Settings) -> Person:
    """Return the person whom a link was made for.

    Raises:
        NotFound: not a link of ours, or used already.
        NotNow: older than a week.
    """
    try:
        person_id, key = _signer(settings).loads(token, max_age=GOOD_FOR_DAYS * SECONDS_A_DAY)
    except SignatureExpired:
        raise NotNow(
            f"This link was good for {GOOD_FOR_DAYS} days. Ask an administrator for a new one."
        ) from None
    except (BadSignature, ValueError, TypeError):
        raise NotFound("This link is not complete. Copy the whole of it.") from None
    person = person_by_id(person_id)
    if person.fs_uniquifier != key or not person.active:
        raise NotFound("This link was used already, or a newer one was made. Try to sign in.")
    return person


def _signer(settings: Settings) -> URLSafeTimedSerializer:
    keys = [key for key in (settings.secret_key_previous, settings.secret_key) if key]
    return URLSafeTimedSerializer(keys, salt="daybook.invite")
