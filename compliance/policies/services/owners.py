"""Giving people their part in duties, and ending it. What stood before stays readable."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from compliance.accounts.queries import person_by_id
from compliance.core.dates import day_words
from compliance.core.duties import Part
from compliance.core.errors import BadValue, NotFound, NotNow
from compliance.db import session
from compliance.ledger.services import Entry, Subject, record_fact
from compliance.occasions import Occasion
from compliance.policies.models import DutyOwner
from compliance.policies.queries.owners import spans_known
from compliance.policies.queries.register import DUTY, number_of
from compliance.policies.rules.spans import Span, check_span
from compliance.policies.services.settling import settle

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Assignment:
    """A person's part in some duties from a day on; `until_on` is the first day without.

    `is_replacing` ends whoever is accountable then, instead of being refused.
    """

    duty_ids: tuple[str, ...]
    person_id: int
    part: Part
    from_on: date
    until_on: date | None = None
    is_replacing: bool = False
    origin: str = ""


def assign(new: Assignment, on: Occasion) -> None:
    """Give a person a part in the duties, record it, and settle them at once.

    Raises:
        NotFound: no such duty or person.
        BadValue: overlapping spans, naming both; a deactivated account.
    """
    on.refuse_past()
    person = person_by_id(new.person_id)
    if not person.active:
        raise BadValue(
            f"The account of {person.name} is deactivated. Choose somebody else.", "person"
        )
    numbers = [number_of(each, on.book) for each in new.duty_ids]
    standing = spans_known(on, *new.duty_ids)
    for duty_id in new.duty_ids:
        span = Span(duty_id, person.id, person.name, new.part, new.from_on, new.until_on)
        others = list(standing.get(duty_id, ()))
        if new.is_replacing:
            others = _end_others(span, others, on)
        check_span(span, others)
        write_span(span, on, origin=new.origin)
    settle(on, numbers)


def _end_others(span: Span, others: Sequence[Span], on: Occasion) -> list[Span]:
    """End those of the same part on the day the new one begins; return what stands then."""
    kept = []
    for other in others:
        if other.part == span.part and other.overlaps(span):
            if other.from_on < span.from_on:
                kept.append(rewrite_span(other, replace(other, until_on=span.from_on), on))
            else:
                _supersede(other, on)
        else:
            kept.append(other)
    return kept


def write_span(span: Span, on: Occasion, origin: str = "") -> Span:
    """Write one span and the fact of it; return it with its number."""
    row = _add(span, on)
    last = span.until_on - ONE_DAY if span.until_on else None
    _record("duty_assigned", span, on, until=last, origin=origin)
    return replace(span, id=row.id)


def rewrite_span(old: Span, new: Span, on: Occasion) -> Span:
    """Write a span anew with other days; the one before stays readable."""
    _supersede(old, on)
    return replace(new, id=_add(new, on).id)


def end_part(span_id: int, last_on: date, on: Occasion) -> None:
    """End a person's part with a last day, record it, and settle the duty at once.

    Raises:
        NotFound: no such part stands.
        NotNow: it ended already.
        BadValue: the last day lies before the first.
    """
    on.refuse_past()
    row = session().get(DutyOwner, span_id)
    if row is None or row.superseded_at is not None:
        raise NotFound("This part does not stand any more. Open the page again.")
    if row.until_on is not None and row.until_on <= on.today:
        raise NotNow(f"This part ended on {day_words(row.until_on - ONE_DAY)}.")
    if last_on < row.from_on:
        raise BadValue(
            f"{day_words(last_on)} lies before the first day, {day_words(row.from_on)}.", "last_on"
        )
    spans = spans_known(on, row.duty_id).get(row.duty_id, ())
    old = next(each for each in spans if each.id == span_id)
    rewrite_span(old, replace(old, until_on=last_on + ONE_DAY), on)
    _record("duty_part_ended", old, on, until=last_on)
    settle(on, _numbers([old.duty_id], on))


def lead_department(code: str, person_id: int, from_on: date, on: Occasion) -> None:
    """Name the lead of a department from a day on; the one before ends then.

    Raises:
        NotFound: no such department or person.
        BadValue: a deactivated account.
    """
    on.refuse_past()
    if code not in on.book.departments:
        raise NotFound(f"There is no department {code}.")
    person = person_by_id(person_id)
    if not person.active:
        raise BadValue(
            f"The account of {person.name} is deactivated. Choose somebody else.", "person"
        )
    span = Span(code, person.id, person.name, Part.LEAD, from_on)
    check_span(span, _end_others(span, spans_known(on, code).get(code, ()), on))
    _add(span, on)


def _add(span: Span, on: Occasion) -> DutyOwner:
    row = DutyOwner(
        duty_id=span.duty_id,
        person_id=span.person_id,
        part=span.part,
        from_on=span.from_on,
        until_on=span.until_on,
        recorded_at=on.now,
    )
    session().add(row)
    session().flush()
    return row


def _supersede(span: Span, on: Occasion) -> None:
    row = session().get_one(DutyOwner, span.id)
    row.superseded_at = on.now
    session().flush()


def _record(kind: str, span: Span, on: Occasion, *, until: date | None, origin: str = "") -> None:
    payload = {
        "person_id": span.person_id,
        "name": span.name,
        "part": span.part.value,
        "until": until.isoformat() if until else None,
    }
    day = until if kind == "duty_part_ended" and until else span.from_on
    entry = Entry(kind, min(day, on.today), payload, origin=origin)
    record_fact(Subject(DUTY, number_of(span.duty_id, on.book)), entry, on)


def _numbers(duty_ids: Iterable[str], on: Occasion) -> Collection[int]:
    return {number_of(each, on.book) for each in duty_ids}
