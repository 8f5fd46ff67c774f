"""One application: its number, its story of any day, its neighbours in the list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import or_, select

from compliance.accounts.standings import names_of
from compliance.audit.services import identifies
from compliance.core.errors import NotFound
from compliance.core.facts import Fact, happened_by, known_by
from compliance.credentialing.models import ApplicationRef, ApplicationRow
from compliance.credentialing.queries.belongings import belonging_of
from compliance.credentialing.rules.snapshots import Snapshot, snapshot_on
from compliance.credentialing.services.projection import SUBJECT
from compliance.db import seen, session
from compliance.ledger.queries import facts_of
from compliance.ledger.services import Subject
from compliance.occasions import Occasion


@dataclass(frozen=True)
class Twin:
    """The other application of a PCBH pair."""

    ref: str
    destination: str
    snapshot: Snapshot


@dataclass(frozen=True)
class Application:
    """One application as a page or a command shows it.

    `facts` had happened and were known on the day that is looked at; `replaced` tells which of
    them do not stand, each with the kind of the fact that took its place.
    """

    id: int
    ref: str
    snapshot: Snapshot
    facts: tuple[Fact, ...]
    people: dict[int, str]
    twin: Twin | None
    replaced: Mapping[int, str] = field(default_factory=dict)
    provider_id: int = 0

    @property
    def latest_fact_id(self) -> int:
        """Return the number of the newest fact, by which a stale page is told."""
        return max(fact.id for fact in self.facts)

    @property
    def owner_name(self) -> str:
        """Return the owner's name, empty if nobody owns it."""
        owner = self.snapshot.story.owner_id
        return self.people.get(owner, "") if owner else ""


def application_id(ref: str) -> int:
    """Return the number behind 'APP-1058', '1058' or a file's own reference.

    Raises:
        NotFound: no application carries it.
    """
    return _row_of(ref).id


def _row_of(ref: str) -> ApplicationRef:
    given = ref.strip()
    number = int(given) if given.isascii() and given.isdecimal() and len(given) < 10 else None
    query = select(ApplicationRef).where(
        or_(ApplicationRef.ref.in_({given, given.upper()}), ApplicationRef.number == number)
        if number is not None
        else ApplicationRef.ref.in_({given, given.upper()})
    )
    found = session().scalars(query.order_by(ApplicationRef.id)).first()
    if found is None:
        raise NotFound(f"There is no application {given}. Look for it by name in Applications.")
    return found


def practice_of(ref: str, on: Occasion) -> tuple[str, int | None]:
    """Return an application's reference as we write it, and the practice it names, or None."""
    row = _row_of(ref)
    _, practice, _ = _belonging(row, on)
    return row.ref, practice


def exact_ref(text: str, on: Occasion) -> str | None:
    """Return the reference of the one application that a search names exactly, or None.

    A search may name it by number, reference or NPI; an NPI with several applications names none.
    """
    if not any(letter.isdigit() for letter in text):
        return None
    try:
        return ref_of(application_id(text))
    except NotFound:
        return _only_ref_of_npi(text.strip(), on)


def _only_ref_of_npi(npi: str, on: Occasion) -> str | None:
    held = select(ApplicationRow.ref).where(ApplicationRow.npi == npi)
    found = (
        session().scalars(held.where(seen(ApplicationRow, on.as_of, on.known_at)).limit(2)).all()
    )
    return found[0] if len(found) == 1 else None


def ref_of(number: int) -> str:
    """Return the reference of an application's number."""
    return session().get_one(ApplicationRef, number).ref


@identifies("application", "id")
def application(ref: str, on: Occasion) -> Application:
    """Return one application as of the occasion's day, as known on its day.

    Raises:
        NotFound: no such reference, or nothing was received or known by that day.
    """
    row = _row_of(ref)
    facts = facts_of(Subject(SUBJECT, row.id))
    snapshot = snapshot_on(facts, on.book, on.as_of, on.known_at)
    if snapshot is None:
        raise NotFound(f"{row.ref} was not known on that day.")
    told = tuple(happened_by(known_by(facts, on.known_at), on.as_of))
    provider_id, _, twin_id = _belonging(row, on)
    return Application(
        row.id,
        row.ref,
        snapshot,
        told,
        people_in(told, on),
        _twin(twin_id, on),
        _replaced(facts, on),
        provider_id,
    )


def _belonging(row: ApplicationRef, on: Occasion) -> tuple[int, int | None, int | None]:
    """Return provider, practice and twin; of the present day without asking again."""
    if on.known_at is None:
        return row.provider_id, row.practice_id, row.twin_id
    return belonging_of(row.id, on.known_at)


def _replaced(facts: Sequence[Fact], on: Occasion) -> dict[int, str]:
    """Return the facts that another known one has replaced, on whatever day it says."""
    known = known_by(facts, on.known_at)
    return {each.supersedes_id: each.kind for each in known if each.supersedes_id is not None}


def people_in(facts: tuple[Fact, ...], on: Occasion) -> dict[int, str]:
    """Return the names of all people that facts mention."""
    named = {fact.person_id for fact in facts} | {fact.payload.get("owner_id") for fact in facts}
    return names_of(named, on.known_at)


def _twin(number: int | None, on: Occasion) -> Twin | None:
    if number is None:
        return None
    other = session().get_one(ApplicationRef, number)
    facts = facts_of(Subject(SUBJECT, other.id))
    snapshot = snapshot_on(facts, on.book, on.as_of, on.known_at)
    if snapshot is None:
        return None
    return Twin(other.ref, snapshot.story.entry.destination, snapshot)
