"""One row of a roster: cells to values, what is refused, what is kept with a problem. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from compliance.core.dates import BadDay, day_words, parse_file_day
from compliance.core.identifiers import license_problem, npi_problem
from compliance.core.network import TEAM_ROLES, MemberStatus
from compliance.core.rulebook import Rulebook
from compliance.directory.rules import address_problems
from compliance.intake.kinds import RowWord, SheetRow

DAYS = (
    "last_decision_on",
    "license_expires_on",
    "malpractice_expires_on",
    "location_from",
    "location_to",
)
CLASSES = ("bh", "non_bh")
WORDS: Mapping[str, tuple[str, ...]] = {
    "status": tuple(MemberStatus),
    "team_role": tuple(TEAM_ROLES),
    "provider_class": CLASSES,
}
ADDRESS: Mapping[str, str] = {
    "address": "line",
    "city": "city",
    "state": "state",
    "zip": "zip_code",
    "county": "county",
}
"""Column of the file -> value of the directory."""


@dataclass(frozen=True)
class RosterRow:
    """One row read: every cell that is not blank, written one way, and its days."""

    row: int
    given: Mapping[str, str]
    days: Mapping[str, date]
    problems: tuple[RowWord, ...] = ()
    refused: tuple[RowWord, ...] = ()

    @property
    def npi(self) -> str:
        """Return the NPI where its digits can be right: a wrong one names nobody."""
        npi = self.given.get("npi", "")
        return "" if npi_problem(npi) else npi

    @property
    def address(self) -> dict[str, str]:
        """Return the parts of the address that were given, as the directory calls them."""
        return {part: self.given[name] for name, part in ADDRESS.items() if name in self.given}

    @property
    def places_somebody(self) -> bool:
        """Return whether the row speaks of a place at all."""
        return any(name in self.given for name in (*ADDRESS, "location_from", "location_to"))


def read_roster_row(sheet_row: SheetRow, book: Rulebook, today: date) -> RosterRow:
    """Return the values of a row; a date or word that cannot be is refused, the rest is kept."""
    given = {column: _written(column, text, book) for column, text in sheet_row.cells.items()}
    days: dict[str, date] = {}
    refused = list(_unknown_words(sheet_row.row, given))
    for column in DAYS:
        if column in given:
            try:
                days[column] = parse_file_day(given[column])
                given[column] = days[column].isoformat()
            except BadDay as error:
                refused.append(RowWord(sheet_row.row, column, given[column], str(error)))
    refused += _impossible_days(sheet_row.row, days, today)
    row = RosterRow(sheet_row.row, given, days)
    return RosterRow(row.row, given, days, tuple(_problems(row, book)), tuple(refused))


def _written(column: str, text: str, book: Rulebook) -> str:
    if column == "role":
        return text.upper() if text.upper() in book.roles else text
    if column in WORDS:
        return text.lower().replace("-", "_").replace(" ", "_")
    return text.upper() if column == "state" else text


def _unknown_words(row: int, given: Mapping[str, str]) -> Iterator[RowWord]:
    for column, known in WORDS.items():
        word = given.get(column)
        if word and word not in known:
            message = f"{word} is not known here. Use {', '.join(known[:-1])} or {known[-1]}."
            yield RowWord(row, column, word, message)


def _impossible_days(row: int, days: Mapping[str, date], today: date) -> Iterator[RowWord]:
    decided, began, left = (
        days.get(each) for each in ("last_decision_on", "location_from", "location_to")
    )
    if decided and decided > today:
        message = f"{day_words(decided)} has not come yet. Give the day of the last decision."
        yield RowWord(row, "last_decision_on", decided.isoformat(), message)
    if began and left and left < began:
        message = f"{day_words(left)} is before the first day there, {day_words(began)}."
        yield RowWord(row, "location_to", left.isoformat(), f"{message} Check both.")


def _problems(row: RosterRow, book: Rulebook) -> Iterator[RowWord]:
    given = row.given
    if "npi" in given and (message := npi_problem(given["npi"])):
        yield RowWord(row.row, "npi", given["npi"], message)
    role = given.get("role", "")
    if role and role not in book.roles:
        message = f"{role} is no role we know. Known: {', '.join(book.roles)}."
        yield RowWord(row.row, "role", role, message)
    if number := given.get("license_number"):
        prefixes = book.roles[role].license_prefixes if role in book.roles else ()
        if message := license_problem(number, prefixes):
            yield RowWord(row.row, "license_number", number, message)
    if (npi := given.get("supervisor_npi")) and (message := npi_problem(npi)):
        yield RowWord(row.row, "supervisor_npi", npi, message)
    yield from _place_problems(row)


def _place_problems(row: RosterRow) -> Iterator[RowWord]:
    if not row.places_somebody:
        return
    if "practice" not in row.given:
        message = "No practice was given, so the place was left out. Add practice."
        yield RowWord(row.row, "practice", "", message)
        return
    columns = {part: column for column, part in ADDRESS.items()}
    if row.address:
        for part, message in address_problems(row.address):
            yield RowWord(row.row, columns[part], row.address.get(part, ""), message)
