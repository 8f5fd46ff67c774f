"""Reading meetings: facts folded into series, meetings and action items as seen on a day."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Select, select

from compliance.core.errors import NotFound
from compliance.core.facts import Fact
from compliance.ledger.queries import facts_of_kinds
from compliance.meetings.models import MeetingRow
from compliance.meetings.rules.actions import Action, action_from
from compliance.meetings.rules.agenda import Meeting
from compliance.meetings.rules.folding import meeting_from
from compliance.meetings.rules.series import Series, series_from
from compliance.occasions import Occasion

SERIES, MEETING, ACTION = "series", "meeting", "action"


@dataclass(frozen=True)
class Shelf:
    """Every series, meeting and action item that a person may see, as of the day seen."""

    series: Mapping[int, Series] = field(default_factory=dict)
    meetings: tuple[Meeting, ...] = ()
    actions: tuple[Action, ...] = ()

    def series_of(self, meeting: Meeting) -> Series:
        """Return the series of a meeting."""
        return self.series[meeting.series_id]

    def one_series(self, number: int) -> Series:
        """Return one series; raises `NotFound`."""
        if number not in self.series:
            raise NotFound(f"There is no series {number}. Meetings lists all of them.")
        return self.series[number]

    def meeting(self, ref: str) -> Meeting:
        """Return one meeting by its reference; raises `NotFound`."""
        found = next((each for each in self.meetings if each.ref == ref), None)
        if found is None:
            raise NotFound(f"There is no meeting {ref}. Meetings lists all of them.")
        return found

    def by_number(self, number: int | None) -> Meeting | None:
        """Return one meeting by its number, None where it is not to be seen."""
        return next((each for each in self.meetings if each.id == number), None)

    def action(self, ref: str) -> Action:
        """Return one action item; raises `NotFound`."""
        found = next((each for each in self.actions if each.ref == ref), None)
        if found is None:
            raise NotFound(f"There is no action item {ref}. Meetings lists all of them.")
        return found

    def before(self, meeting: Meeting) -> Meeting | None:
        """Return the meeting of the same series before this one that was held."""
        mine = [
            each
            for each in self.meetings
            if each.series_id == meeting.series_id
            and each.day < meeting.day
            and not each.is_cancelled
        ]
        return mine[-1] if mine else None

    def partner_of(self, action: Action) -> str | None:
        """Return the MBHO of the meeting that agreed on an action item; None without a meeting."""
        meeting = self.by_number(action.wanted.meeting_id)
        return self.series_of(meeting).settled.organization if meeting else None

    def shared_with(self, organization: str) -> "Shelf":
        """Return what an MBHO sees: its series with their meetings and action items.

        Of packs it sees those that were sent: a draft is the plan's own.
        """
        series = {
            number: each
            for number, each in self.series.items()
            if each.settled.organization == organization
        }
        meetings = tuple(each.as_sent for each in self.meetings if each.series_id in series)
        seen = {each.id for each in meetings}
        actions = tuple(each for each in self.actions if each.wanted.meeting_id in seen)
        return Shelf(series, meetings, actions)

    def actions_for(self, meeting: Meeting) -> tuple[Action, ...]:
        """Return what a meeting goes through: open items, and those ended since the one before.

        Those agreed with another MBHO are not among them.
        """
        partner = self.series_of(meeting).settled.organization
        last = self.before(meeting)
        since = last.day if last else None
        return tuple(
            each
            for each in self.actions
            if self.partner_of(each) in {None, partner}
            and (each.is_open or since is None or (each.settled_on or each.made_on) >= since)
        )


def shelf(on: Occasion) -> Shelf:
    """Return what there is on the day seen. A partner sees what is shared with the own MBHO.

    One statement reads all facts of the feature: they are counted in thousands at most.
    """
    return _scoped(whole_shelf(on), on)


def whole_shelf(on: Occasion) -> Shelf:
    """Return all there is on the day seen, whoever asks: for figures and jobs."""
    return folded_shelf(facts_of_kinds((SERIES, MEETING, ACTION)), on)


def folded_shelf(found: Mapping[tuple[str, int], list[Fact]], on: Occasion) -> Shelf:
    """Return the series, meetings and action items that some facts tell of."""
    series: dict[int, Series] = {}
    meetings: list[Meeting] = []
    actions: list[Action] = []
    day, known_at = on.as_of, on.known_at
    for (kind, number), facts in found.items():
        if kind == SERIES and (one := series_from(number, facts, day, known_at)):
            series[number] = one
        elif kind == MEETING:
            ref = facts[0].payload["ref"]
            if meeting := meeting_from(number, ref, facts, day, known_at):
                meetings.append(meeting)
        elif kind == ACTION and (
            action := action_from(number, action_ref(number), facts, day, known_at)
        ):
            actions.append(action)
    meetings.sort(key=lambda each: (each.day, each.at, each.id))
    actions.sort(key=lambda each: (each.wanted.due_on, each.id))
    return Shelf(series, tuple(meetings), tuple(actions))


def action_ref(number: int) -> str:
    """Return what an action item is called: "ACT-12"."""
    return f"ACT-{number}"


def _scoped(whole: Shelf, on: Occasion) -> Shelf:
    """Return what the person may see: all for the plan, what is shared with it for a partner."""
    partner = on.actor.bound_to
    return whole if partner is None else whole.shared_with(partner)


def people_of(
    series: Collection[Series], meetings: Collection[Meeting], actions: Collection[Action]
) -> set[int]:
    """Return the numbers of everybody whom these name."""
    found: set[int | None] = set()
    for one in series:
        found |= {seat.person_id for seat in one.settled.seats} | {one.settled.organizer_id}
    for meeting in meetings:
        found |= {item.lead_id for item in meeting.items}
        found |= {meeting.closed_by, *(pack.person_id for pack in meeting.packs)}
        found |= {each.person_id for each in meeting.addenda}
        found |= {meeting.commentary.person_id} if meeting.commentary else set()
    for action in actions:
        found |= {action.wanted.owner_id, action.done_by, action.verified_by}
    return {each for each in found if each}


def refs_select(numbers: Collection[int]) -> Select[int, str]:
    """Return the statement for number and reference of meetings, for a larger one."""
    return select(MeetingRow.id, MeetingRow.ref).where(MeetingRow.id.in_(numbers))


def meeting_numbered(ref: str) -> int | None:
    """Return the number of the meeting with a reference, None where there is none."""
    found = facts_of_kinds((MEETING,)).items()
    return next((key[1] for key, facts in found if facts[0].payload["ref"] == ref), None)
