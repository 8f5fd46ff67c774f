"""Action items as lists and their page show them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from compliance.accounts.standings import names_of
from compliance.core.facts import Fact, happened_by, known_by
from compliance.core.states import ACTION_WORDS, ActionState
from compliance.ledger.queries import facts_of
from compliance.ledger.services import Subject
from compliance.meetings.queries.loading import ACTION, Shelf, people_of, shelf
from compliance.meetings.queries.partners import names_of_partners
from compliance.meetings.rules.actions import Action
from compliance.meetings.rules.agenda import Meeting
from compliance.meetings.rules.series import MBHO
from compliance.occasions import Occasion


@dataclass(frozen=True)
class ActionRow:
    """One action item of a list."""

    action: Action
    owner: str
    verified_by: str
    meeting_ref: str
    today: date
    mbho: str

    @property
    def side_word(self) -> str:
        """Return which side owes it."""
        return self.mbho if self.action.wanted.side == MBHO else "Plan"


@dataclass(frozen=True)
class Event:
    """One line of an action item's history."""

    day: date
    title: str
    text: str = ""
    note: str = ""
    look: str = ""


@dataclass(frozen=True)
class ActionPage:
    """One action item with its meeting, its people and its history."""

    action: Action
    meeting: Meeting | None
    names: Mapping[int, str]
    events: tuple[Event, ...]

    @property
    def owner(self) -> str:
        """Return the name of who owes it."""
        return self.names.get(self.action.wanted.owner_id, "")


def action_rows(on: Occasion, whole: Shelf | None = None) -> list[ActionRow]:
    """Return every action item to be seen, the soonest due first."""
    found = whole or shelf(on)
    names = names_of(people_of([], [], found.actions), on.known_at)
    refs = {each.id: each.ref for each in found.meetings}
    partners = [found.partner_of(each) or MBHO for each in found.actions]
    mbhos = names_of_partners(set(partners), on)
    return [
        ActionRow(
            each,
            names.get(each.wanted.owner_id, ""),
            names.get(each.verified_by or 0, ""),
            refs.get(each.wanted.meeting_id or 0, ""),
            on.day_seen,
            mbhos[partner],
        )
        for each, partner in zip(found.actions, partners, strict=True)
    ]


def action_page(ref: str, on: Occasion) -> ActionPage:
    """Return one action item; raises `NotFound` where there is none that this person may see."""
    whole = shelf(on)
    action = whole.action(ref)
    facts = happened_by(known_by(facts_of(Subject(ACTION, action.id)), on.known_at), on.as_of)
    people = people_of([], [], [action]) | {each.person_id for each in facts if each.person_id}
    names = names_of(people, on.known_at)
    events = tuple(_event(each, names) for each in reversed(facts))
    return ActionPage(action, whole.by_number(action.wanted.meeting_id), names, events)


def _event(fact: Fact, names: Mapping[int, str]) -> Event:
    by = names.get(fact.person_id or 0, "")
    note = f"Recorded by {by}" if by else ""
    if fact.kind == "action_added":
        return Event(fact.happened_on, "Agreed", "", note)
    if fact.kind == "action_extended":
        return Event(
            fact.happened_on, f"Due day moved to {fact.payload['due_on']}.", fact.why, note
        )
    word = ACTION_WORDS[ActionState(fact.payload["state"])].label
    return Event(fact.happened_on, f"{word}.", fact.why, note)
