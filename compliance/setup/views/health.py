"""What a machine asks: is the process alive, can it serve."""

from typing import Any

from flask import Blueprint, current_app, jsonify
from werkzeug.wrappers import Response

from compliance.outbox.holds import standing_hold
from compliance.setup.versions import database_parts
from compliance.web.access import public
from compliance.web.door import request_clock

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@public
def alive() -> Response:
    return jsonify({"status": "ok"})


@blueprint.get("/readyz")
@public
def ready() -> tuple[Response, int]:
    parts = database_parts()
    is_ready = set(parts.values()) == {"ok"}
    if is_ready:
        parts["jobs"] = _jobs_part()  # told, but pages can be served without
        parts["outgoing"] = _outgoing_part()
    body: dict[str, Any] = {"status": "ok" if is_ready else "not ready", "parts": parts}
    return jsonify(body), 200 if is_ready else 503


def _jobs_part() -> str:
    late = current_app.extensions["daybook"]["late_jobs"](request_clock().now())
    return f"late: {', '.join(late)}" if late else "ok"


def _outgoing_part() -> str:
    """Return whether what goes out is held since a restore; how much waits is nobody's here."""
    held = standing_hold()
    return f"held since {held.made_at:%Y-%m-%dT%H:%MZ}" if held else "ok"
