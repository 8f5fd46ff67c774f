"""The web's part in the audit log: what an act is called, who signed in, refusals and exports."""

import re
from hashlib import sha256
from typing import Any

import click
from flask import Flask, Response, current_app, g, has_app_context, has_request_context, request
from flask_login import current_user, user_logged_in, user_logged_out

from compliance.audit import hooks
from compliance.audit.doing import Doing, register_doing
from compliance.audit.rules import plain
from compliance.audit.services import (
    exported,
    refused,
    shown_to,
    signed,
    was_refused,
    write_pending,
)
from compliance.wallclock import WallClock
from compliance.web.door import request_clock

FILES = frozenset({
    "text/csv", "text/calendar", "application/pdf", "application/zip", "application/json",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
})  # fmt: skip
SHOWN = frozenset({200, 206})
BEGUN_ANEW = "security.change_password"
TYPED = frozenset({"q", "after", "before"})
"""Parts of an address that hold what somebody typed, or where a list stands: it may be a name."""
CHOICE = re.compile(r"[a-z_]{0,30}[+-]?[0-9]{0,6}|[0-9]{4}-[0-9]{2}(-[0-9]{2})?", re.ASCII)
SECRET = frozenset({"token", "key"})
"""Parts of an address that no log may hold."""


def register(app: Flask) -> None:
    """Let every act of `app` leave its entry; note sign-ins, refusals and exports."""
    hooks.register(app)
    register_doing(Doing(_act, _person, _now))
    app.after_request(_note_answer)
    user_logged_in.connect(_signed_in, app)
    user_logged_out.connect(_signed_out, app)


def _act() -> str:
    """Return the endpoint of a page, or the name of the job or command under way."""
    if has_request_context():
        return request.endpoint or "no page"
    if has_app_context() and "job" in g:
        return f"job {g.job}"
    context = click.get_current_context(silent=True)
    name = context.command_path.partition(" ")[2] if context else ""
    return f"command {name}" if name else ""


def _now() -> Any:
    parts = current_app.extensions.get("daybook")
    return (request_clock() if parts else WallClock()).now()


def _signed_in(_app: Flask, user: Any, **_: Any) -> None:
    if request.endpoint != BEGUN_ANEW:  # the library begins the session anew: nobody signed in
        signed("signed in", user.id)


def _signed_out(_app: Flask, user: Any, **_: Any) -> None:
    signed("signed out", getattr(user, "id", None))


def _note_answer(response: Response) -> Response:
    """Note a refusal or a file handed out, and write what was noted before the answer leaves."""
    if _is_refused(response):
        refused(_act(), _person(), _about())
    elif response.status_code == 429 and was_refused():  # the try that shut the door, none after
        refused("shut out for a while", _person())
    elif _is_export(response) and (person := _person()):
        exported(_act(), person, {**_about(), "asked": _asked(), "sent": _sent(response)})
    if _is_shown(response):
        shown_to(_person())
    try:
        write_pending()
    except BaseException:
        response.close()  # no look, no page: what cannot be recorded is not shown
        raise
    return response


def _is_refused(response: Response) -> bool:
    """Return whether somebody asked for what is not theirs.

    That is a page or an act that is closed to them, also where a form says so, or a record that a
    partner's organization does not have: it may be another one's.
    """
    if response.status_code == 404 and request.endpoint:
        return bool(getattr(current_user, "organization", ""))
    return response.status_code == 403 or bool(g.get("is_forbidden"))


def _is_shown(response: Response) -> bool:
    """Return whether the answer holds what was read for it: a page, a part of one, a file."""
    return response.status_code in SHOWN and request.method != "HEAD"


def _is_export(response: Response) -> bool:
    """Return whether a file or a part of one is sent: to HEAD none is, nor one known (304)."""
    if response.status_code not in SHOWN or request.method != "GET":
        return False
    attached = response.headers.get("Content-Disposition", "").startswith("attachment")
    return attached or response.mimetype in FILES


def _about() -> dict[str, Any]:
    """Return the numbers and references of the address, without what opens anything."""
    asked = (request.view_args or {}).items()
    about = {name: plain(value) for name, value in asked if name not in SECRET}
    token = g.get("token_id")
    return {**about, "token": {"id": token}} if token else about


def _asked() -> dict[str, list[str]]:
    """Return days and filters of the address; of what was typed only that there was something."""
    return {
        name: [each if name not in TYPED and CHOICE.fullmatch(each) else "…" for each in values]
        for name, values in sorted(request.args.lists())
        if CHOICE.fullmatch(name) and any(values)
    }


def _sent(response: Response) -> dict[str, Any]:
    """Return which part of a file is sent; its size and hash where it is at hand, not streamed."""
    part = {"part": response.headers["Content-Range"]} if response.status_code == 206 else {}
    if response.is_streamed or response.direct_passthrough:
        return part
    body = response.get_data()
    return {**part, "bytes": len(body), "sha256": sha256(body).hexdigest()}


def _person() -> int | None:
    if not has_request_context():
        return None
    person = current_user._get_current_object()  # the proxy would ask at every turn
    return person.id if person.is_authenticated else None
