"""The occasion of an act or a question: who, when, under which rules, seen from which day."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import CompoundSelect, literal, select

from compliance.choices.queries import choices_select
from compliance.core.dates import day_words
from compliance.core.errors import BadValue, NotNow
from compliance.core.permissions import ONLY_OWN, PARTNER, allows
from compliance.core.rulebook import Rulebook
from compliance.db import session
from compliance.rulebook.store import book_in_force, stored_book, version_select
from compliance.statements import kept
from compliance.wallclock import end_of_day

VERSION = "#pack"
OCCASION = "occasion"
PAST = "This is a look at the past, which cannot be changed. Go back to today."


@dataclass(frozen=True)
class Actor:
    """Who acts: a person, or the system itself where `person_id` is None.

    `organization` is the key of the MBHO that a partner works for, empty for the plan's people.
    `scope` holds the only permissions that count where a script acts by a token.
    """

    person_id: int | None
    name: str
    roles: frozenset[str] = frozenset()
    organization: str = ""
    scope: frozenset[str] | None = None

    @property
    def bound_to(self) -> str | None:
        """Return the one organization whose records a partner sees; None for everybody else.

        A partner of no organization is bound to none: "" is the key of no record.
        """
        return self.organization if PARTNER in self.roles else None

    @property
    def acts_on_own(self) -> bool:
        """Return whether the person acts on what is assigned to them alone."""
        return self.person_id is not None and self.roles <= ONLY_OWN

    def may(self, permission: str) -> bool:
        """Return whether this person's roles hold the permission; the system may do anything."""
        if self.scope is not None and permission not in self.scope:
            return False
        return self.person_id is None or allows(self.roles, permission)


SYSTEM = Actor(None, "Daybook")


@dataclass(frozen=True)
class Occasion:
    """Made once at the door and handed down; services and queries ask nothing else."""

    actor: Actor
    now: datetime
    today: date
    book: Rulebook
    as_of: date | None = None
    known_on: date | None = None

    @property
    def day_seen(self) -> date:
        """Return the day whose state is asked for: `as_of`, else today."""
        return self.as_of or self.today

    @property
    def known_at(self) -> datetime | None:
        """Return the instant up to which records count, or None for all that is known."""
        return end_of_day(self.known_on) if self.known_on else None

    @property
    def seen_until(self) -> datetime | None:
        """Return the last instant looked at: a log shows nothing after it. None for now."""
        days = [day for day in (self.as_of, self.known_on) if day]
        return end_of_day(min(days)) if days else None

    def refuse_past(self) -> None:
        """Refuse to write while the occasion looks at another day: yesterday is read-only."""
        if self.as_of or self.known_on:
            raise NotNow(PAST)

    def seen_from(self, as_of: date | None, known_on: date | None) -> "Occasion":
        """Return the same occasion looking at another day.

        Raises:
            BadValue: a day that has not come yet.
        """
        refuse_future(self.today, as_of=as_of, known_on=known_on)
        return replace(self, as_of=as_of, known_on=known_on)


@dataclass(frozen=True)
class Moment:
    """When the question is asked, and which day it looks at."""

    now: datetime
    today: date
    as_of: date | None = None
    known_on: date | None = None


def refuse_future(today: date, **days: date | None) -> None:
    """Refuse to look at a day that has not come: nobody has seen it yet.

    Raises:
        BadValue: naming the first day after `today`.
    """
    for name, day in days.items():
        if day and day > today:
            raise BadValue(
                f"{day_words(day)} has not come yet, so there is nothing to look back at. "
                f"Give {day_words(today)} or a day before it.",
                name,
            )


def refuse_unruled(book: Rulebook, as_of: date | None) -> None:
    """Refuse to look at a day on which no rule of ours was in force yet.

    Raises:
        BadValue: naming the first day that can be looked at.
    """
    if as_of and book.begins_on and as_of < book.begins_on:
        first = day_words(book.begins_on)
        raise BadValue(
            f"The rules on record begin on {first}. Give that day or a later one.", "as_of"
        )


def occasion_at(actor: Actor, moment: Moment) -> Occasion:
    """Return the occasion with the rule pack and the plan's choices in force then.

    Raises:
        BadValue: a day to look at that has not come yet, or that no rule covers.
    """
    refuse_future(moment.today, as_of=moment.as_of, known_on=moment.known_on)
    known_at = end_of_day(moment.known_on) if moment.known_on else None
    choices = _choices_and_version(moment, known_at)
    version = choices.pop(VERSION, None)
    book = replace(stored_book(version) if version else book_in_force(known_at), choices=choices)
    refuse_unruled(book, moment.as_of)
    made = Occasion(
        actor, moment.now, moment.today, book, as_of=moment.as_of, known_on=moment.known_on
    )
    session().info[OCCASION] = made
    return made


def occasion_at_hand() -> Occasion | None:
    """Return the occasion made last in this context: who acts, for the audit log alone."""
    return cast("Occasion | None", session().info.get(OCCASION))


def _choices_and_version(moment: Moment, known_at: datetime | None) -> dict[str, str]:
    """Return the plan's choices and, under `VERSION`, the pack in force: one statement."""
    day = moment.as_of or moment.today
    both = kept(("choices", day, known_at), lambda: _both(day, known_at))
    found: list[Any] = list(session().execute(both))
    return {key: value for key, value in found if value is not None}


def _both(day: date, known_at: datetime | None) -> CompoundSelect[str, str]:
    version = version_select(known_at).scalar_subquery()
    return choices_select(day, known_at).union_all(select(literal(VERSION), version))
