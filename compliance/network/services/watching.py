"""The dates that lapse, handed to the deadline engine: licenses and malpractice cover."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from compliance.choices.services import NewChoice, choose
from compliance.core.clocks import Due
from compliance.core.network import LICENSE_EXPIRY, MALPRACTICE_EXPIRY, MemberStatus
from compliance.core.rulebook import Rulebook
from compliance.deadlines.services import SubjectDeadlines, Wanted, set_deadlines
from compliance.directory.queries.network import WatchedMember, all_member_numbers, watched_members
from compliance.occasions import Occasion

SUBJECT = "provider"
OWNER = "network.owner"
CALENDAR = "ca_strict"


def watch_dates(numbers: Sequence[int], on: Occasion) -> None:
    """Set the deadlines of these providers to what their expiry dates say.

    One who left the network has none. The owner is the person the plan chose; where nobody was
    chosen the engine tells the team's supervisors.
    """
    owner = owner_chosen(on.book)
    changes = [
        SubjectDeadlines(
            subject_kind=SUBJECT,
            subject_id=each.provider_id,
            ref=str(each.provider_id),
            label=each.name,
            owner_id=owner,
            wanted=tuple(_wanted(each, on.book, on.today)),
        )
        for each in watched_members(numbers)
    ]
    set_deadlines(changes, on)


def watch_all(on: Occasion) -> int:
    """Set the deadlines of everybody in the network anew; return how many that are."""
    numbers = all_member_numbers()
    watch_dates(numbers, on)
    return len(numbers)


def choose_owner(person: str, on: Occasion) -> None:
    """Record who answers for expiry dates from today on, "" for nobody; deadlines follow."""
    on.refuse_past()
    choose(NewChoice(OWNER, person, on.today, on.actor.person_id), on.now)
    watch_all(replace(on, book=replace(on.book, choices={**on.book.choices, OWNER: person})))


def owner_chosen(book: Rulebook) -> int | None:
    """Return the person whom the plan chose to answer for expiry dates, or None."""
    number = str(book.choice(OWNER, ""))
    return int(number) if number.isdecimal() else None


def _wanted(member: WatchedMember, book: Rulebook, today: date) -> Iterator[Wanted]:
    if not MemberStatus(member.status).is_in:
        return
    for kind, expires_on in (
        (LICENSE_EXPIRY, member.license_expires_on),
        (MALPRACTICE_EXPIRY, member.malpractice_expires_on),
    ):
        if expires_on:
            yield Wanted(kind, _due(kind, expires_on, book, today), statutory=False)


def _due(kind: str, expires_on: date, book: Rulebook, today: date) -> Due:
    """Return the dates of an expiry: it begins with the first warning, and ends on its day."""
    first = max(book.ladder_for(kind).rungs_on(today).before, default=0)
    began = expires_on - timedelta(days=first)
    act_by = book.calendar(CALENDAR).roll_back_if_listed(expires_on)
    return Due(kind, began, expires_on, None, act_by)
