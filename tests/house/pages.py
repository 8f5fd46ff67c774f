"""The list of pages: `pages.yaml` as values, and what of the app is not on it yet."""

import re
import sys
import tempfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask

from compliance.rulebook.strict_yaml import parse

LIST = Path(__file__).with_name("pages.yaml")
SHOWS = {"page", "act", "part", "file", "json", "text"}
SCOPES = {"plan", "own", "shared", "none"}
PUBLIC = "public"


@dataclass(frozen=True)
class Page:
    """One route, as the list has it."""

    endpoint: str
    paths: tuple[str, ...]
    roles: str
    shows: str
    scope: str
    as_of: bool = False
    never: str = ""
    twins: tuple[str, ...] = ()
    design: str = ""
    samples: tuple[str, ...] = ()
    viewer: str = ""

    @property
    def is_public(self) -> bool:
        """Return whether anybody may open it."""
        return self.roles == PUBLIC

    @property
    def address(self) -> str:
        """Return the first address that shows it in the demo, empty when the list gives none."""
        return next(iter(self.addresses), "")

    @property
    def addresses(self) -> tuple[str, ...]:
        """Return every address that shows it in the demo."""
        path = self.paths[0]
        return self.samples or (() if "<" in path else (path,))

    def address_with(self, **values: str) -> str:
        """Return the first path with each reference filled in."""
        return re.sub(
            r"<(?:(\w+):)?(\w+)>", lambda hit: values.get(hit[1] or "", "x"), self.paths[0]
        )


def read() -> dict[str, Any]:
    return parse(LIST.read_text(encoding="utf-8"), LIST.name)


def page(endpoint: str, row: dict[str, Any]) -> Page:
    row = dict(row)
    paths, samples = several(row.pop("path")), several(row.pop("sample", []))
    twins, as_of = tuple(row.pop("twins", ())), row.pop("as_of", "no") == "yes"
    return Page(endpoint, paths, samples=samples, twins=twins, as_of=as_of, **row)


def several(value: str | list[str]) -> tuple[str, ...]:
    return tuple(value) if isinstance(value, list) else (value,)


PAGES = {endpoint: page(endpoint, row) for endpoint, row in read()["pages"].items()}
WITHOUT_A_PAST: dict[str, str] = read()["without_a_past"]
GROUPS: dict[str, frozenset[str]] = {k: frozenset(v) for k, v in read()["groups"].items()}


@lru_cache(maxsize=1)
def product() -> Flask:
    """Return the assembled app, to ask it for its routes."""
    from compliance.app import create_app
    from compliance.config import Settings

    return create_app(Settings(Path(tempfile.mkdtemp()), "sqlite://", "x", cheap_hashes=True))


def routes() -> dict[str, list[str]]:
    """Return the paths of every endpoint of the app but the static files."""
    found: dict[str, list[str]] = {}
    for rule in product().url_map.iter_rules():
        if rule.endpoint != "static":
            found.setdefault(rule.endpoint, []).append(rule.rule)
    return found


def missing_lines() -> list[str]:
    """Return lines for `pages.yaml`, one for each route that is not on it."""
    from compliance.core.permissions import PERMISSIONS
    from compliance.web.access import stated_access

    lines = []
    for endpoint, paths in sorted(routes().items(), key=lambda pair: pair[1]):
        if endpoint in PAGES:
            continue
        access = stated_access(product().view_functions[endpoint])
        roles = PERMISSIONS.get(access or "", frozenset())
        group = next((name for name, each in GROUPS.items() if each == roles), access)
        methods = set().union(
            *(rule.methods for rule in product().url_map.iter_rules(endpoint) if rule.methods)
        )
        shows = "page" if "GET" in methods else "act"
        path = paths[0] if len(paths) == 1 else f"[{', '.join(sorted(paths))}]"
        lines.append(f"  {endpoint}: {{path: {path}, roles: {group}, shows: {shows}, scope: plan}}")
    return lines


if __name__ == "__main__":
    sys.stdout.write("\n".join(missing_lines()) + "\n")
