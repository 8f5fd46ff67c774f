"""The role decisions of the sample plan: four lines, three cells of sixteen left open."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from compliance.eligibility.rules.decisions import Decision
from compliance.eligibility.services import decide_role, use_lines
from compliance.occasions import Occasion
from compliance.rulebook.strict_yaml import parse
from compliance.setup.sample.chapters import Cast, Scene

TOLD = Path(__file__).with_name("roles.yaml")


@lru_cache(maxsize=1)
def told() -> Mapping[str, Any]:
    """Return the chapter as written."""
    found: Mapping[str, Any] = parse(TOLD.read_text(encoding="utf-8"), TOLD.name)
    return found


def scenes(shift: timedelta) -> Iterable[Scene]:
    """Return the day the lines are named, and each decision on the day it was recorded."""
    chapter = told()
    first = date.fromisoformat(chapter["lines_on"]) + shift
    yield Scene(first, "elise", lambda _, on: use_lines(chapter["lines"], on))
    for each in chapter["decisions"]:
        day = date.fromisoformat(each["recorded_on"]) + shift
        yield Scene(day, "elise", partial(_act, each, shift))


def _act(each: Mapping[str, Any], shift: timedelta, _cast: Cast, on: Occasion) -> None:
    lines: Sequence[str] = each["lines"]
    for role in each["roles"]:
        decide_role(_decision(each, role, shift), lines, on)


def _decision(each: Mapping[str, Any], role: str, shift: timedelta) -> Decision:
    last = each.get("last_on")
    texts = {key: each.get(key, "") for key in ("supervisor", "claim_fields", "wording")}
    return Decision(
        role=role,
        billing=each["billing"],
        credentialed=each["credentialed"],
        from_on=date.fromisoformat(each["from_on"]) + shift,
        last_on=date.fromisoformat(last) + shift if last else None,
        basis=each["basis"],
        evidence=each["evidence"],
        decided_by=each["decided_by"],
        decided_on=date.fromisoformat(each["decided_on"]) + shift,
        **texts,
    )
