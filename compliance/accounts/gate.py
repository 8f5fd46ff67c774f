"""Between password and page: who is asked for a second step, who has to set one up first."""

from datetime import timedelta
from typing import Any

from flask import redirect, request, session, url_for
from flask_login import current_user
from flask_security.tf_plugin import TfPlugin
from werkzeug.wrappers import Response

from compliance.accounts.models import Person
from compliance.accounts.queries import person_of_session
from compliance.accounts.second_step import has_second_step
from compliance.core.sign_in import SignInRules
from compliance.wallclock import WallClock
from compliance.web.access import roles_of
from compliance.web.tokens import bearer_token

HALF, MUST_SET_UP = "half_signed_in", "must_set_up"
GOOD_FOR = timedelta(minutes=10)
OPEN = frozenset({"accounts.set_up_second_step", "security.logout", "web.change_preferences"})
"""What may be opened by somebody whose role demands a second step and who has none yet."""


class SecondStepAsked(TfPlugin):
    """The library's place for a second step, taken by our page for it."""

    def tf_enter(
        self, user: Any, *_: Any, next_loc: str | None = None, **__: Any
    ) -> Response | None:
        """Lead somebody whose password was right to the code; None where there is no second step.

        Wrong tries are not forgotten before the code is right too.
        """
        if not has_second_step(user.id):
            return None
        session[HALF] = [user.fs_uniquifier, WallClock().now().timestamp()]
        on = None if next_loc == request.url else next_loc
        return redirect(url_for("accounts.enter_code", next=on))


def half_signed_in() -> Person | None:
    """Return whose password was right a moment ago; None for nobody, or too long ago."""
    key, at = session.get(HALF, ("", 0.0))
    if not key or WallClock().now().timestamp() - at > GOOD_FOR.total_seconds():
        return None
    return person_of_session(key)


def demand_second_step(person: Person, rules: SignInRules) -> None:
    """Note in the session that the plan demands a second step which this person lacks."""
    session.pop(HALF, None)
    session.pop(MUST_SET_UP, None)
    if rules.asks(roles_of(person)) and not has_second_step(person.id):
        session[MUST_SET_UP] = True


def lead_to_second_step() -> Response | None:
    """Lead whoever has to set up a second step to it, from every other page."""
    if MUST_SET_UP not in session or request.endpoint in OPEN or request.endpoint == "static":
        return None
    if bearer_token() is not None or not current_user.is_authenticated:
        return None
    return redirect(url_for("accounts.set_up_second_step"), 303)
