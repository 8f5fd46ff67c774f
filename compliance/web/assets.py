"""Addresses of static files that change with their content, so that browsers may keep them."""

from collections.abc import Hashable
from hashlib import sha256
from pathlib import Path

from flask import Flask, current_app, has_request_context, request, url_for
from jinja2.runtime import Macro
from markupsafe import Markup

SPRITE = "vendor/icons.svg"
MOST_KEPT = 4096


def register(app: Flask) -> None:
    """Give templates `asset_url`, `icon` and `kept`."""
    app.extensions["daybook.assets"] = {}
    app.extensions["daybook.icons"] = {}
    app.jinja_env.globals["asset_url"] = asset_url
    app.jinja_env.globals["icon"] = icon
    app.extensions["daybook.drawn"] = {}
    app.jinja_env.globals["kept"] = kept


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


def icon(name: str, large: bool = False) -> Markup:
    """Return one icon of the sprite, hidden from readers; the word beside it says it.

    Kept as drawn: a list shows hundreds of the same few.
    """
    sprite = asset_url(SPRITE)
    known: dict[tuple[str, str, bool], Markup] = current_app.extensions["daybook.icons"]
    if (sprite, name, large) not in known:
        size = " ico-l" if large else ""
        drawn = Markup('<svg class="ico{}" aria-hidden="true"><use href="{}#{}"/></svg>')
        known[sprite, name, large] = drawn.format(size, sprite, name)
    return known[sprite, name, large]


def kept(macro: Macro, value: Hashable) -> Markup:
    """Return what a macro draws of a value, kept as drawn: many rows of a list say the same.

    The macro may look at nothing but the value and addresses of static files.
    """
    known: dict[tuple[object, ...], Markup] = current_app.extensions["daybook.drawn"]
    key = (macro.name, value, request.script_root)
    if key not in known or current_app.debug:
        if len(known) >= MOST_KEPT:
            known.clear()
        known[key] = Markup(macro(value))  # noqa: S704
    return known[key]


def _version(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()[:8]
