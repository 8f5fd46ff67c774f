"""How long a sign-in lasts: so long without a page, so long in all, and until signing out.

All of it is kept in the session, which the browser holds; the database keeps only which sign-ins
their person has ended, for as long as a cookie can last. The limits are those of the moment of
signing in, so that no page has to read them. They follow the real clock, even in an instance that
was made with another today.
"""

import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar, cast

from flask import Flask, current_app, request, session
from flask_login import user_logged_out
from sqlalchemy import ColumnElement, bindparam, delete, select

from compliance.core.sign_in import WHOLE_HOURS, SignInRules
from compliance.db import changed_rows, transaction
from compliance.db import session as database
from compliance.wallclock import WallClock
from compliance.web.models import EndedSession

View = TypeVar("View", bound=Callable[..., Any])
USUAL = SignInRules()
LONGEST = timedelta(hours=WHOLE_HOURS[2])
BEGAN, SEEN, LIMITS, KEY, WHOSE = "began", "seen", "limits", "sign_in", "_user_id"
KEY_BYTES = 16


def register(app: Flask) -> None:
    """End the sign-in of a person who signs out of `app`, here and in every copy of the cookie."""
    user_logged_out.connect(_end, app)


def begin(rules: SignInRules = USUAL) -> None:
    """Let the session last so long from now, also when the browser is closed in between."""
    session.permanent = True
    session[BEGAN] = session[SEEN] = _now()
    session[LIMITS] = _seconds(rules)
    session[KEY] = secrets.token_urlsafe(KEY_BYTES)


def key_here() -> str:
    """Return the key of the sign-in that this browser shows; empty for none."""
    return str(session.get(KEY, ""))


def is_open(parameter: str) -> ColumnElement[bool]:
    """Return the condition that a sign-in was not ended; its key is bound by the name given."""
    ended = select(EndedSession.key).where(EndedSession.key == bindparam(parameter))
    return ~ended.exists()


def stay(person: Any) -> None:
    """Keep this browser signed in while every other session of its person ends."""
    session[WHOSE] = person.get_id()


def no_activity(view: View) -> View:
    """Return the view marked as asked for by a script on its own: nobody is at work for that."""
    cast(Any, view).is_no_activity = True
    return view


def touch() -> bool:
    """Count the time without a page from now; return False for a session that has ended.

    What a script asks for on its own does not count: see `no_activity`.
    """
    if LIMITS not in session:
        begin()
    if min(seconds_left()) <= 0:
        return False
    view = current_app.view_functions.get(request.endpoint or "")
    if not getattr(view, "is_no_activity", False):
        session[SEEN] = _now()
    return True


def seconds_left() -> tuple[int, int]:
    """Return how many seconds are left without a page, and in all."""
    idle, whole = session.get(LIMITS, _seconds(USUAL))
    at = _now()
    return int(session.get(SEEN, at) + idle - at), int(session.get(BEGAN, at) + whole - at)


def _seconds(rules: SignInRules) -> list[float]:
    return [rules.idle.total_seconds(), rules.whole.total_seconds()]


def _now() -> float:
    return WallClock().now().timestamp()


def _end(_app: Flask, user: Any, **_: object) -> None:
    key, person_id = key_here(), getattr(user, "id", None)
    for name in (BEGAN, SEEN, LIMITS, KEY):
        session.pop(name, None)
    if not key or person_id is None:
        return
    with transaction() as writing:
        writing.add(EndedSession(key=key, person_id=person_id, ended_at=WallClock().now()))


def forget_ended() -> int:
    """Delete what was kept of sign-ins that no cookie can outlast; return how many there were."""
    old = delete(EndedSession).where(EndedSession.ended_at < WallClock().now() - LONGEST)
    return changed_rows(database().execute(old))
