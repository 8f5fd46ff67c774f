"""The second step of signing in: a code of an authenticator app, or a recovery code, each once.

The app's secret is kept encrypted (`DAYBOOK_TOTP_KEYS`), a recovery code as its hash alone.
Codes follow the real clock, as the person's telephone does, even where an instance has another.
"""

import secrets
from base64 import b32encode
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, cast

from flask_security.totp import Totp
from passlib.exc import UsedTokenError
from sqlalchemy import delete, func, select, update

from compliance.accounts.models import Person, RecoveryCode, SecondStep
from compliance.accounts.notices import STEP_OFF, tell_changed
from compliance.accounts.queries import person_by_id
from compliance.accounts.rules import tidy_code
from compliance.accounts.services import end_sessions
from compliance.config import Settings
from compliance.core.errors import BadValue, NotNow
from compliance.db import changed_rows, session
from compliance.occasions import Occasion

ISSUER = "Daybook"
DRIFT_SECONDS = 30  # a code before and after: telephones are a little fast or slow
CODES = 10
CODE_BYTES = 10
NOT_THE_CODE = "This is not the code that the app shows now. Wait for the next one and type it."


@dataclass(frozen=True)
class Offer:
    """What an authenticator app is given: the key to type, and the address that a QR code holds."""

    key: str
    address: str


class CodesOnce(Totp):
    """The library's codes, each taken once: the count of the last one is kept for each person."""

    def get_last_counter(self, user: Any) -> int | None:
        """Return the count at which this person's last code was used; None for never."""
        kept = session().scalar(_counter_of(user.id))
        return kept or None

    def set_last_counter(self, user: Any, tmatch: Any) -> None:
        """Keep the count of a code; of two requests with the same code the second is refused.

        Raises:
            UsedTokenError: the code, or a later one, was used in the meantime.
        """
        mine = (SecondStep.person_id == user.id, SecondStep.last_counter < tmatch.counter)
        moved = update(SecondStep).where(*mine).values(last_counter=tmatch.counter)
        if changed_rows(session().execute(moved)) != 1:
            raise UsedTokenError


def _counter_of(person_id: int) -> Any:
    return select(SecondStep.last_counter).where(SecondStep.person_id == person_id)


def _codes(settings: Settings) -> CodesOnce:
    return CodesOnce(dict(settings.totp_keys), ISSUER)


def has_second_step(person_id: int) -> bool:
    """Return whether signing in asks this person for a code."""
    return session().scalar(_counter_of(person_id)) is not None


def second_step_now(person_id: int) -> tuple[datetime, int] | None:
    """Return since when there is a second step and how many recovery codes are left, or None."""
    unused = (RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None))
    left = select(func.count()).where(*unused).scalar_subquery()
    query = select(SecondStep.made_at, left).where(SecondStep.person_id == person_id)
    found = session().execute(query).one_or_none()
    return None if found is None else (found[0], found[1])


def new_secret(settings: Settings) -> str:
    """Return a new secret, encrypted; it counts once a code of it was typed."""
    return str(_codes(settings).generate_totp_secret())


def offered(secret: str, email: str, settings: Settings) -> Offer:
    """Return what the person's app needs to know the secret."""
    codes = _codes(settings)
    return Offer(codes.get_totp_pretty_key(secret), codes.get_totp_uri(email, secret))


def turn_on(
    person_id: int, secret: str, code: str, settings: Settings, on: Occasion
) -> tuple[str, ...]:
    """Keep the secret of an app that shows the right code; return new recovery codes.

    Every session that was begun with the password alone ends.

    Raises:
        NotNow: there is a second step already.
        BadValue: the code is not the one that the app shows now.
    """
    if has_second_step(person_id):
        raise NotNow("Your second step is on already.")
    session().add(SecondStep(person_id=person_id, secret=secret, last_counter=0, made_at=on.now))
    session().flush()
    person = person_by_id(person_id)
    if not _is_code(person, code, settings):
        raise BadValue(NOT_THE_CODE, "code")
    end_sessions(person)
    return renew_codes(person_id)


def turn_off(person_id: int) -> None:
    """Forget the app and the recovery codes: signing in asks for the password alone."""
    session().execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
    session().execute(delete(SecondStep).where(SecondStep.person_id == person_id))


def reset_second_step(person_id: int, on: Occasion) -> Person:
    """Turn off the second step of somebody who lost the app, and end their sessions.

    Raises:
        NotNow: there is no second step.
    """
    on.refuse_past()
    person = person_by_id(person_id)
    if not has_second_step(person_id):
        raise NotNow(f"{person.name} has no second step to reset.")
    turn_off(person_id)
    end_sessions(person)
    tell_changed(person, STEP_OFF, on)
    return person


def renew_codes(person_id: int) -> tuple[str, ...]:
    """Write new recovery codes in place of those before; returned this once, kept as hashes."""
    session().execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
    made = tuple(_new_code() for _ in range(CODES))
    session().add_all(RecoveryCode(person_id=person_id, code_hash=_hash(each)) for each in made)
    session().flush()
    return made


def codes_left(person_id: int) -> int:
    """Return how many recovery codes have not been used."""
    unused = (RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None))
    return session().scalar(select(func.count()).where(*unused)) or 0


def is_second_step(person: Person, typed: str, settings: Settings, on: Occasion) -> bool:
    """Return whether this is the app's code of now or an unused recovery code; uses it up."""
    return _is_code(person, typed, settings) or _uses_recovery_code(person.id, typed, on)


def _is_code(person: Person, typed: str, settings: Settings) -> bool:
    digits = tidy_code(typed)
    secret = session().scalar(
        select(SecondStep.secret).where(SecondStep.person_id == person.id).with_for_update()
    )
    if secret is None or not digits.isdecimal():
        return False
    user = cast(Any, person)
    return bool(_codes(settings).verify_totp(digits, secret, user, window=DRIFT_SECONDS))


def _uses_recovery_code(person_id: int, typed: str, on: Occasion) -> bool:
    mine = (RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None))
    hashed = RecoveryCode.code_hash == _hash(typed)
    used = update(RecoveryCode).where(*mine, hashed).values(used_at=on.now)
    return changed_rows(session().execute(used)) == 1


def _new_code() -> str:
    text = b32encode(secrets.token_bytes(CODE_BYTES)).decode("ascii").lower()
    return "-".join(text[at : at + 4] for at in range(0, len(text), 4))


def _hash(code: str) -> str:
    return sha256(tidy_code(code).encode()).hexdigest()
