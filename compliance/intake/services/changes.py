"""What a changed row of a file does to an application on record: facts, problems, refusals.

A changed cell is a correcting fact that names file and row. A cell that was blank before and now
holds a date is a new event, as it would be in a new row.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from compliance.core.dates import day_words
from compliance.core.errors import NotNow
from compliance.core.facts import Fact, standing
from compliance.core.states import APPLICATION_WORDS, ApplicationState
from compliance.credentialing.rules.entries import Dates, Entry, refusals_of
from compliance.credentialing.rules.story import Story
from compliance.credentialing.services.corrections import (
    DateCorrection,
    correction_entries,
    superseding,
)
from compliance.credentialing.services.loading import Loaded
from compliance.credentialing.services.receive import NOT_NAMED, decided_fact, notice_fact
from compliance.intake.files.rows import ENTRY_COLUMNS, FileRow
from compliance.intake.kinds import RowWord
from compliance.intake.rules import DATE_COLUMNS, told_of
from compliance.ledger.services import Entry as FactEntry
from compliance.occasions import Occasion

DECLARED = "declared"
Step = FactEntry | RowWord


@dataclass(frozen=True)
class Case:
    """One changed row beside the application it changes."""

    loaded: Loaded
    row: FileRow
    changed: frozenset[str]
    origin: str
    on: Occasion
    owner_id: int | None = None
    extra: tuple[tuple[str, str], ...] = ()
    has_new_birth_date: bool = False

    @property
    def story(self) -> Story:
        """Return what stands on record."""
        return self.loaded.story

    @property
    def why(self) -> str:
        """Return the reason kept with each correction."""
        return f"Changed in {self.origin}"

    def day(self, column: str) -> date | None:
        """Return the day of a changed date column, None where it did not change."""
        return getattr(self.row.dates, column) if column in self.changed else None

    def problem(self, column: str, message: str) -> RowWord:
        """Return a problem with one cell of the row."""
        return RowWord(self.row.row, column, self.row.given.get(column, ""), message)


def refusals_in(case: Case) -> list[RowWord]:
    """Return why the row cannot change the application; empty if it can."""
    if not case.changed & (DATE_COLUMNS | {"last_name"}):
        return []
    found = refusals_of(_merged_entry(case), _merged_dates(case), case.on.today, case.on.book)
    return [RowWord(case.row.row, each.column, each.value, each.message) for each in found]


def _merged_entry(case: Case) -> Entry:
    return Entry.from_payload({**case.story.entry.as_payload(), **_values(case)})


def _merged_dates(case: Case) -> Dates:
    story, notice = case.story, told_of(case.story)
    withdrawn = story.ended_on if story.ended is ApplicationState.WITHDRAWN else None
    return Dates(
        received_on=case.day("received_on") or story.received_on,
        completed_on=case.day("completed_on") or story.completed_on,
        notice_sent_on=case.day("notice_sent_on") or (notice.sent_on if notice else None),
        decided_on=case.day("decided_on") or story.decided_on,
        withdrawn_on=case.day("withdrawn_on") or withdrawn,
    )


def steps_of(case: Case) -> list[Step]:
    """Return the facts to be recorded and the problems met, in the order things happened."""
    return [
        *_value_steps(case),
        *_received_steps(case),
        *_completed_steps(case),
        *_notice_steps(case),
        *_decided_steps(case),
        *_withdrawn_steps(case),
    ]


def _values(case: Case) -> dict[str, Any]:
    values: dict[str, Any] = {
        column: case.row.given[column] for column in ENTRY_COLUMNS if column in case.changed
    }
    if "lines" in values:
        values["lines"] = values["lines"].split(";")
    return values


def _value_steps(case: Case) -> Iterator[Step]:
    values = _values(case) | ({"extra": dict(case.extra)} if case.extra else {})
    today = case.on.today
    payload: dict[str, Any] = {"values": values}
    if case.has_new_birth_date:  # the date itself is restricted: it stands with the provider
        payload["restricted"] = ["birth_date"]
    if values or case.has_new_birth_date:
        yield FactEntry("corrected", today, payload, why=case.why, origin=case.origin)
    if "owner_email" in case.changed and case.owner_id is not None:
        yield FactEntry("assigned", today, {"owner_id": case.owner_id}, origin=case.origin)


def _correct(case: Case, which: str, day: date) -> Iterator[Step]:
    correction = DateCorrection(which, day, case.why, case.origin)
    yield from correction_entries(case.loaded, correction, case.on)


def _received_steps(case: Case) -> Iterator[Step]:
    if day := case.day("received_on"):
        yield from _correct(case, "received_on", day)


def _completed_steps(case: Case) -> Iterator[Step]:
    """Return what a new day of completion does.

    Where a file said "incomplete" without naming items, it is the arrival of what was missing.
    Items that staff asked for, and a review that staff made, are not overruled by a file.
    """
    day, story = case.day("completed_on"), case.story
    if day is None:
        return
    if story.completed_on:
        try:
            yield from _correct(case, "completed_on", day)
        except NotNow:
            found = day_words(story.completed_on)
            said = f"Staff found it complete on {found}. Correct that on its page."
            yield case.problem("completed_on", said)
    elif story.missing == (NOT_NAMED,):
        yield FactEntry("item_arrived", day, {"item": NOT_NAMED}, origin=case.origin)
    else:
        yield FactEntry("found_complete", day, {DECLARED: True}, origin=case.origin)
        if story.missing:
            said = "Items that staff asked for have not arrived. Record the day each arrived."
            yield case.problem("completed_on", said)


def _notice_steps(case: Case) -> Iterator[Step]:
    """Return what a changed notice does: a later one that says something else is a second one."""
    changed = {"notice_sent_on", "notice_said"} & case.changed
    told = told_of(case.story)
    sent_on = case.row.dates.notice_sent_on
    if not changed or sent_on is None:
        return
    said = case.row.said or (told.said if told else "")
    if told is None or (said != told.said and sent_on > told.sent_on):
        yield from _new_notice(case, sent_on, said)
    elif told.channel != DECLARED:
        sent = day_words(told.sent_on)
        message = f"Daybook sent this notice itself on {sent}, with proof. That stands."
        yield case.problem("notice_sent_on", message)
    else:
        old = _fact(case, told.fact_id)
        payload = {**old.payload, "said": said, "letter": said}
        yield superseding(old, sent_on, payload, case.why, case.origin)


def _new_notice(case: Case, sent_on: date, said: str) -> Iterator[Step]:
    story, origin = case.story, case.origin
    knows_day = story.completed_on or case.day("completed_on")
    if said == "incomplete" and not story.is_reviewed and not knows_day:
        asked = {"items": [NOT_NAMED], DECLARED: True}
        yield FactEntry("found_incomplete", sent_on, asked, origin=origin)
    if said == "complete" and not knows_day and not story.asked:
        received_on = case.day("received_on") or story.received_on
        yield FactEntry("found_complete", received_on, {DECLARED: True}, origin=origin)
    elif said == "complete" and not knows_day:
        message = "Told complete, but on which day did the last item arrive? Add completed_on."
        yield case.problem("notice_said", message)
    yield notice_fact(sent_on, said, origin)


def _decided_steps(case: Case) -> Iterator[Step]:
    story = case.story
    day = case.row.dates.decided_on
    if not {"decided_on", "decision"} & case.changed or day is None:
        return
    decision = case.row.decision or story.decision
    if not decision:
        yield case.problem("decided_on", NO_DECISION)
    elif story.decided_on is None or story.decision == "provisional":
        yield decided_fact(day, decision, case.origin)
    else:
        old = next(each for each in reversed(_standing(case)) if each.kind == "decided")
        payload = {**old.payload, "decision": decision}
        yield superseding(old, day, payload, case.why, case.origin)


NO_DECISION = "No decision was given for this day, so none was recorded. Add the decision."


def _withdrawn_steps(case: Case) -> Iterator[Step]:
    day, ended = case.day("withdrawn_on"), case.story.ended
    if day is None:
        return
    if ended is ApplicationState.WITHDRAWN:
        yield from _correct(case, "withdrawn_on", day)
    elif ended:
        word = APPLICATION_WORDS[ended].label
        yield case.problem("withdrawn_on", f"It is closed already: {word}. That stands.")
    else:
        yield FactEntry("withdrawn", day, origin=case.origin)


def _standing(case: Case) -> list[Fact]:
    return standing(case.loaded.facts)


def _fact(case: Case, fact_id: int) -> Fact:
    return next(each for each in case.loaded.facts if each.id == fact_id)
