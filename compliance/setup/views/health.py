"""What a machine asks: is the process alive, can it serve."""

from typing import Any

from flask import Blueprint, jsonify
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response

from compliance.core.errors import Environment
from compliance.setup.versions import check_database
from compliance.web.access import public

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@public
def alive() -> Response:
    return jsonify({"status": "ok"})


@blueprint.get("/readyz")
@public
def ready() -> tuple[Response, int]:
    parts = {"database": "ok", "migrations": "ok"}
    try:
        check_database()
    except Environment as error:
        parts["migrations"] = str(error)
    except SQLAlchemyError:
        parts = {"database": "cannot be reached", "migrations": "unknown"}
    is_ready = set(parts.values()) == {"ok"}
    body: dict[str, Any] = {"status": "ok" if is_ready else "not ready", "parts": parts}
    return jsonify(body), 200 if is_ready else 503
