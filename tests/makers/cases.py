"""Rule cases written as YAML, read as strictly as the rules themselves."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from compliance.rulebook.strict_yaml import parse


def cases(path: Path, section: str | None = None) -> list[Any]:
    """Return the cases of a file, or of one of its sections, as parameters named by `name`."""
    tree = parse(path.read_text(encoding="utf-8"), path.name)
    return [pytest.param(each, id=each["name"]) for each in (tree[section] if section else tree)]


def day(text: str | None) -> date | None:
    """Return the date of a case's text; None stays None."""
    return date.fromisoformat(text) if text else None
