"""How long a sign-in lasts: so long without a page, so long in all. Kept in the session itself.

The limits are those of the moment of signing in, so that no page has to read them. They follow
the real clock, even in an instance that was made with another today.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar, cast

from flask import Flask, current_app, request, session
from flask_login import user_logged_out

from compliance.core.sign_in import WHOLE_HOURS, SignInRules
from compliance.wallclock import WallClock

View = TypeVar("View", bound=Callable[..., Any])
USUAL = SignInRules()
LONGEST = timedelta(hours=WHOLE_HOURS[2])
BEGAN, SEEN, LIMITS = "began", "seen", "limits"


def register(app: Flask) -> None:
    """Forget what the session holds of a person who signs out of `app`."""
    user_logged_out.connect(_forget, app)


def begin(rules: SignInRules = USUAL) -> None:
    """Let the session last so long from now, also when the browser is closed in between."""
    session.permanent = True
    session[BEGAN] = session[SEEN] = _now()
    session[LIMITS] = _seconds(rules)


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


def _forget(_app: Flask, **_: object) -> None:
    for name in (BEGAN, SEEN, LIMITS):
        session.pop(name, None)
