"""Entries of the audit log as the trail lists them: who, about which record, what changed."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from compliance.accounts.standings import everybody
from compliance.audit.queries import (
    ENTRY_KINDS,
    ORDER,
    EntryFilter,
    EntryLine,
    entries_in,
    entries_select,
    facts_behind,
    facts_by_entry,
    has_acted,
)
from compliance.core.facts import Fact
from compliance.db import session
from compliance.directory.services import slices
from compliance.ledger.services import Subject
from compliance.occasions import Occasion
from compliance.record.queries.records import Record, names_in, records_named
from compliance.record.rules.acts import door_words, rows_words
from compliance.record.rules.words import act_words, fact_words, late_words, told_words
from compliance.wallclock import local_day
from compliance.web.paging import (
    Page,
    Place,
    Total,
    count_statement,
    make_page,
    page_statement,
    total_of,
)

PEOPLE = "people"
AT_ONCE = 500
NOBODY = "Daybook"
Facts = Sequence[tuple[Subject, Fact]]


@dataclass(frozen=True)
class Line:
    """One entry in words. `happened_on` is None for what records no dated fact."""

    entry: EntryLine
    who: str
    record: Record | None
    happened_on: date | None
    change: str
    late: str

    @property
    def act(self) -> str:
        """Return what was done: of a command or job in words, else the page's own name."""
        return door_words(self.entry.act) or self.entry.act

    @property
    def kind(self) -> str:
        """Return the kind of the entry in a word."""
        return ENTRY_KINDS.get(self.entry.kind, self.entry.kind)


@dataclass(frozen=True)
class Shown:
    """One page of entries, how many there are, and who may be asked for, by number."""

    page: Page[Line]
    total: Total
    people: Mapping[int, str]


def entry_page(wanted: EntryFilter, place: Place, on: Occasion) -> Shown:
    """Return one page of the entries asked for, newest first."""
    asked = entries_select(wanted, on)
    counted = count_statement(asked)
    rows = page_statement(asked, ORDER, place, descending=True)
    found = session().execute(rows.add_columns(counted.scalar_subquery())).all()
    total = total_of(found[0][-1] if found else session().scalar(counted) or 0)
    entries = [EntryLine(*row[:-1]) for row in found]
    page = make_page(entries, place, lambda entry: (entry.seq,), total=total)
    lines, people = _told(page.rows, on)
    shown = Page(lines, page.first, page.prev, page.next, page.last, page.start)
    return Shown(shown, total, people)


def no_entries(on: Occasion) -> Shown:
    """Return the page of a record that nobody knows."""
    return Shown(Page(()), Total(0), _people((), on)[1])


def every_line(wanted: EntryFilter, on: Occasion) -> Iterator[Line]:
    """Yield all entries asked for, newest first, for files."""
    found = entries_in(entries_select(wanted, on).order_by(ORDER[0].desc()))
    for some in slices(found, AT_ONCE):
        yield from _told(some, on)[0]


def _told(entries: Sequence[EntryLine], on: Occasion) -> tuple[list[Line], Mapping[int, str]]:
    """Return entries in words and who acts in the log; each kind of thing is read once for all."""
    found = facts_behind(entries)
    facts = facts_by_entry(entries, found)
    old = {number: fact for number, (_, fact) in found.items()}
    subjects = {each.seq: _subject(each, facts[each.seq]) for each in entries}
    records = records_named((each for each in subjects.values() if each), on)
    people, acting = _people(_accounts(subjects.values()), on)
    names = names_in(on.book)

    def words(fact: Fact) -> str:
        return fact_words(fact, old.get(fact.supersedes_id or 0), names)

    lines = [
        _line(each, facts[each.seq], words, _named(subjects[each.seq], records, people), people)
        for each in entries
    ]
    return lines, acting


def _people(numbers: Collection[int], on: Occasion) -> tuple[dict[int, str], dict[int, str]]:
    """Return the names of people who act in the log or are among `numbers`, and of the former."""
    people = everybody(on.known_at)
    acts = has_acted(people.c.id)
    asked = select(people.c.id, people.c.name, acts).where(or_(acts, people.c.id.in_(numbers)))
    rows = session().execute(asked).all()
    names = {number: name for number, name, _ in rows}
    return names, {number: name for number, name, is_acting in rows if is_acting}


def _subject(entry: EntryLine, facts: Facts) -> Subject | None:
    if entry.subject_kind and entry.subject_id:
        return Subject(entry.subject_kind, entry.subject_id)
    kinds = {subject for subject, _ in facts}
    return kinds.pop() if len(kinds) == 1 else None


def _accounts(subjects: Iterable[Subject | None]) -> list[int]:
    return [each.id for each in subjects if each and each.kind == PEOPLE]


def _named(
    subject: Subject | None, records: Mapping[Subject, Record], people: Mapping[int, str]
) -> Record | None:
    if subject is None:
        return None
    if subject.kind == PEOPLE:
        return Record(people.get(subject.id, f"Person {subject.id}"))
    return records[subject]


def _line(
    entry: EntryLine,
    facts: Facts,
    words: Callable[[Fact], str],
    record: Record | None,
    people: Mapping[int, str],
) -> Line:
    who = people.get(entry.person_id or 0, NOBODY)
    if not facts:
        return Line(entry, who, record, None, _act(entry), "")
    first = facts[0][1]
    more = entry.fact_count - 1
    change = words(first)
    if more:
        change = f"{change}, and {more:,} more"
    late = late_words(first, local_day(entry.recorded_at))
    return Line(entry, who, record, first.happened_on, change, late)


def _act(entry: EntryLine) -> str:
    """Return in words what an entry without facts is about."""
    rows = entry.told.get("rows", {})
    if entry.kind == "act" and (rows or entry.told.keys() > {"rows"}):
        return told_words(rows_words(rows), entry.told)
    return act_words(entry.kind, entry.act, entry.told.get("about", {}))
