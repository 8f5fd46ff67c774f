"""What was typed before a session ended, offered on its page and filled in where it fits."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from urllib.parse import urlencode

from flask import g, has_request_context, request
from flask import session as browser
from flask_login import current_user
from sqlalchemy import ColumnElement, select
from werkzeug.datastructures import MultiDict

from compliance.db import session
from compliance.web.drafts import ASKED, bare_page, last_day, numbers_in
from compliance.web.models import Draft

WAITING = "drafts_waiting"
MOST_OFFERED = 5


@dataclass(frozen=True)
class Offer:
    """Drafts that can be filled in together: of forms that share no field.

    `is_in_vain` says that they were asked for, and that no form of the page took them.
    """

    drafts: tuple[Draft, ...]
    is_in_vain: bool = False

    @property
    def numbers(self) -> str:
        """Return the numbers of the drafts, as an address holds them."""
        return ",".join(str(each.id) for each in self.drafts)

    @property
    def kept_at(self) -> datetime:
        """Return when the latest of them was kept."""
        return self.drafts[0].kept_at

    @property
    def until(self) -> str:
        """Return the last day of the one that goes first."""
        return last_day(self.drafts[-1].kept_at)

    @property
    def href(self) -> str:
        """Return the address of this page with the drafts filled in."""
        asked = ",".join(filter(None, [request.args.get(ASKED), self.numbers]))
        query = [each for each in request.args.items(multi=True) if each[0] != ASKED]
        return f"{request.path}?{urlencode([*query, (ASKED, asked)], safe=',')}"

    @property
    def typed(self) -> list[tuple[str, str]]:
        """Return the fields in words, each with what was typed into it."""
        held = (each for draft in self.drafts for each in draft.fields.items())
        return [(_words(name), ", ".join(values)) for name, values in held if any(values)]


@dataclass(frozen=True)
class Before:
    """One draft that a form is filled from."""

    number: int
    fields: MultiDict[str, str]


def remember_drafts(person_id: int) -> None:
    """Note in the session which pages have drafts of the person, the latest few."""
    query = select(Draft.page, Draft.id).where(Draft.person_id == person_id)
    latest = session().execute(query.order_by(Draft.id.desc()).limit(MOST_OFFERED))
    waiting: dict[str, list[int]] = {}
    for page, number in latest:
        waiting.setdefault(page, []).append(number)
    browser.pop(WAITING, None)
    if waiting:
        browser[WAITING] = waiting


def offers_here() -> list[Offer]:
    """Return what this page may offer, the latest first; what is filled in already is left out.

    `draft=` without a number asks for all of this page: whose page said that the session had ended
    may be signed in all the same, by another tab.
    """
    page, asked = bare_page(request.full_path), request.args.get(ASKED)
    if request.method != "GET":
        return []
    numbers = set(numbers_in(asked or ""))
    left = set(browser.get(WAITING, {}).get(page, ())) - numbers
    in_vain = numbers - g.get("drafts_taken", set())
    found = _mine(Draft.page == page) if asked == "" else _numbered(left)
    offers = [Offer(tuple(each)) for each in _together(found)]
    return [*(Offer((each,), is_in_vain=True) for each in _numbered(in_vain)), *offers]


def _together(drafts: Iterable[Draft]) -> list[list[Draft]]:
    """Put drafts of different forms together; two of one form share its fields."""
    bundles: list[list[Draft]] = []
    for draft in drafts:
        apart = (each for each in bundles if not any(_share(draft, other) for other in each))
        if (found := next(apart, None)) is not None:
            found.append(draft)
        else:
            bundles.append([draft])
    return bundles


def _share(one: Draft, other: Draft) -> bool:
    return not one.fields.keys().isdisjoint(other.fields)


def _numbered(numbers: Collection[int]) -> Sequence[Draft]:
    return _mine(Draft.id.in_(numbers)) if numbers else ()


def _mine(which: ColumnElement[bool]) -> Sequence[Draft]:
    mine = select(Draft).where(which, Draft.person_id == current_user.id)
    return session().scalars(mine.order_by(Draft.id.desc())).all()


def typed_before(names: set[str]) -> Before | None:
    """Return the draft that the address asks for, for the form that has all of its fields."""
    if not has_request_context() or request.method != "GET" or ASKED not in request.args:
        return None
    if not current_user.is_authenticated:
        return None
    for draft in _asked_for():
        if set(draft.fields) <= names:
            g.setdefault("drafts_taken", set()).add(draft.id)
            pairs = [(name, each) for name, values in draft.fields.items() for each in values]
            return Before(draft.id, MultiDict(pairs))
    return None


def _asked_for() -> Sequence[Draft]:
    if "drafts_asked" not in g:
        g.drafts_asked = _numbered(numbers_in(request.args[ASKED]))
    return cast(Sequence[Draft], g.drafts_asked)


def _words(name: str) -> str:
    return name.replace("-", " ").replace("_", " ").capitalize()
