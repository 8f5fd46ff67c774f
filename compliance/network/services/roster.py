"""A roster judged and applied: what each row would do, and the writing of all of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from compliance.audit.services import identifies
from compliance.core.identifiers import npi_problem
from compliance.directory.services import MemberValues, ProviderValues
from compliance.intake.kinds import Change, Judged, RowWord, SheetRow
from compliance.network.rules.roster_rows import RosterRow, read_roster_row
from compliance.network.services.matching import Desk, Person, desk_for, sort_name
from compliance.network.services.places import PlaceChange, place_change
from compliance.occasions import Occasion

LABELS: Mapping[str, str] = {
    "npi": "NPI",
    "last_name": "last name",
    "first_name": "first name",
    "role": "role",
    "provider_class": "class",
    "status": "status",
    "last_decision_on": "last decision",
    "license_number": "license",
    "license_expires_on": "license expires",
    "malpractice_expires_on": "malpractice cover expires",
    "team_role": "team role",
    "supervisor_npi": "supervisor",
}
OF_PROVIDER = ("npi", "last_name", "first_name", "license_number")
Said = str | date | None


@dataclass(frozen=True)
class RosterChange:
    """What one row changes: the person as all rows make it, the columns, the place."""

    person: Person
    columns: Mapping[str, str]
    place: PlaceChange | None
    problems: tuple[RowWord, ...] = ()


@identifies("provider")
def judge_roster(rows: Sequence[SheetRow], on: Occasion) -> Judged:
    """Return what the rows would do. Reads the database, writes nothing."""
    read = [read_roster_row(each, on.book, on.today) for each in rows]
    desk = desk_for([each for each in read if not each.refused])
    changes: list[Change] = []
    refused = [word for each in read for word in each.refused]
    problems: list[RowWord] = []
    for row in read:
        if row.refused:
            continue
        judged = _judge(row, desk, on)
        if isinstance(judged, RowWord):
            refused.append(judged)
            continue
        problems += row.problems
        if isinstance(judged, Change):
            problems += [each for each in judged.what.problems if each not in row.problems]
            changes.append(judged)
    kept = len(read) - len({each.row for each in refused}) - len(changes)
    return Judged(len(read), tuple(changes), kept, tuple(problems), tuple(refused))


def _judge(row: RosterRow, desk: Desk, on: Occasion) -> Change | RowWord | None:
    """Return what a row does, why it is refused, or None where all of it is so already."""
    people = desk.whom(row)
    if len(people) > 1:
        name = people[0].provider.last_name
        message = f"Several providers are on record as {name}. Add the NPI."
        return RowWord(row.row, "npi", "", message)
    if not people and (wrong := _lacks_identity(row)):
        return wrong
    person = people[0] if people else _new_person()
    if wrong := _said_otherwise(row, person):
        return wrong
    is_new = not person.is_member
    change = _changed(row, person, on)
    desk.add(person)
    if not (change.columns or change.place or is_new):
        return None
    return Change(row.row, is_new, _words(change, is_new=is_new), change)


def _lacks_identity(row: RosterRow) -> RowWord | None:
    if not row.given.get("last_name"):
        message = "Nobody on record is meant by this row. A provider who is new needs a last name."
        return RowWord(row.row, "last_name", "", message)
    return None


def _new_person() -> Person:
    return Person(None, ProviderValues(""), MemberValues(), is_member=False, places=[])


def _said_otherwise(row: RosterRow, person: Person) -> RowWord | None:
    """Return why a row cannot stand beside an earlier one of the same file, or None."""
    for column in LABELS:
        said = person.said.get(column)
        if said and column in row.given and said[1] != row.given[column]:
            message = f"Row {said[0]} says {said[1]} for the same provider. Keep one of the two."
            return RowWord(row.row, column, row.given[column], message)
    return None


def _changed(row: RosterRow, person: Person, on: Occasion) -> RosterChange:
    """Carry the row into the person and return what is other than before."""
    before = _values(person)
    given: dict[str, Any] = {
        name: row.days.get(name, row.given[name])
        for name in LABELS
        if name in row.given and (name != "npi" or row.npi)
    }
    problems = list(row.problems)
    if not person.is_member and "npi" not in row.given and not person.provider.npi:
        problems.append(RowWord(row.row, "npi", "", npi_problem("") or ""))
    mine = {name: given.pop(name) for name in OF_PROVIDER if name in given}
    person.provider = replace(person.provider, **mine)
    named = sort_name(person.provider.last_name, person.provider.first_name)
    person.provider = replace(person.provider, sort_name=named)
    person.member = replace(person.member, **given)
    person.said |= {name: (row.row, row.given[name]) for name in LABELS if name in row.given}
    was_member, person.is_member = person.is_member, True
    after = _values(person)
    columns = {name: _change_words(before[name], after[name], was_member) for name in LABELS
               if before[name] != after[name]}  # fmt: skip
    return RosterChange(person, columns, place_change(row, person, on), tuple(problems))


def _values(person: Person) -> dict[str, Said]:
    return {
        name: getattr(person.provider if name in OF_PROVIDER else person.member, name)
        for name in LABELS
    }


def _change_words(before: Said, after: Said, was_member: bool) -> str:
    return f"{after} (was {before})" if was_member and before else f"{after}"


def _words(change: RosterChange, *, is_new: bool) -> str:
    """Return the sentence of the preview: whom it is about, and what changes."""
    provider = change.person.provider
    name = f"{provider.first_name} {provider.last_name}".strip()
    whom = f"{name}, {change.person.member.role}" if change.person.member.role else name
    parts = [] if is_new else [f"{LABELS[name]} {said}" for name, said in change.columns.items()]
    if change.place:
        parts.append(change.place.words)
    return f"{whom}: {'; '.join(parts)}" if parts else whom
