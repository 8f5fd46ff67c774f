"""A request that shows a token: whose it is, what it may read, and how wrong ones are slowed."""

from http import HTTPStatus
from typing import Any, cast

from flask import Flask, g, request
from werkzeug.wrappers import Response

from compliance.accounts.models import Person
from compliance.accounts.queries import person_with_roles
from compliance.accounts.throttle import wrong_token
from compliance.accounts.tokens import Holder, holder_of, note_use
from compliance.db import transaction
from compliance.web.door import request_clock
from compliance.web.errors import SAID, answer
from compliance.web.tokens import bearer_token, is_open_to_tokens

WRONG = "The token is not right, has ended, or was revoked. Make a new one under Your profile."
READS = (
    "A token reads exports (.csv, .xlsx) and addresses under /api/, and changes nothing. "
    "For pages, sign in."
)


def register(app: Flask) -> None:
    """Look at the token of a request before anything else of `app` does."""
    app.before_request(check_token_shown)


def check_token_shown() -> Response | None:
    """Return the refusal of a wrong token, or of one shown where tokens open nothing."""
    text = bearer_token()
    if text is None or request.url_rule is None:
        return None
    clock = request_clock()
    holder = holder_of(text, clock.today())
    if holder is None:
        return _refuse_wrong()
    _know(holder)
    if request.method not in ("GET", "HEAD") or not is_open_to_tokens(request.url_rule.rule):
        return answer(HTTPStatus.FORBIDDEN, SAID[403], READS)
    _note(holder)
    return None


def _refuse_wrong() -> Response:
    with transaction():
        is_shut = wrong_token(request.remote_addr or "", request_clock().now())
    if is_shut:
        return answer(HTTPStatus.TOO_MANY_REQUESTS, SAID[429])
    response = answer(HTTPStatus.UNAUTHORIZED, SAID[401], WRONG)
    response.headers["WWW-Authenticate"] = "Bearer"
    return response


def _know(holder: Holder) -> None:
    """Keep whose token it is for this request, also where it is refused."""
    g.token_scope, g.token_person, g.token_id = holder.scope, holder.person_id, holder.token_id


def _note(holder: Holder) -> None:
    now = request_clock().now()
    if holder.is_to_be_noted(now):
        with transaction():
            note_use(holder.token_id, now)


def person_of_token(_request: Any) -> Person | None:
    """Return whose token the request shows, with all roles; None where it shows none."""
    person_id = cast("int | None", g.get("token_person"))
    return None if person_id is None else person_with_roles(person_id)
