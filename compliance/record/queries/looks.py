"""Who was shown whose data, in words: the looks of the access log as a page and files list them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from compliance.accounts.standings import everybody
from compliance.audit.queries.looks import (
    LOOK_ORDER,
    LookFilter,
    LookLine,
    looks_in,
    looks_select,
)
from compliance.audit.services.looks import IDENTITY
from compliance.core.permissions import RESTRICTED
from compliance.db import session
from compliance.directory.services import slices
from compliance.ledger.services import Subject
from compliance.occasions import Occasion
from compliance.record.queries.records import Record, records_named
from compliance.record.rules.words import through_words
from compliance.web.paging import (
    Page,
    Place,
    Total,
    count_statement,
    make_page,
    page_statement,
    total_of,
)

CLASSES: Mapping[str, str] = {IDENTITY: "Identity", **RESTRICTED}
"""What may have been shown -> its words."""
LISTS: Mapping[str, str] = {
    "application": "List of applications",
    "provider": "List of providers",
}
SEVERAL = "List of several kinds"
AT_ONCE = 500
Names = Mapping[int, str]


@dataclass(frozen=True)
class LookRow:
    """One look in words."""

    line: LookLine
    who: str
    record: Record

    @property
    def shown(self) -> str:
        """Return what of the record was shown."""
        return CLASSES.get(self.line.data_class, self.line.data_class)

    @property
    def through(self) -> str:
        """Return by which page, file or command: "Applications, csv file"."""
        return through_words(self.line.act)


def look_page(wanted: LookFilter, place: Place, on: Occasion) -> tuple[Page[LookRow], Total, Names]:
    """Return one page of looks, newest first, how many there are, and what people are called."""
    asked, names = looks_select(wanted), names_at(on)
    total = total_of(session().scalar(count_statement(asked)) or 0)
    found = looks_in(page_statement(asked, LOOK_ORDER, place, descending=True))
    page = make_page(found, place, lambda look: (look.id,), total=total)
    rows = rows_of(page.rows, names, on)
    return Page(rows, page.first, page.prev, page.next, page.last, page.start), total, names


def every_look(wanted: LookFilter, on: Occasion, most: int | None = None) -> Iterator[LookRow]:
    """Yield the looks asked for, newest first, for files and commands."""
    names = names_at(on)
    found = looks_in(looks_select(wanted).order_by(LOOK_ORDER[0].desc()).limit(most))
    for some in slices(found, AT_ONCE):
        yield from rows_of(some, names, on)


def rows_of(looks: Sequence[LookLine], names: Names, on: Occasion) -> list[LookRow]:
    """Return looks in words; records are read once for all of them."""
    subjects = {each.id: Subject(each.subject_kind, each.subject_id or 0) for each in looks}
    records = records_named((each for each in subjects.values() if each.id), on)
    return [
        LookRow(each, _who(each, names), records.get(subjects[each.id]) or _list(each))
        for each in looks
    ]


def names_at(on: Occasion) -> Names:
    """Return what everybody with an account is called, partners too, as known on the day seen."""
    people = everybody(on.known_at)
    return dict(session().execute(select(people.c.id, people.c.name).order_by(people.c.name)).all())


def _who(look: LookLine, names: Names) -> str:
    if look.person_id:
        return names.get(look.person_id, f"Person {look.person_id}")
    return "A command" if look.act.startswith("command") else "Nobody signed in"


def _list(look: LookLine) -> Record:
    return Record(LISTS.get(look.subject_kind, SEVERAL))
