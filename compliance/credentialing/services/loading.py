"""Loading an application for an act, writing its facts, and imagining them first."""

from collections.abc import Sequence
from dataclasses import dataclass

from compliance.core.dates import day_words
from compliance.core.errors import BadValue, Conflict, NotFound, NotNow
from compliance.core.facts import Fact, standing
from compliance.core.states import APPLICATION_WORDS, ApplicationState
from compliance.credentialing.rules.allowed import why_not
from compliance.credentialing.rules.snapshots import Snapshot, snapshot_on
from compliance.credentialing.rules.story import Story
from compliance.credentialing.services.belonging import follow_values
from compliance.credentialing.services.projection import SUBJECT, project
from compliance.credentialing.services.role_answers import heed_files
from compliance.ledger.queries import facts_of
from compliance.ledger.services import Entry, Subject, record_fact
from compliance.occasions import Occasion

CHANGING_VALUES = {"corrected", "struck"}


@dataclass(frozen=True)
class Loaded:
    """One application loaded for an act: its facts and what they add up to now."""

    id: int
    facts: tuple[Fact, ...]
    snapshot: Snapshot

    @property
    def story(self) -> Story:
        """Return what the facts add up to."""
        return self.snapshot.story

    @property
    def latest_fact_id(self) -> int:
        """Return the number of the newest fact: a page opened before it is stale."""
        return max(fact.id for fact in self.facts)


def load(application_id: int, on: Occasion) -> Loaded:
    """Return an application as it stands; raises `NotFound` for an unknown number."""
    facts = facts_of(Subject(SUBJECT, application_id))
    snapshot = snapshot_on(facts, on.book, None, None)
    if snapshot is None:
        raise NotFound(f"There is no application number {application_id}.")
    return Loaded(application_id, tuple(facts), snapshot)


def load_unchanged(application_id: int, seen_fact_id: int, on: Occasion) -> Loaded:
    """Return the application, refusing if a fact was recorded since the page was opened."""
    loaded = load(application_id, on)
    if loaded.latest_fact_id != seen_fact_id:
        raise Conflict("This record was changed after you opened it. See both versions.")
    return loaded


def record(loaded: Loaded, entries: Sequence[Entry], on: Occasion) -> None:
    """Write facts about one application, then its row, its deadlines and the directory."""
    for entry in entries:
        _refuse_impossible_day(loaded.story, entry, on)
        record_fact(Subject(SUBJECT, loaded.id), entry, on)
    project([loaded.id], on)
    if any(entry.kind in CHANGING_VALUES for entry in entries):
        after = load(loaded.id, on).story.entry
        follow_values(loaded.id, loaded.story.entry, after, on)
        heed_files([loaded.id], on)


def _refuse_impossible_day(story: Story, entry: Entry, on: Occasion) -> None:
    day = entry.happened_on
    if day > on.today:
        raise BadValue(f"{day_words(day)} is after today, {day_words(on.today)}.", "happened_on")
    if entry.kind not in {"received", "corrected"} and day < story.received_on:
        received = day_words(story.received_on)
        message = f"{day_words(day)} is before the application was received, on {received}."
        raise BadValue(message, "happened_on")


def refuse_not_now(loaded: Loaded, act: str) -> None:
    """Refuse an act that the application does not allow as it stands."""
    if why := why_not(act, ApplicationState(loaded.snapshot.state), loaded.story):
        raise NotNow(why)


def refuse_closed(loaded: Loaded) -> None:
    """Refuse an act on an application whose work has ended."""
    state = ApplicationState(loaded.snapshot.state)
    if not state.is_open:
        word = APPLICATION_WORDS[state].label
        raise NotNow(f"This application is closed: {word}. Reopen it first.")


def refuse_waiting_letter(loaded: Loaded) -> None:
    """Refuse an act while a letter waits that tells of the application as it was before."""
    letter = next(iter(loaded.snapshot.waiting), None)
    if letter:
        raise NotNow(
            f"A letter to {letter.to} waits to go out (message {letter.message_id}) and tells of "
            "the application as it stands. Take it back first, or wait until it has gone out."
        )


def need_reason(why: str) -> None:
    """Refuse an act that must be explained and was not."""
    if not why.strip():
        raise BadValue("Give the reason; it is kept with the record.", "why")


def preview(loaded: Loaded, entries: Sequence[Entry], on: Occasion) -> Snapshot:
    """Return what the application would be with these facts, writing nothing."""
    stamp = max(fact.id for fact in loaded.facts)
    imagined = [
        Fact(
            kind=entry.kind,
            happened_on=entry.happened_on,
            recorded_at=on.now,
            payload=entry.payload,
            id=stamp + place,
            supersedes_id=entry.supersedes_id,
        )
        for place, entry in enumerate(entries, start=1)
    ]
    facts = standing([*loaded.facts, *imagined])
    found = snapshot_on(facts, on.book, None, None)
    if found is None:
        raise NotNow("Nothing would be left of this application.")
    return found
