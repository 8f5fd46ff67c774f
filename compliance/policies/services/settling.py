"""Settling duties: their deadlines, who is told, and vacancies, as facts and owners say today."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from compliance.core.clocks import Due
from compliance.core.duties import OWNING, Duty
from compliance.core.facts import Fact
from compliance.deadlines.queries.due import running_owners
from compliance.deadlines.services import SubjectDeadlines, Wanted, set_deadlines
from compliance.ledger.queries import facts_of_many
from compliance.ledger.services import Entry, Subject, record_fact
from compliance.occasions import Occasion
from compliance.policies.queries.owners import Spans, presence_of, spans_known
from compliance.policies.queries.register import DUTY, DutyLine, is_adopted, lines_of, register
from compliance.policies.rules.acting import Acting, acting_on
from compliance.policies.rules.occurrences import Turn
from compliance.policies.rules.story import Vacancy
from compliance.policies.services.figures import read_figures

VACANCY = "duty_vacancy"
Facts = Mapping[int, Sequence[Fact]]


@dataclass(frozen=True)
class Settled:
    """How many duties were settled, and how many of them nobody can act for."""

    settled: int
    vacant: int


def settle(on: Occasion, numbers: Collection[int] | None = None) -> Settled:
    """Write the deadlines of the duties as they stand today; of all, where none is named.

    A vacancy that begins or ends is recorded as a fact, and told the same day. Nothing is
    written for what has not changed, so a second run writes nothing.
    """
    on.refuse_past()
    duties = {
        number: duty
        for number, duty in on.book.duties().items()
        if numbers is None or number in numbers
    }
    spans = spans_known(on, *(each.id for each in duties.values()))
    acting = _acting(duties, spans, on)
    facts: Facts = facts_of_many(DUTY, list(duties))
    lines = lines_of(duties, facts, spans, on)
    if changed := [each.number for each in lines if _tell_vacancy(each, acting[each.number], on)]:
        facts = {**facts, **facts_of_many(DUTY, changed)}
        lines = lines_of(duties, facts, spans, on)
    set_deadlines([_deadlines(each, acting[each.number]) for each in lines], on)
    vacant = sum(each.standing.story.vacancy is not None for each in lines)
    return Settled(len(lines), vacant)


def read_and_settle(line: DutyLine, on: Occasion) -> Settled:
    """Record the live figures of one duty as they stand now, then settle it."""
    read_figures(line, on, is_asked=True)
    return settle(on, [line.number])


def refresh(on: Occasion) -> Settled:
    """Read every live figure, then settle every duty: the work of the day."""
    on.refuse_past()
    for line in register(on):
        read_figures(line, on)
    return settle(on)


def settle_later(key: str, value: str, on: Occasion) -> Settled:
    """Settle every duty by a choice that was made just now and is not in the rulebook yet."""
    book = replace(on.book, choices={**on.book.choices, key: value})
    return settle(replace(on, book=book))


def is_unsettled(on: Occasion) -> bool:
    """Return whether somebody left, went away or came back since the duties were settled."""
    duties = on.book.duties()
    acting = _acting(duties, spans_known(on), on)
    owners = running_owners(DUTY)
    return any(
        _is_vacant(each, acting[each.number], on) != (each.standing.story.vacancy is not None)
        or owners.get(each.number, acting[each.number].person_id) != acting[each.number].person_id
        for each in register(on)
    )


def _is_vacant(line: DutyLine, acting: Acting, on: Occasion) -> bool:
    return acting.person_id is None and _is_owed(line, on)


def _acting(duties: Mapping[int, Duty], spans: Spans, on: Occasion) -> dict[int, Acting]:
    presence = presence_of(spans, on)
    return {
        number: acting_on(spans.get(duty.id, ()), on.today, presence)
        for number, duty in duties.items()
    }


def _tell_vacancy(line: DutyLine, acting: Acting, on: Occasion) -> bool:
    """Record that nobody acts any more, or somebody does again; return whether it was so."""
    lasting = line.standing.story.vacancy
    is_vacant = _is_vacant(line, acting, on)
    if is_vacant and (lasting is None or lasting.why != acting.why_vacant):
        if lasting is not None:
            record_fact(Subject(DUTY, line.number), Entry("duty_filled", on.today), on)
        entry = Entry("duty_vacant", on.today, why=acting.why_vacant)
        record_fact(Subject(DUTY, line.number), entry, on)
        return True
    if lasting is not None and not is_vacant:
        record_fact(Subject(DUTY, line.number), Entry("duty_filled", on.today), on)
        return True
    return False


def _is_owed(line: DutyLine, on: Occasion) -> bool:
    """Return whether somebody ought to act: it had an owner, or the policy was adopted."""
    had = any(each.part in OWNING and each.from_on <= on.today for each in line.spans)
    return had or (is_adopted(on) and line.standing.terms.adopted_on <= on.today)


def _deadlines(line: DutyLine, acting: Acting) -> SubjectDeadlines:
    return SubjectDeadlines(
        DUTY,
        line.number,
        ref=line.duty.id,
        label=line.duty.title,
        owner_id=acting.person_id,
        wanted=tuple(_wanted(line)),
    )


def _wanted(line: DutyLine) -> Iterator[Wanted]:
    for turn in line.standing.turns:
        yield Wanted(
            DUTY, _due(turn, line), statutory=False, cycle=turn.cycle, met_on=turn.closed_on
        )
    for cycle, vacancy in enumerate(line.standing.story.vacancies, start=1):
        yield Wanted(
            VACANCY,
            _due_at_once(vacancy, line),
            statutory=False,
            cycle=cycle,
            met_on=vacancy.filled_on,
        )


def _due(turn: Turn, line: DutyLine) -> Due:
    act_by = line.standing.terms.calendar.roll_back(turn.due_on)
    return Due(DUTY, turn.started_on, turn.due_on, None, act_by)


def _due_at_once(vacancy: Vacancy, line: DutyLine) -> Due:
    act_by = line.standing.terms.calendar.roll_back(vacancy.since)
    return Due(VACANCY, vacancy.since, vacancy.since, None, act_by)
