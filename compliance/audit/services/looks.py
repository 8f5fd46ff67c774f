"""Who was shown restricted or identifying data: noted while a page is made, written with it."""

from dataclasses import asdict, dataclass
from typing import Any

from compliance.audit.doing import act_at_hand, now_at_hand
from compliance.audit.models import AccessLook
from compliance.audit.services.entries import PENDING, take_pending, write_told
from compliance.db import session, transaction, write_rows

LOOKS = "audit.looks"


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
