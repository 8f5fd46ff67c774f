"""Whom a row of a roster means: by NPI, else license, else name and role."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from compliance.directory.queries.members import KnownPlace, KnownProvider, providers_like
from compliance.directory.services import MemberValues, ProviderValues
from compliance.network.rules.roster_rows import RosterRow

Key = tuple[str, ...]


@dataclass
class Person:
    """One provider while a roster is judged: on record or new, with what the rows add up to.

    `said` holds, by column, which row of the file said it and how.
    """

    id: int | None
    provider: ProviderValues
    member: MemberValues
    is_member: bool
    places: list[KnownPlace]
    said: dict[str, tuple[int, str]] = field(default_factory=dict)


class Desk:
    """The providers that rows may mean; new ones are added as the rows bring them."""

    def __init__(self, known: Iterable[KnownProvider]) -> None:
        self._found: dict[Key, list[Person]] = {}
        for each in known:
            member = each.member or MemberValues()
            self.add(
                Person(each.id, each.provider, member, each.member is not None, [*each.places])
            )

    def add(self, person: Person) -> None:
        """Let later rows find this person by every key there is."""
        provider, role = person.provider, person.member.role
        for key in _keys(provider.npi, provider.license_number, provider.sort_name, role):
            people = self._found.setdefault(key, [])
            if person not in people:
                people.append(person)

    def whom(self, row: RosterRow) -> list[Person]:
        """Return the people the row may mean, by the strongest key that finds anybody."""
        name = sort_name(row.given.get("last_name", ""), row.given.get("first_name", ""))
        license_number, role = row.given.get("license_number", ""), row.given.get("role", "")
        for key in _keys(row.npi, license_number, name, role):
            people = [each for each in self._found.get(key, ()) if _may_be(each, row, key)]
            if people:
                return people
        return []


def _keys(npi: str, license_number: str, name: str, role: str) -> Iterator[Key]:
    if npi:
        yield "npi", npi
    if license_number:
        yield "license", license_number
    if name and role:
        yield "name", name, role


def _may_be(person: Person, row: RosterRow, key: Key) -> bool:
    """Return whether nothing speaks against it: another NPI, or another name for a license.

    Boards number their licenses each from one, so a bare number may be two people's.
    """
    npi, last_name = row.npi, row.given.get("last_name", "")
    if npi and person.provider.npi and person.provider.npi != npi:
        return False
    if key[0] != "license" or not last_name:
        return True
    return person.provider.last_name.casefold() == last_name.casefold()


def desk_for(rows: Sequence[RosterRow]) -> Desk:
    """Return the desk with everybody on record whom one of the rows may mean."""
    names = {
        sort_name(each.given.get("last_name", ""), each.given.get("first_name", ""))
        for each in rows
    }
    licenses = {each.given.get("license_number", "") for each in rows}
    return Desk(providers_like({each.npi for each in rows}, licenses, names))


def sort_name(last_name: str, first_name: str) -> str:
    """Return the name that lists are ordered by, as applications write it."""
    return f"{last_name}, {first_name}".casefold().rstrip(", ")
