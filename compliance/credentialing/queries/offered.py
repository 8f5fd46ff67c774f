"""What the bar above the queue offers to choose from."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, String, cast, exists, func, literal, select

from compliance.accounts.standings import everybody
from compliance.credentialing.models import ApplicationRow, SavedView
from compliance.credentialing.queries.filters import open_on, sight_of
from compliance.db import session
from compliance.occasions import Occasion
from compliance.statements import kept

T = ApplicationRow


@dataclass(frozen=True)
class Choices:
    """What the bar above the queue offers: owners, practices, the person's own views by name."""

    owners: tuple[tuple[str, str], ...]
    practices: tuple[str, ...]
    views: tuple[tuple[str, str], ...]


def queue_choices(on: Occasion) -> Choices:
    """Return who owns open applications, where they are, and own views, in one statement."""
    key = ("queue choices", sight_of(on), on.actor.person_id)
    found = sorted(tuple(row) for row in session().execute(kept(key, lambda: _asked(on))))
    return Choices(
        owners=tuple((number, name) for kind, name, number in found if kind == "owner"),
        practices=tuple(name for kind, name, _ in found if kind == "place"),
        views=tuple((name, query) for kind, name, query in found if kind == "view"),
    )


def _asked(on: Occasion) -> Any:
    base = open_on(on)
    people = everybody(on.known_at)
    owns = exists().where(T.owner_id == people.c.id, base)
    owners = select(literal("owner"), people.c.name, cast(people.c.id, String)).where(owns)
    names = _practice_names(base)
    places: Any = select(literal("place"), names, literal("")).where(names.is_not(None))
    mine = SavedView.person_id == on.actor.person_id
    views: Any = select(literal("view"), SavedView.name, SavedView.query).where(mine)
    return owners.union_all(places, views)


def _practice_names(base: ColumnElement[bool]) -> ColumnElement[Any]:
    """Return a column of each practice's name once, the last one NULL.

    Steps along the index from name to name: a distinct would read every row.
    """
    least = select(func.min(T.practice_name).label("name"))
    names = least.where(base, T.practice_name > "").cte("names", recursive=True)
    after = least.where(base, T.practice_name > names.c.name).scalar_subquery()
    return names.union_all(select(after).where(names.c.name.is_not(None))).c.name
