"""The network of the sample plan: a roster through the real import, a renewal, who pays."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from compliance.contracts.services.rows import RowValues, add_row
from compliance.intake.files.given import read_given
from compliance.intake.services.small_files import apply_file
from compliance.network.kinds import ROSTER
from compliance.occasions import Occasion
from compliance.rulebook.strict_yaml import parse
from compliance.setup.sample.chapters import Scene
from compliance.setup.sample.script import invented_npi, story

TOLD = Path(__file__).with_name("network.yaml")
DECIDED_BEFORE = 540
"""Days before the story's day on which the first of the roster was last decided on."""


@lru_cache(maxsize=1)
def told() -> Mapping[str, Any]:
    """Return the chapter as written."""
    found: Mapping[str, Any] = parse(TOLD.read_text(encoding="utf-8"), TOLD.name)
    return found


def scenes(shift: timedelta) -> Iterable[Scene]:
    """Return the roster's two files and the table of responsibility, on their days."""
    chapter = told()
    first = date.fromisoformat(chapter["imported_on"]) + shift
    again = date.fromisoformat(chapter["renewed_on"]) + shift
    yield Scene(first, "mei", lambda _, on: _bring(chapter["file"], _roster(shift), on))
    for row in chapter["dofr"]["rows"]:
        yield _settled(row, chapter["dofr"]["decided_on"], shift)
    yield Scene(again, "mei", lambda _, on: _bring(chapter["again"], _renewals(shift), on))


def _settled(row: Mapping[str, str], decided_on: str, shift: timedelta) -> Scene:
    values = RowValues(
        family=row["codes"],
        line=row["line"],
        entity=row["at_risk"],
        payment=row["paid"],
        citation=row["cite"],
        group_key=row.get("group", ""),
    )
    began = date.fromisoformat(row["from"]) + shift
    day = date.fromisoformat(decided_on) + shift
    return Scene(day, "rosa", lambda _, on: add_row(values, began, None, "", on))


def _bring(name: str, rows: Sequence[Mapping[str, str]], on: Occasion) -> None:
    text = io.StringIO()
    out = csv.DictWriter(text, list(rows[0]))
    out.writeheader()
    out.writerows(rows)
    apply_file(ROSTER, read_given(text.getvalue().encode(), name, ROSTER), on)


def _roster(shift: timedelta) -> list[dict[str, str]]:
    addresses = {name: place for name, *place in story()["addresses"]}
    return [_row(at, each, addresses, shift) for at, each in enumerate(told()["roster"])]


def _row(
    at: int, each: Mapping[str, Any], addresses: Mapping[str, list[str]], shift: timedelta
) -> dict[str, str]:
    last, first, role = each["who"]
    practice = story()["practices"][int(each["at"]) - 1]
    line, city, county, zip_code = addresses.get(practice, ["", "", "", ""])
    decided = date.fromisoformat(story()["today"]) + shift - timedelta(DECIDED_BEFORE - 13 * at)
    over, cover = each["lapses"]
    return {
        "npi": invented_npi(first + last),
        "last_name": last,
        "first_name": first,
        "role": role,
        "provider_class": each.get("class", "bh"),
        "status": each.get("status", "active"),
        "last_decision_on": decided.isoformat(),
        "license_number": each["license"],
        "license_expires_on": _moved(over, shift),
        "malpractice_expires_on": _moved(cover, shift),
        "practice": practice,
        "address": line,
        "city": city,
        "state": "CA" if line else "",
        "zip": zip_code,
        "county": county,
        "team_role": each.get("team", ""),
        "supervisor_npi": "".join(_npis(each.get("supervisor"))),
    }


def _renewals(shift: timedelta) -> list[dict[str, str]]:
    return [
        {
            "npi": invented_npi(each["who"][1] + each["who"][0]),
            "license_expires_on": _moved(each["lapses"], shift),
        }
        for each in told()["renewals"]
    ]


def _npis(named: Sequence[str] | None) -> Iterator[str]:
    if named:
        last, first = named
        yield invented_npi(first + last)


def _moved(day: str, shift: timedelta) -> str:
    return (date.fromisoformat(day) + shift).isoformat() if day else ""
