"""What an address asks of the queue, and what of it could not be understood."""

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from flask import request
from werkzeug.datastructures import MultiDict

from compliance.core.errors import BadValue
from compliance.core.states import ApplicationState
from compliance.credentialing.queries.filters import (
    LATE_VIEWS,
    UNASSIGNED,
    VIEWS,
    Filters,
    is_number,
)
from compliance.credentialing.queries.lists import Order
from compliance.web.limits import NUL
from compliance.web.listings import read_sort
from compliance.web.paging import Place, place_from

SORTS = ("notice", "decision", "name")
EVERYTHING = "any"
"""The view of a search from the top bar: open and closed files alike."""
LONGEST_SHOWN = 40
MOST_DAYS = 5  # digits
LONGEST_QUERY = 1000
NOT_KEPT = frozenset({"after", "before", "last", "start", "count", "as_of", "known_on"})


@dataclass(frozen=True)
class Asked:
    """What the address of a queue asks for; `unread` says in sentences what was left out."""

    filters: Filters
    order: Order
    unread: tuple[str, ...]


def asked() -> Asked:
    """Return what this request asks for; what makes no sense is left out and named."""
    return _asked(request.values, place_from(request.args))


def list_come_from() -> tuple[str, Asked]:
    """Return the query of the list that a record was opened from, and what it asks for."""
    query = kept_query(request.args.get("list", ""))
    return query, _asked(MultiDict(parse_qsl(query)), Place())


def list_here() -> str | None:
    """Return the query of this list, for the addresses of its records; None for the usual one."""
    return kept_query(request.query_string.decode()) or None


def _asked(values: MultiDict[str, str], place: Place) -> Asked:
    filters = Filters(
        view=_view(values),
        text=values.get("q", ""),
        owners=tuple(each for each in values.getlist("owner") if _is_owner(each)),
        models=tuple(values.getlist("model")),
        practices=tuple(values.getlist("practice")),
        states=tuple(each for each in values.getlist("stage") if _is_state(each)),
        due_within=int(values["due_within"]) if _is_days(values.get("due_within", "")) else None,
    )
    sort, falls = read_sort(values.get("sort"), SORTS)
    return Asked(filters, Order(sort, falls, place), tuple(_unread(values)))


def strictly_asked() -> Asked:
    """Return what this request asks for, where a guess would be wrong: files and acts on many.

    Raises:
        BadValue: part of the address makes no sense.
    """
    found = asked()
    if found.unread:
        raise BadValue(" ".join(found.unread), "view")
    return found


def _view(values: MultiDict[str, str]) -> str:
    view = values.get("view") or "all"
    return view if _is_view(view) else "all"


def _unread(values: MultiDict[str, str]) -> list[str]:
    found = []
    if (view := values.get("view")) and not _is_view(view):
        found.append(f"There is no view {_quoted(view)}. The views stand above the list.")
    for stage in values.getlist("stage"):
        if not _is_state(stage):
            found.append(f"There is no stage {_quoted(stage)}. Choose one under Stage.")
    for owner in values.getlist("owner"):
        if not _is_owner(owner):
            found.append(f"There is no owner {_quoted(owner)}. Choose one under Owner.")
    if (days := values.get("due_within")) and not _is_days(days):
        found.append(f"{_quoted(days)} is not a number of days. Choose one under Due.")
    sort = values.get("sort", "").removeprefix("-")
    if sort and sort not in SORTS:
        found.append(f"The list cannot be sorted by {_quoted(sort)}. Use the heads of its columns.")
    return found


def _is_view(text: str) -> bool:
    return text in VIEWS or text in LATE_VIEWS or text == EVERYTHING


def _is_state(text: str) -> bool:
    return text in set(ApplicationState)


def _is_owner(text: str) -> bool:
    return text == UNASSIGNED or is_number(text)


def _is_days(text: str) -> bool:
    return is_number(text) and len(text) <= MOST_DAYS


def _quoted(text: str) -> str:
    short = text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"
    return f"“{short}”"


def kept_query(query: str) -> str:
    """Return the filters of an address; the place in the list and the day looked at are left.

    What no address may hold, a NUL, is left too: this one comes wrapped in another.
    """
    pairs = [each for each in parse_qsl(query) if NUL not in each[0] + each[1]]
    return urlencode([each for each in pairs if each[0] not in NOT_KEPT])[:LONGEST_QUERY]
