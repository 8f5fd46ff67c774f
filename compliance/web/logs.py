"""What is written to the log: one JSON line a record, with ids and no personal data.

A request is told by its route, never its address; what is masked in messages is what a person,
an applicant or a link could be known by.
"""

import json
import logging
import re
import sys
import time
import traceback
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from flask import Flask, Response, current_app, g, has_request_context, request, request_started
from sqlalchemy import inspect

log = logging.getLogger(__name__)
GIVEN = re.compile(r"[A-Za-z0-9_-]{8,64}", re.ASCII)
QUIET = frozenset({"static", "health.alive"})
BEHIND = "TRUSTED_PROXIES"
FLASK_SAYS = "Exception on "
DETAILS = ("person", "method", "route", "status", "ms")
MASKS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"DETAIL:.*"), "DETAIL: …"),  # PostgreSQL repeats the values of the row
    (re.compile(r"\S+@\S+"), "…@…"),
    (re.compile(r"'[^'\n]*'|\"[^\"\n]*\""), "'…'"),
    (re.compile(r"\b\d{9,}\b"), "…"),
    (re.compile(r"(token=)[^\s&]+"), r"\1…"),
    (re.compile(r"(/(?:welcome|reset|status)/)[^\s/?]+"), r"\1…"),
)


def masked(text: str) -> str:
    """Return a message without addresses, quoted values, long numbers and the tokens of links."""
    for pattern, instead in MASKS:
        text = pattern.sub(instead, text)
    return text


class JsonLines(logging.Formatter):
    """One line of JSON a record: time, level, who says it, what, and of which request."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line: dict[str, Any] = {"time": at, "level": record.levelname.lower(), "log": record.name}
        if has_request_context():
            line["request"] = request_id()
        if record.getMessage():
            line["message"] = masked(record.getMessage())
        line |= {name: vars(record)[name] for name in DETAILS if name in vars(record)}
        if record.exc_info and record.exc_info[1]:
            line |= _fault(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False, default=str)


def _fault(error: BaseException) -> dict[str, Any]:
    """Return what went wrong and where, the innermost place last."""
    places = [
        f"{frame.filename}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
    ]
    said = f"{type(error).__name__}: {masked(str(error))}"
    more = error.__cause__ or error.__context__
    return {"error": said, "at": places, **({"after": type(more).__name__} if more else {})}


def write_lines() -> None:
    """Send this process's log to stderr as JSON lines."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger("compliance").setLevel(logging.INFO)


def register(app: Flask) -> None:
    """Give every request of `app` an id, and write one line when it is answered."""
    request_started.connect(_begin, app)
    app.after_request(_end)
    logging.getLogger(app.name).addFilter(_without_address)


def request_id() -> str:
    """Return the id of this request: the trusted proxy's, else one of our own."""
    known: str = g.get("request_id") or _given() or uuid4().hex
    g.request_id = known
    return known


def _given() -> str:
    said = request.headers.get("X-Request-ID", "")
    return said if current_app.config.get(BEHIND) and GIVEN.fullmatch(said) else ""


def _begin(_app: Flask, **_: Any) -> None:
    g.began = time.perf_counter()


def _end(response: Response) -> Response:
    response.headers["X-Request-ID"] = request_id()
    if request.endpoint not in QUIET:
        log.info("", extra=_told(response))
    return response


def _told(response: Response) -> dict[str, Any]:
    took = round((time.perf_counter() - g.began) * 1000, 1) if "began" in g else None
    return {
        "person": _person(),
        "method": request.method,
        "route": _route(),
        "status": response.status_code,
        "ms": took,
    }


def _person() -> int | None:
    """Return the person's number by the key alone: asking the row would read it again."""
    known = inspect(g.get("_login_user"), raiseerr=False)
    return known.identity[0] if known is not None and known.identity else None


def _route() -> str:
    return request.url_rule.rule if request.url_rule else "none"


def _without_address(record: logging.LogRecord) -> bool:
    """Let the framework's line about an exception name the route in place of the address."""
    if has_request_context() and str(record.msg).startswith(FLASK_SAYS):
        record.msg, record.args = "Exception in %s %s", (request.method, _route())
    return True
