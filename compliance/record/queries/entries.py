"""Entries of the audit log as the trail lists them: who, about which record, what changed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from compliance.accounts.standings import names_of
from compliance.audit.queries import (
    ENTRY_KINDS,
    ORDER,
    EntryFilter,
    EntryLine,
    entries_in,
    entries_select,
    facts_behind,
)
from compliance.core.facts import Fact
from compliance.db import session
from compliance.directory.services import slices
from compliance.ledger.queries import facts_numbered
from compliance.ledger.services import Subject
from compliance.occasions import Occasion
from compliance.record.queries.records import Record, records_named
from compliance.record.rules.words import act_words, fact_words, late_words, rows_words
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
    def kind(self) -> str:
        """Return the kind of the entry in a word."""
        return ENTRY_KINDS.get(self.entry.kind, self.entry.kind)


def entry_page(wanted: EntryFilter, place: Place, on: Occasion) -> tuple[Page[Line], Total]:
    """Return one page of the entries asked for, newest first, and how many there are."""
    asked = entries_select(wanted, on)
    total = total_of(session().scalar(count_statement(asked)) or 0)
    found = entries_in(page_statement(asked, ORDER, place, descending=True))
    page = make_page(found, place, lambda entry: (entry.seq,), total=total)
    lines = lines_of(page.rows, on)
    return Page(lines, page.first, page.prev, page.next, page.last, page.start), total


def every_line(wanted: EntryFilter, on: Occasion) -> Iterator[Line]:
    """Yield all entries asked for, newest first, for files."""
    found = entries_in(entries_select(wanted, on).order_by(ORDER[0].desc()))
    for some in slices(found, AT_ONCE):
        yield from lines_of(some, on)


def lines_of(entries: Sequence[EntryLine], on: Occasion) -> list[Line]:
    """Return entries in words; people, records and facts are read once for all of them."""
    facts = facts_behind(entries)
    old = _replaced(facts)
    subjects = {each.seq: _subject(each, facts[each.seq]) for each in entries}
    records = records_named((each for each in subjects.values() if each), on)
    people = names_of(
        [*(each.person_id for each in entries), *_people(subjects.values())], on.known_at
    )
    return [
        _line(each, facts[each.seq], old, _named(subjects[each.seq], records, people), people)
        for each in entries
    ]


def _replaced(facts: Mapping[int, Facts]) -> dict[int, Fact]:
    """Return the facts that corrections stand for, by number."""
    wanted = {
        fact.supersedes_id for some in facts.values() for _, fact in some if fact.supersedes_id
    }
    found = facts_numbered(wanted) if wanted else {}
    return {number: fact for number, (_, fact) in found.items()}


def _subject(entry: EntryLine, facts: Facts) -> Subject | None:
    if entry.subject_kind and entry.subject_id:
        return Subject(entry.subject_kind, entry.subject_id)
    kinds = {subject for subject, _ in facts}
    return kinds.pop() if len(kinds) == 1 else None


def _people(subjects: Iterable[Subject | None]) -> list[int]:
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
    old: Mapping[int, Fact],
    record: Record | None,
    people: Mapping[int, str],
) -> Line:
    who = people.get(entry.person_id or 0, NOBODY)
    if not facts:
        return Line(entry, who, record, None, _act(entry), "")
    first = facts[0][1]
    more = entry.fact_count - 1
    change = fact_words(first, old.get(first.supersedes_id or 0))
    if more:
        change = f"{change}, and {more:,} more"
    late = late_words(first, local_day(entry.recorded_at))
    return Line(entry, who, record, first.happened_on, change, late)


def _act(entry: EntryLine) -> str:
    """Return in words what an entry without facts is about."""
    rows = entry.told.get("rows", {})
    if entry.kind == "act" and rows:
        return rows_words(rows)
    return act_words(entry.kind, entry.act, entry.told.get("about", {}))
