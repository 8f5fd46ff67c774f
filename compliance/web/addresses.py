"""Addresses with changed queries: filters, sort and page live in the address."""

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qs, quote, urlencode, urlsplit

from flask import Flask, current_app, has_request_context, request, url_for

REF = "~ref~"
KEPT = "!$&'()*+,/:;=@"  # what the router leaves as it is
DAY_KEYS = ("as_of", "known_on")
PAGE_KEYS = ("after", "before", "last", "start")


def register(app: Flask) -> None:
    """Give templates `here`, `kept_query`, `looks_back` and `with_query`."""
    app.jinja_env.globals["here"] = here
    app.jinja_env.globals["kept_query"] = kept_query
    app.jinja_env.globals["looks_back"] = looks_back
    app.jinja_env.globals["with_query"] = with_query
    app.url_defaults(keep_day)


def looks_back() -> bool:
    """Return whether the address asks for another day: such a page changes nothing."""
    return any(request.args.get(name) for name in DAY_KEYS)


def keep_day(endpoint: str, values: dict[str, Any]) -> None:
    """Let links stay on the day that is looked at, where the page they lead to is only read."""
    if not has_request_context() or request.method != "GET":
        return
    if endpoint in current_app.extensions.get("daybook.read_only", ()):
        for name in DAY_KEYS:
            if day := request.args.get(name):
                values.setdefault(name, day)


def here(path: str | None = None, /, **changes: object) -> str:
    """Return this page's address with changed query values; None removes one.

    A change of anything but the page itself goes back to the first page.
    """
    pairs = kept_query(*changes, *PAGE_KEYS)
    pairs += [(key, str(each)) for key, value in changes.items() for each in _each(value)]
    return _address(path or request.path, pairs)


def kept_query(*without: str) -> list[tuple[str, str]]:
    """Return the query of this page as pairs, less the named keys."""
    return [
        (key, value)
        for key, values in request.args.lists()
        for value in values
        if key not in without and value
    ]


def record_addresses(endpoint: str, **values: Any) -> Callable[[str], str]:
    """Return what gives the address of a record by its `ref`; the router is asked once for all."""
    before, _, after = url_for(endpoint, ref=REF, **values).partition(REF)
    return lambda ref: f"{before}{quote(ref, safe=KEPT)}{after}"


def with_query(endpoint: str, query: str) -> str:
    """Return the address of a page with a query as it stood in an address; the day is kept."""
    asked: dict[str, Any] = parse_qs(query)
    return url_for(endpoint, **asked)


def safe_next(target: str | None, fallback: str) -> str:
    """Return `target` when it is a path of our own, else `fallback`: no open redirects."""
    if not target or "\\" in target or any(ord(letter) < 33 for letter in target):
        return fallback
    parts = urlsplit(target)
    ours = not parts.scheme and not parts.netloc and target.startswith("/")
    return target if ours and not target.startswith("//") else fallback


def _each(value: object) -> Iterable[object]:
    if value is None:
        return ()
    return value if isinstance(value, list | tuple) else (value,)


def _address(path: str, pairs: list[tuple[str, str]]) -> str:
    return f"{path}?{urlencode(pairs)}" if pairs else path
