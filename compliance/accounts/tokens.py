"""API tokens: what a script shows instead of a sign-in. Kept as a hash; shown once, when made."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256

from sqlalchemy import Select, not_, select, update

from compliance.accounts.models import ApiToken, Person
from compliance.accounts.rules import NewToken, check_token
from compliance.core.errors import NotFound
from compliance.db import changed_rows, session
from compliance.occasions import Occasion
from compliance.outbox.holds import is_held

MARK = "dbk_"
TOKEN_BYTES = 32
SHOWN_LETTERS = 10
USE_NOTED_EVERY = timedelta(minutes=15)


@dataclass(frozen=True)
class TokenRow:
    """A token as pages list it, with whose it is."""

    id: int
    owner: str
    name: str
    prefix: str
    scope: tuple[str, ...]
    ends_on: date
    made_at: datetime
    used_at: datetime | None


@dataclass(frozen=True)
class Holder:
    """Whose token a request shows, what it was made for, when its use was last noted."""

    token_id: int
    person_id: int
    scope: frozenset[str]
    used_at: datetime | None

    def is_to_be_noted(self, now: datetime) -> bool:
        """Return whether this use is worth a line; not every one of a busy script is."""
        return self.used_at is None or now - self.used_at >= USE_NOTED_EVERY


def make_token(new: NewToken, offered: frozenset[str], on: Occasion) -> str:
    """Write a token of the person who acts and return its text, which nothing keeps.

    Raises:
        BadValue: no name, nothing chosen or more than is `offered`, a day past or too far.
    """
    on.refuse_past()
    check_token(new, offered, on.today)
    text = MARK + secrets.token_urlsafe(TOKEN_BYTES)
    row = ApiToken(
        person_id=on.actor.person_id,
        name=" ".join(new.name.split()),
        prefix=text[:SHOWN_LETTERS],
        token_hash=_hash(text),
        scope=sorted(new.scope),
        ends_on=new.ends_on,
        made_at=on.now,
    )
    session().add(row)
    session().flush()
    return text


def revoke_token(token_id: int, on: Occasion, owner_id: int | None = None) -> None:
    """End a token at once; with `owner_id` only one of that person.

    Raises:
        NotFound: no such token, or it is somebody else's, or has been revoked.
    """
    on.refuse_past()
    mine = [ApiToken.id == token_id, ApiToken.revoked_at.is_(None)]
    if owner_id is not None:
        mine.append(ApiToken.person_id == owner_id)
    ended = {"revoked_at": on.now, "revoked_by": on.actor.person_id}
    if changed_rows(session().execute(update(ApiToken).where(*mine).values(ended))) != 1:
        raise NotFound(f"There is no token {token_id}, or it has been revoked.")


def tokens_now(today: date, person_id: int | None = None) -> Sequence[TokenRow]:
    """Return the tokens that still open something, newest first: one person's, or everybody's."""
    query = _standing(today).add_columns(Person.name).order_by(ApiToken.id.desc())
    if person_id is not None:
        query = query.where(ApiToken.person_id == person_id)
    return [
        TokenRow(
            each.id,
            owner,
            each.name,
            each.prefix,
            tuple(each.scope),
            each.ends_on,
            each.made_at,
            each.used_at,
        )
        for each, owner in session().execute(query)
    ]


def holder_of(text: str, today: date) -> Holder | None:
    """Return whose token this is; None for one that is none, has ended, or whose owner left.

    While what goes out is held after a restore no token is known: scripts wait as mail does.
    """
    this_one = _standing(today).where(ApiToken.token_hash == _hash(text), not_(is_held()))
    found = session().scalar(this_one)
    if found is None:
        return None
    return Holder(found.id, found.person_id, frozenset(found.scope), found.used_at)


def note_use(token_id: int, now: datetime) -> None:
    """Note when a token was last used."""
    session().execute(update(ApiToken).where(ApiToken.id == token_id).values(used_at=now))


def _standing(today: date) -> Select[ApiToken]:
    open_ones = (ApiToken.revoked_at.is_(None), ApiToken.ends_on >= today, Person.active)
    return select(ApiToken).join(Person, Person.id == ApiToken.person_id).where(*open_ones)


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()
