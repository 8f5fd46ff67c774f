"""Slowing down whoever tries passwords: few wrong pairs in a quarter of an hour, then a wait.

What is typed counts whether or not such an account exists, so that a wait tells nobody which do.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, select

from compliance.accounts.models import SignInFailure
from compliance.accounts.queries import person_by_email
from compliance.accounts.rules import (
    MOST_FAILURES,
    MOST_WRONG_TOKENS,
    WINDOW,
    open_again_at,
    tidy_email,
)
from compliance.audit.services import tell_log
from compliance.db import session

LONGEST_EMAIL, LONGEST_PLACE = 255, 64


@dataclass(frozen=True)
class Tried:
    """What came of a try: right or not, until when the next ones wait, how many are left."""

    is_right: bool
    shut_until: datetime | None = None
    left: int = 0


def tried(email: str, place: str, now: datetime, is_right: Callable[[], bool]) -> Tried:
    """Return what came of one try; while it waits, what was typed is not even looked at.

    A wrong one is counted, a right one forgets those before. Written inside a transaction.
    """
    if shut := shut_until(email, place, now):
        return Tried(is_right=False, shut_until=shut)
    if is_right():
        forget_failures(email)
        return Tried(is_right=True)
    note_failure(email, place, now)
    return Tried(
        is_right=False,
        shut_until=shut_until(email, place, now),
        left=tries_left(email, place, now),
    )


def shut_until(email: str, place: str, now: datetime) -> datetime | None:
    """Return when this email may be tried again from this place; None for now."""
    found = (
        open_again_at(_latest(each, now, most), most)
        for each, most in zip(_countings(email, place), MOST_FAILURES, strict=True)
    )
    return max(filter(None, found), default=None)


def tries_left(email: str, place: str, now: datetime) -> int:
    """Return how many more wrong pairs may follow from here before the wait."""
    pairs = zip(_countings(email, place), MOST_FAILURES, strict=True)
    return min(most - len(_latest(each, now, most)) for each, most in pairs)


def _countings(email: str, place: str) -> tuple[ColumnElement[bool], ...]:
    """Return what is counted, as `MOST_FAILURES`: both together, the email, the place."""
    same_email = SignInFailure.email == tidy_email(email)[:LONGEST_EMAIL]
    same_place = SignInFailure.place == place[:LONGEST_PLACE]
    return and_(same_email, same_place), same_email, same_place


def _latest(counted: ColumnElement[bool], now: datetime, most: int) -> list[datetime]:
    query = (
        select(SignInFailure.failed_at)
        .where(counted, SignInFailure.failed_at > now - WINDOW)
        .order_by(SignInFailure.failed_at.desc())
        .limit(most)
    )
    return list(session().scalars(query))


def note_failure(email: str, place: str, now: datetime) -> None:
    """Keep a wrong pair, and forget those that slow nobody any more.

    The log names the account that was tried, where there is one.
    """
    if email and (person := person_by_email(tidy_email(email))):
        tell_log(("people", person.id))
    session().execute(delete(SignInFailure).where(SignInFailure.failed_at <= now - WINDOW))
    session().add(
        SignInFailure(
            email=tidy_email(email)[:LONGEST_EMAIL], place=place[:LONGEST_PLACE], failed_at=now
        )
    )
    session().flush()


def forget_failures(email: str) -> None:
    """Forget the wrong pairs of an email whose password has been given rightly."""
    same = SignInFailure.email == tidy_email(email)[:LONGEST_EMAIL]
    session().execute(delete(SignInFailure).where(same))


def wrong_token(place: str, now: datetime) -> bool:
    """Return whether too many wrong tokens came from a place; counts this one where not.

    They are counted by themselves: a script that was forgotten keeps nobody from signing in.
    """
    mark = f"token {place}"[:LONGEST_PLACE]
    if len(_latest(SignInFailure.place == mark, now, MOST_WRONG_TOKENS)) >= MOST_WRONG_TOKENS:
        return True
    note_failure("", mark, now)
    return False
