"""Writing a roster that was judged: providers, membership, places, facts, dates to watch."""

from dataclasses import replace

from compliance.directory.services import (
    Applicant,
    MemberValues,
    PracticeValues,
    correct_provider,
    keep_members,
    keep_places,
    place_practices,
    place_providers,
)
from compliance.intake.kinds import Change, Judged
from compliance.ledger.services import Entry, Subject, fact_values, write_facts
from compliance.network.services.matching import Person
from compliance.network.services.roster import RosterChange
from compliance.network.services.watching import watch_dates
from compliance.occasions import Occasion

SUBJECT = "provider"
ROSTER = "roster"


def apply_roster(judged: Judged, origin: str, on: Occasion) -> None:
    """Write every row that was judged good; each fact names the file and its row."""
    on.refuse_past()
    numbers = _place(judged.changes, on)
    members: dict[int, MemberValues] = {}
    for change in judged.changes:
        what: RosterChange = change.what
        members[numbers[id(what.person)]] = what.person.member
    keep_members(members, on)
    _keep_places(judged.changes, numbers, on)
    write_facts([_fact(each, numbers, origin, on) for each in judged.changes])
    watch_dates(list(members), on)


def _place(changes: tuple[Change, ...], on: Occasion) -> dict[int, int]:
    """Return the provider's number of each person; new ones are written, others set right."""
    people: dict[int, Person] = {id(each.what.person): each.what.person for each in changes}
    fresh = [each for each in people.values() if each.id is None]
    made = place_providers([Applicant(each.provider) for each in fresh], on)
    numbers = {id(each): number for each, number in zip(fresh, made, strict=True)}
    for key, each in people.items():
        if each.id is not None:
            numbers[key] = each.id
            correct_provider(each.id, each.provider, on)
    return numbers


def _keep_places(changes: tuple[Change, ...], numbers: dict[int, int], on: Occasion) -> None:
    moved = [(each.what.person, each.what.place) for each in changes if each.what.place]
    practices = place_practices([PracticeValues(place.practice) for _, place in moved], on)
    fresh = []
    for (person, place), practice in zip(moved, practices, strict=True):
        if practice:
            values = replace(place.values, practice_id=practice)
            fresh.append((numbers[id(person)], values))
    replaced = [place.replaced for _, place in moved if place.replaced]
    keep_places(fresh, replaced, on)


def _fact(change: Change, numbers: dict[int, int], origin: str, on: Occasion) -> dict[str, object]:
    what: RosterChange = change.what
    payload = {
        "words": change.words,
        "is_new": change.is_new,
        "values": dict(what.columns),
        "problems": [f"{each.column}: {each.message}" for each in what.problems],
    }
    named = f"{origin}, row {change.row}"
    entry = Entry(ROSTER, on.today, payload, origin=named)
    return fact_values(Subject(SUBJECT, numbers[id(what.person)]), entry, on)
