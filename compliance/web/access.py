"""Who may open a page: each view states its permission, or that it is public."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

from flask import abort, current_app, flash, g, redirect, request, url_for
from flask_login import current_user

from compliance.core.errors import NotAllowed, NotNow
from compliance.core.permissions import PERMISSIONS, READING, allows
from compliance.occasions import PAST
from compliance.wallclock import WallClock
from compliance.web.addresses import looks_back
from compliance.web.drafts import keep_draft
from compliance.web.tokens import bearer_token, token_scope

P = ParamSpec("P")
R = TypeVar("R")
SIGN_IN = "security.login"
ENDED = "You were signed out. Sign in to go on where you were."
KEPT = "You were signed out before this was sent. What you typed is kept: sign in to go on with it."
NOT_KEPT = "You were signed out before this was sent. It holds what is not kept: type it again."


def permission(name: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Return a decorator that opens the view to people whose roles hold permission `name`.

    The view carries the name as `required_permission`, which the house test reads.
    """
    if name not in PERMISSIONS:
        raise KeyError(f"{name} is not in the permission table of core/permissions.py.")

    def guard(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            demand(name)
            return view(*args, **kwargs)

        cast(Any, guarded).required_permission = name
        return guarded

    return guard


def public(view: Callable[P, R]) -> Callable[P, R]:
    """Return the view marked as open to anybody, signed in or not."""
    cast(Any, view).is_public = True
    return view


def stated_access(view: Callable[..., Any]) -> str | None:
    """Return what the view states: its permission, "public", or None when it states nothing."""
    if getattr(view, "is_public", False):
        return "public"
    return cast("str | None", getattr(view, "required_permission", None))


def demand(name: str) -> None:
    """Let the person through, or send a stranger to sign in.

    Raises:
        NotAllowed: signed in, without the permission.
        NotNow: an act while looking at another day.
    """
    if not current_user.is_authenticated:
        _send_to_sign_in()
    if not _holds(name):
        raise NotAllowed("Your roles do not include this.")
    if not _is_open(name):
        raise NotNow(PAST)


def may(name: str) -> bool:
    """Return whether the signed-in person holds the permission; nobody signed in holds none.

    While another day is looked at nobody may act: no page of it leads to an act.
    """
    return _is_open(name) and _holds(name)


def _is_open(name: str) -> bool:
    return name in READING or not looks_back()


def _holds(name: str) -> bool:
    person = current_user._get_current_object()  # the proxy would ask for it at every turn
    scope = token_scope()
    is_in_scope = scope is None or name in scope
    return is_in_scope and bool(person.is_authenticated) and allows(roles_of(person), name)


def may_open(endpoint: str) -> bool:
    """Return whether the signed-in person may open the page of an endpoint."""
    access = stated_access(current_app.view_functions[endpoint])
    return access == "public" or bool(access and may(access))


def roles_of(person: Any) -> frozenset[str]:
    """Return the names of the person's roles."""
    return frozenset(str(getattr(role, "name", role)) for role in person.roles)


def _send_to_sign_in() -> None:
    kept = _kept_draft()
    is_script = request.headers.get("HX-Request") or request.path.startswith("/api/")
    if is_script or bearer_token() is not None:
        abort(401)
    if request.method == "GET" and "ended_person" in g:
        flash(ENDED, "warning")
    asked = request.full_path.rstrip("?") if request.method == "GET" else kept
    abort(redirect(url_for(SIGN_IN, next=asked)))


def _kept_draft() -> str | None:
    """Keep what was sent after the session had ended; return the page that will offer it."""
    ended: int | None = g.get("ended_person")
    if ended is None or request.method != "POST":
        return None
    clock: WallClock = current_app.extensions["daybook"]["clock"]
    page = keep_draft(ended, clock.now())
    flash(KEPT if page else NOT_KEPT, "warning")
    return page
