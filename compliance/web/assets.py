"""Addresses of static files that change with their content, so that browsers may keep them."""

from hashlib import sha256
from pathlib import Path

from flask import Flask, current_app, has_request_context, request, url_for


def register(app: Flask) -> None:
    """Give templates `asset_url`."""
    app.extensions["daybook.assets"] = {}
    app.jinja_env.globals["asset_url"] = asset_url


def asset_url(name: str) -> str:
    """Return the address of a static file with a version made from its content.

    Kept for each root the app is served under: a list asks for hundreds of icons.
    """
    known: dict[tuple[str, str], str] = current_app.extensions["daybook.assets"]
    key = (request.script_root if has_request_context() else "", name)
    if key not in known or current_app.debug:
        version = _version(Path(str(current_app.static_folder)) / name)
        known[key] = url_for("static", filename=name, v=version)
    return known[key]


def _version(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()[:10]
