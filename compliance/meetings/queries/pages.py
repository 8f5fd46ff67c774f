"""What the pages of a meeting show beside its facts: names, checklist, the way to its neighbors."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, time

from compliance.accounts.standings import names_of
from compliance.kpis.queries import review
from compliance.meetings.queries.loading import Shelf, people_of, shelf
from compliance.meetings.rules.actions import Action
from compliance.meetings.rules.agenda import Item, Meeting, to_bring_in
from compliance.meetings.rules.leads import calendar_of, figures_month, leads_before, send_by
from compliance.meetings.rules.series import MBHO, PLAN, Seat, Series, place_in_year
from compliance.meetings.rules.words import Check, check_words, state_word
from compliance.occasions import Occasion

__all__ = ["Line", "MeetingPage", "Row", "meeting_page", "meeting_rows", "side_people"]


@dataclass(frozen=True)
class Line:
    """One item of the agenda with its number and start."""

    number: int
    starts: time
    item: Item
    lead: str
    is_first: bool
    is_last: bool


@dataclass(frozen=True)
class MeetingPage:
    """One meeting as its pages show it."""

    meeting: Meeting
    series: Series
    whole: Shelf
    names: Mapping[int, str]
    today: date
    place: tuple[int, int]
    begins: date
    send_by: date
    checks: tuple[Check, ...]
    actions: tuple[Action, ...]
    last: Meeting | None

    @property
    def lines(self) -> tuple[Line, ...]:
        """Return the agenda in order."""
        end = len(self.meeting.items)
        return tuple(
            Line(at, starts, item, self.names.get(item.lead_id or 0, ""), at == 1, at == end)
            for at, (starts, item) in enumerate(
                zip(self.meeting.starts, self.meeting.items, strict=True), start=1
            )
        )

    @property
    def state(self) -> tuple[str, str, str]:
        """Return tone, word and icon of its state."""
        return state_word(self.meeting, self.begins, self.send_by, self.today)

    @property
    def is_over(self) -> bool:
        """Return whether the items take longer than the slot."""
        return self.meeting.total > self.meeting.minutes

    @property
    def open_actions(self) -> tuple[Action, ...]:
        """Return the action items still owed, the soonest first."""
        return tuple(each for each in self.actions if each.is_open)

    def people(self, side: str) -> tuple[tuple[str, Seat], ...]:
        """Return the people of one side by name with their seat, the chair first."""
        seats = self.series.settled.side_of(side)
        return tuple((self.names.get(each.person_id, ""), each) for each in seats)

    @property
    def has_to_bring_in(self) -> bool:
        """Return whether the last meeting has items, leads or lengths that this one has not."""
        return self.last is not None and bool(to_bring_in(self.meeting, self.last))

    @property
    def is_ready(self) -> bool:
        """Return whether nothing stands against sending the pack."""
        return all(each.is_done or not each.blocks for each in self.checks)


def missing_figures(on: Occasion) -> Callable[[date, str], int]:
    """Return what counts the figures of an MBHO that a meeting with it on a day lacks."""

    def count(day: date, partner: str) -> int:
        return len(review(figures_month(day, on.book), on, months=1, partner=partner).unsent)

    return count


def meeting_page(
    ref: str, on: Occasion, missing: Callable[[date, str], int] | None = None
) -> MeetingPage:
    """Return one meeting with what its pages need; `missing` counts figures not reported.

    Raises:
        NotFound: no such meeting, or none that this person may see.
    """
    whole = shelf(on)
    meeting = whole.meeting(ref)
    series = whole.series_of(meeting)
    actions = whole.actions_for(meeting)
    due = send_by(meeting.day, series.settled.pack_days, on.book)
    partner = series.settled.organization
    return MeetingPage(
        meeting=meeting,
        series=series,
        whole=whole,
        names=names_of(people_of([series], [meeting], actions), on.known_at),
        today=on.day_seen,
        place=place_in_year(series.settled, calendar_of(on.book), meeting.day),
        begins=leads_before(meeting.day, on.book)[0].day,
        send_by=due,
        checks=check_words(
            meeting, series, due, missing(meeting.day, partner) if missing else None, on.day_seen
        ),
        actions=actions,
        last=whole.before(meeting),
    )


@dataclass(frozen=True)
class Row:
    """One meeting as the list shows it; `begins` is the day items are asked for."""

    meeting: Meeting
    series: Series
    open_actions: int
    send_by: date
    begins: date
    today: date

    @property
    def state(self) -> tuple[str, str, str]:
        """Return tone, word and icon of its state."""
        return state_word(self.meeting, self.begins, self.send_by, self.today)


def meeting_rows(whole: Shelf, on: Occasion) -> tuple[list[Row], list[Row]]:
    """Return the meetings to come, soonest first, and those held, newest first."""
    rows = [_row(each, whole, on) for each in whole.meetings]
    coming = [each for each in rows if each.meeting.day >= on.day_seen]
    return coming, [each for each in reversed(rows) if each.meeting.day < on.day_seen]


def _row(meeting: Meeting, whole: Shelf, on: Occasion) -> Row:
    series = whole.series_of(meeting)
    mine = sum(e.is_open and e.wanted.meeting_id == meeting.id for e in whole.actions)
    due = send_by(meeting.day, series.settled.pack_days, on.book)
    begins = leads_before(meeting.day, on.book)[0].day
    return Row(meeting, series, mine, due, begins, on.day_seen)


def leads_of(meeting: Meeting, on: Occasion) -> list[tuple[str, date]]:
    """Return what is owed before a meeting and by which day."""
    return [(each.says, each.day) for each in leads_before(meeting.day, on.book)]


def side_people(page: MeetingPage) -> list[tuple[str, str]]:
    """Return each side with its people in one line, for the pack."""
    return [
        (side, ", ".join(_named(name, seat) for name, seat in page.people(side)))
        for side in (PLAN, MBHO)
    ]


def _named(name: str, seat: Seat) -> str:
    words = {"chair": " (chair)", "co_chair": " (co-chair)", "recorder": " (recorder)"}
    return f"{name}{words.get(seat.part, '')}"
