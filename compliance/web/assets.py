"""Addresses of static files that change with their content, so that browsers may keep them."""

from hashlib import sha256
from pathlib import Path

from flask import Flask, current_app, url_for


def register(app: Flask) -> None:
    """Give templates `asset_url`."""
    app.extensions["daybook.assets"] = {}
    app.jinja_env.globals["asset_url"] = asset_url


def asset_url(name: str) -> str:
    """Return the address of a static file with a version made from its content."""
    known: dict[str, str] = current_app.extensions["daybook.assets"]
    if name not in known or current_app.debug:
        known[name] = _version(Path(str(current_app.static_folder)) / name)
    return url_for("static", filename=name, v=known[name])


def _version(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()[:10]
