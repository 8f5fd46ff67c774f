"""Errors as pages: what happened, with which values, and what to do. One place for all."""

import logging
from dataclasses import dataclass

from flask import Flask, Response, current_app, jsonify, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from werkzeug.exceptions import HTTPException, InternalServerError
from werkzeug.wrappers import Response as BaseResponse

from compliance.core.errors import (
    BadFile,
    ComplianceError,
    Environment,
    NotAllowed,
    NotFound,
    NotNow,
)
from compliance.web.fragments import wants_fragment
from compliance.web.logs import request_id
from compliance.web.navigation import Shell
from compliance.web.tokens import bearer_token

log = logging.getLogger(__name__)

STATUS: dict[type[ComplianceError], int] = {
    NotAllowed: 403,
    NotFound: 404,
    NotNow: 409,
    BadFile: 422,
    Environment: 503,
    ComplianceError: 422,
}


@dataclass(frozen=True)
class Said:
    """What an error page says besides the error's own message."""

    title: str
    happened: str
    to_do: str


SAID = {
    400: Said(
        "The form could not be read",
        "Part of what was sent is missing.",
        "Go back, load the page again, and send it once more.",
    ),
    401: Said("You are signed out", "This page needs a signed-in person.", "Sign in."),
    403: Said(
        "You may not open this",
        "Your roles do not include this page.",
        "Ask an administrator, or a colleague who has the role.",
    ),
    404: Said(
        "Not found",
        "There is nothing at this address, or nothing that you may see.",
        "Check the address, or search for the record.",
    ),
    405: Said(
        "That does not work here",
        "This address does not take what was sent.",
        "Open it from the menu instead.",
    ),
    409: Said("Not possible now", "", "Load the record again and look at its present state."),
    413: Said(
        "The file is too large",
        "What was sent is larger than this installation takes.",
        "Send a smaller file, or ask an administrator to raise the limit.",
    ),
    422: Said("There is a problem", "", "Correct the value and try again."),
    429: Said(
        "Too many tries", "There were too many tries in a short time.", "Wait a few minutes."
    ),
    500: Said(
        "Something went wrong on our side",
        "The act was not carried out; nothing was saved.",
        "Try again. If it happens twice, tell an administrator the time and the address.",
    ),
    503: Said("Not available now", "", "Tell an administrator."),
}
FORM_TOO_OLD = Said(
    "The form is out of date",
    "It was open for too long, or was opened before you signed in. Nothing was saved.",
    "Go back, load the page again, and send it once more.",
)
BUSY = Said(
    "Daybook is busy",
    "Others were writing for so long that this could not be done. Nothing was saved.",
    "Go back and send it once more in a minute.",
)


def register(app: Flask) -> None:
    """Turn every error of `app` into a page, or into JSON where JSON was asked for."""
    app.register_error_handler(ComplianceError, on_refusal)
    app.register_error_handler(CSRFError, on_old_form)
    app.register_error_handler(OperationalError, on_busy_database)
    app.register_error_handler(HTTPException, on_http_error)
    app.register_error_handler(InternalServerError, on_http_error)


def on_refusal(error: ComplianceError) -> BaseResponse:
    """Return the page for an error of our own; its message is the explanation."""
    status = status_of(error)
    if status >= 500:
        log.error("%s: %s", type(error).__name__, error)
    return answer(status, SAID[status], str(error))


def on_busy_database(error: OperationalError) -> BaseResponse:
    """Return the page for a write that waited too long for others; other faults go on."""
    if "locked" not in str(error.orig):
        raise error
    log.error("the database was locked for too long")
    response = answer(503, BUSY)
    response.headers["Retry-After"] = "60"
    return response


def on_old_form(error: CSRFError) -> BaseResponse:
    """Return the page for a form without a valid token."""
    log.info("form refused: %s", error.description)
    return answer(400, FORM_TOO_OLD)


def on_http_error(error: HTTPException) -> BaseResponse:
    """Return the page for an error of the web itself; headers such as Allow stay."""
    if error.response is not None or error.code is None or error.code < 400:
        return BaseResponse.force_type(error.get_response(), request.environ)
    general = Said(error.name, str(error.description or ""), "Go back and try another way.")
    response = answer(error.code, SAID.get(error.code, general))
    for name, value in error.get_headers(request.environ):
        if name.lower() not in ("content-type", "content-length"):
            response.headers[name] = value
    return response


def status_of(error: ComplianceError) -> int:
    """Return the HTTP status of an error, by the nearest class above it."""
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)


def wants_json() -> bool:
    """Return whether the answer should be JSON."""
    if request.path.startswith("/api/"):
        return True
    best = request.accept_mimetypes.best_match(["text/html", "application/json"], "text/html")
    return best == "application/json"


def answer(status: int, said: Said, message: str = "") -> Response:
    """Return the error as page, fragment or JSON. `message` stands instead of what happened."""
    happened = message or said.happened
    if bearer_token() is not None:
        return _problem(status, said, happened)
    if wants_json():
        body = {"code": status, "status": said.title, "message": happened, "to_do": said.to_do}
        return make_response(jsonify({**body, "request": request_id()}), status)
    page = _page(status, said, happened)
    return make_response(page, status)


def _problem(status: int, said: Said, happened: str) -> Response:
    """Return the error as problem details (RFC 9457), which scripts read."""
    body = {
        "type": "about:blank",
        "title": said.title,
        "status": status,
        "detail": happened,
        "to_do": said.to_do,
    }
    response = make_response(jsonify(body), status)
    response.mimetype = "application/problem+json"
    return response


def _page(status: int, said: Said, happened: str) -> str:
    if wants_fragment():
        return render_template("errors/fragment.html", said=said, happened=happened)
    shell = _shell_for(status)
    layout = "layouts/base.html" if shell.is_signed_in else "layouts/plain.html"
    return render_template(
        "errors/error.html",
        said=said,
        happened=happened,
        status=status,
        request_id=request_id(),
        layout=layout,
        shell=shell,
    )


def _shell_for(status: int) -> Shell:
    """Return the shell around an error page; a bare one where the shell itself may be at fault."""
    parts = current_app.extensions["daybook.shell"]
    if status < 500 and status != 401:
        try:
            return Shell(parts).prepared()
        except (ComplianceError, SQLAlchemyError) as error:
            log.warning("error page without menu: %s", error)
    return Shell(parts, is_bare=True)
