"""How meetings read in English: what blocks a pack, the state of a meeting, an action's due day."""

from dataclasses import dataclass
from datetime import date

from compliance.core.dates import day_short
from compliance.meetings.rules.actions import Action
from compliance.meetings.rules.agenda import Meeting
from compliance.meetings.rules.series import Series

SOON = 1


@dataclass(frozen=True)
class Check:
    """One line of "Before the pack can go out". `name` tells pages which link it gets."""

    name: str
    text: str
    is_done: bool
    sub: str = ""
    blocks: bool = True

    @property
    def tone(self) -> str:
        """Return the tone of its mark."""
        if self.is_done:
            return "met"
        return "over" if self.blocks else "none"

    @property
    def icon(self) -> str:
        """Return the icon of its mark."""
        if self.is_done:
            return "circle-check"
        return "circle-x" if self.blocks else "circle-dashed"


def check_words(
    meeting: Meeting, series: Series, send_by: date, missing: int | None, today: date
) -> tuple[Check, ...]:
    """Return the checklist of a pack; `missing` figures are left out where nobody counted them."""
    found = [_covered(meeting), _led(meeting), _fits(meeting)]
    if missing is not None:
        found.append(_figures(missing))
    found.append(_sent(meeting, series, send_by, today))
    return tuple(found)


def _covered(meeting: Meeting) -> Check:
    open_ones = [
        e.title for e in meeting.items if e.is_nothing and e.required and not e.nothing_why
    ]
    if open_ones:
        return Check("covered", f"{open_ones[0]} is left out without a reason", False)
    return Check("covered", "All standing items covered", True)


def _led(meeting: Meeting) -> Check:
    without = [each for each in meeting.items if each.lead_id is None and not each.is_nothing]
    if not without:
        return Check("led", "Every item has a lead", True)
    number = len(without)
    text = "1 item has no lead" if number == 1 else f"{number} items have no lead"
    return Check("led", text, False, without[0].title if number == 1 else "")


def _fits(meeting: Meeting) -> Check:
    over = meeting.total - meeting.minutes
    if over <= 0:
        return Check("fits", "The items fit the slot", True)
    return Check("fits", f"{over} min over the slot", False)


def _figures(missing: int) -> Check:
    if not missing:
        return Check("figures", "All figures reported", True)
    return Check("figures", f"{missing} {'figure' if missing == 1 else 'figures'} missing", False)


def _sent(meeting: Meeting, series: Series, send_by: date, today: date) -> Check:
    if meeting.sent_on:
        return Check("sent", f"Sent {day_short(meeting.sent_on)}", True)
    days = series.settled.pack_days
    sub = f"{days} business {'day' if days == 1 else 'days'} before the meeting"
    is_late = today > send_by
    text = f"Send by {day_short(send_by)}, {near_words(send_by, today)}"
    if is_late:
        text = f"Was to be sent by {day_short(send_by)}"
    return Check("sent", text, False, sub, blocks=False)


def near_words(day: date, today: date) -> str:
    """Return "today", "tomorrow", "in 6 days" or "6 days ago"."""
    days = (day - today).days
    named = {0: "today", 1: "tomorrow", -1: "yesterday"}
    return named.get(days) or (f"in {days} days" if days > 0 else f"{-days} days ago")


def state_word(meeting: Meeting, begins: date, send_by: date, today: date) -> tuple[str, str, str]:
    """Return tone, word and icon of a meeting's state; before `begins` it is only planned."""
    if meeting.is_cancelled:
        return "none", "Cancelled", "circle-x"
    if meeting.is_closed:
        return "met", "Minutes closed", "circle-check"
    if meeting.day < today:
        return "soon", "Minutes open", "clock-exclamation"
    return _pack_word(meeting, begins, send_by, today)


def _pack_word(meeting: Meeting, begins: date, send_by: date, today: date) -> tuple[str, str, str]:
    if meeting.sent_on:
        return "met", "Pack sent", "circle-check"
    if today < begins:
        return "none", "Planned", "calendar-event"
    if today > send_by:
        return "over", "Pack overdue", "alert-octagon"
    return "soon", "Pack not ready", "clock-exclamation"


def due_words(action: Action, today: date) -> tuple[str, str]:
    """Return what an action item's day reads like, and its tone."""
    days = (action.wanted.due_on - today).days
    if action.is_overdue(today):
        return f"{-days} {'day' if days == -1 else 'days'} overdue", "over"
    if not action.is_open:
        return "", ""
    return near_words(action.wanted.due_on, today), "soon" if days <= SOON else ""
