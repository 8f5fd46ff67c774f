"""Who was shown restricted or identifying data: noted while a page is made, written with it."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from compliance.audit.doing import act_at_hand, now_at_hand
from compliance.audit.models import AccessLook
from compliance.audit.services.entries import PENDING, take_pending, write_told
from compliance.db import session, transaction, write_rows

P = ParamSpec("P")
R = TypeVar("R")
LOOKS = "audit.looks"
NAMED = "audit.named"
IDENTITY = "identity"
"""The class of what tells who an applicant or a provider is: name, NPI, license, address."""
IDENTIFIED = frozenset({"application", "provider"})
"""Kinds of records that are about an applicant or a provider."""


@dataclass(frozen=True)
class Look:
    """One record whose data of a class were shown to a person."""

    person_id: int | None
    data_class: str
    subject_kind: str = ""
    subject_id: int | None = None
    reason: str = ""


def looked_at(
    person_id: int | None,
    data_class: str,
    subject_kind: str = "",
    subject_id: int | None = None,
    reason: str = "",
) -> None:
    """Note that a person is shown data of a class, such as "birth date", of one record.

    It is written when the answer is ready; a page that says it twice is noted once. A list of many
    records is one look without a number.
    """
    look = Look(person_id, data_class, subject_kind, subject_id, reason)
    session().info.setdefault(LOOKS, {})[look] = None


def identifies(kind: str = "", number: str = "") -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Return a decorator for what reads applicants or providers by name, NPI or license.

    It says nothing about who is shown them: that the door says by `shown_to`.

    Args:
        kind: of the records; empty where each row names its own as `subject_kind`.
        number: where what is read is one record, its attribute with the record's number. Without
            it a list or a page of rows is read, which is one look without a number.
    """

    def mark(read: Callable[P, R]) -> Callable[P, R]:
        @wraps(read)
        def marked(*args: P.args, **kwargs: P.kwargs) -> R:
            found = read(*args, **kwargs)
            named = session().info.setdefault(NAMED, set())
            if number:
                named.add((kind or _kind(found), getattr(found, number)))
            else:
                named.update((each, None) for each in _kinds(kind, getattr(found, "rows", found)))
            return found

        return marked

    return mark


def _kinds(kind: str, rows: Any) -> set[str]:
    if kind:
        return {kind} if rows else set()
    return {_kind(row) for row in rows} & IDENTIFIED


def _kind(row: Any) -> str:
    return str(row.subject_kind)


def shown_to(person_id: int | None) -> None:
    """Note that what was read by name up to now is shown: one look at each record, or at a list.

    A page of one record is a look at that record, whatever it lists besides. A look at the record
    that was noted already stands for this one: at restricted data, or by a link with its number.
    """
    named: set[tuple[str, int | None]] = session().info.pop(NAMED, set())
    looks: dict[Look, None] = session().info.setdefault(LOOKS, {})
    told = {(each.subject_kind, each.subject_id) for each in looks}
    for kind, number in sorted(_seen(named) - told):
        looks[Look(person_id, IDENTITY, kind, number)] = None


def _seen(named: set[tuple[str, int | None]]) -> set[tuple[str, int | None]]:
    known = {each for each in named if each[0] in IDENTIFIED}
    records = {each for each in known if each[1] is not None}
    if records or not known:
        return records
    kinds = [kind for kind, _ in known]
    return {(kinds[0] if len(kinds) == 1 else "", None)}


def shown_on_console() -> None:
    """Write the look of a command that prints what it has read by name, before it prints it."""
    shown_to(None)
    write_pending()


def write_pending() -> None:
    """Write what was noted in this context: looks, refusals and exports, in one short act."""
    if not (session().info.get(LOOKS) or session().info.get(PENDING)):
        return
    looks, told = session().info.pop(LOOKS, {}), take_pending()
    act, now = act_at_hand(), now_at_hand()
    rows: list[dict[str, Any]] = [{"looked_at": now, "act": act, **asdict(look)} for look in looks]
    with transaction():
        write_rows(AccessLook, rows)
        for each in told:
            write_told(each)
