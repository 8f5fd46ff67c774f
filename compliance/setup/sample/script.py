"""The story as data: people, and every act with its day, in the order it happens."""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from compliance.core.identifiers import NPI_PREFIX, luhn_sum
from compliance.rulebook.strict_yaml import parse

STORY = Path(__file__).with_name("story.yaml")
FIRST_HISTORY_NUMBER = 901


@dataclass(frozen=True)
class Act:
    """One act: on which day, on which application, by whom, and what."""

    day: date
    place: int
    ref: str
    verb: str
    given: tuple[Any, ...]


@dataclass(frozen=True)
class File:
    """One application of the story: who applies, where, and who owns the file."""

    ref: str
    first_name: str
    last_name: str
    role: str
    practice: str
    model: str
    owner: str
    npi: str
    license_number: str = ""
    provider_class: str = ""
    destination: str = "plan"
    lines: tuple[str, ...] = ("commercial_dmhc",)

    @property
    def email(self) -> str:
        """Return the applicant's invented address: the name in plain letters."""
        letters = unicodedata.normalize("NFKD", f"{self.first_name}.{self.last_name}".lower())
        kept = (c for c in letters if c.isascii() and (c.isalnum() or c in ".-"))
        return "".join(kept) + "@mail.example"


@lru_cache(maxsize=1)
def story() -> Mapping[str, Any]:
    """Return the story as written."""
    told = parse(STORY.read_text(encoding="utf-8"), STORY.name)
    return cast("Mapping[str, Any]", told)


def story_day() -> date:
    """Return the day on which the story stands still."""
    return date.fromisoformat(story()["today"])


def invented_npi(name: str) -> str:
    """Return an NPI that passes the check digit and starts with 2, the same for the same name."""
    seed = sum((at + 7) * ord(letter) * 7919 for at, letter in enumerate(name))
    base = f"2{seed % 100_000_000:08d}"
    return base + str(-luhn_sum(NPI_PREFIX + base + "0") % 10)


def files() -> dict[str, File]:
    """Return the applications by reference."""
    told = story()
    found = [_file(each) for each in told["applications"]]
    found += [_past_file(at, each) for at, each in enumerate(told["history"])]
    return {each.ref: each for each in found}


def _file(each: Mapping[str, Any]) -> File:
    first, last, role = each["who"]
    practice, model = each["at"]
    return File(
        ref=each["ref"],
        first_name=first,
        last_name=last,
        role=role,
        practice=practice,
        model=model,
        owner=each.get("owner", ""),
        npi=each.get("npi") or invented_npi(first + last),
        license_number=each.get("license", ""),
        provider_class=each.get("class", ""),
        destination=each.get("to", "plan"),
        lines=tuple(each.get("lines", ("commercial_dmhc",))),
    )


def _past_file(at: int, each: list[Any]) -> File:
    first, last, role, practice = each[:4]
    return File(
        ref=f"APP-{FIRST_HISTORY_NUMBER + at}",
        first_name=first,
        last_name=last,
        role=role,
        practice=story()["practices"][int(practice) - 1],
        model="pcbh",
        owner="dana" if at % 2 else "joel",
        npi=invented_npi(first + last),
    )


def acts(shift: timedelta) -> list[Act]:
    """Return every act in the order of days, moved by `shift`."""
    found = [
        Act(date.fromisoformat(day) + shift, place, each["ref"], verb, tuple(given))
        for each in story()["applications"]
        for place, (day, verb, *given) in enumerate(each["facts"])
    ]
    found += [act for at, each in enumerate(story()["history"]) for act in _past(at, each, shift)]
    return sorted(found, key=lambda act: (act.day, act.place, act.ref))


def _past(at: int, each: list[Any], shift: timedelta) -> Iterator[Act]:
    ref = f"APP-{FIRST_HISTORY_NUMBER + at}"
    received = date.fromisoformat(each[4]) + shift
    to_notice, to_decision = timedelta(int(each[5])), timedelta(int(each[6]))
    yield Act(received, 0, ref, "receive", ())
    yield Act(received + to_notice, 1, ref, "complete", ())
    yield Act(received + to_decision, 2, ref, "decide", ("approved",))
    yield Act(received + to_decision + timedelta(6), 3, ref, "activate", ())
