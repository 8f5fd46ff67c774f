"""Mail of a meeting: the invitation with its calendar file, and that the final pack is there.

Each goes to everybody of the series as a message of its own, with a short time to take it back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from compliance.accounts.standings import addresses_of
from compliance.core.dates import day_full, day_short
from compliance.core.errors import NotNow
from compliance.core.states import MessageState
from compliance.documents.ics import Attendee, Invitation, invitation_text
from compliance.ledger.services import Entry
from compliance.mail.pages import html_of_text
from compliance.meetings.queries.loading import MEETING
from compliance.meetings.rules.agenda import Meeting
from compliance.meetings.rules.series import Series
from compliance.meetings.services.recording import meeting_now, write_on_meeting
from compliance.occasions import Occasion
from compliance.outbox.queries import SettledMessage, messages_under_way
from compliance.outbox.services import NewMessage, cancel_message, mark_heard, queue_message
from compliance.wallclock import PACIFIC

INVITE, PACK = "meeting_invite", "meeting_pack"
UNDO_MINUTES = "notices.undo_minutes"
DOMAIN = "daybook.invalid"


@dataclass(frozen=True)
class Letter:
    """One mail as it will be read, and to whom it goes."""

    kind: str
    subject: str
    text: str
    to: tuple[tuple[int, str, str], ...]
    calendar: str = ""


def invitation(meeting: Meeting, series: Series, on: Occasion) -> Invitation:
    """Return the calendar entry of a meeting with the people of both sides."""
    people = _addresses(series, on)
    own = {series.settled.organizer_id or 0}
    name, email = next(iter(addresses_of(own, on.known_at).values()), ("", ""))
    sender = str(on.book.choice("plan.name", "") or "Daybook")
    organizer = Attendee(name or sender, email or f"meetings@{DOMAIN}")
    starts = datetime.combine(meeting.day, meeting.at, PACIFIC)
    return Invitation(
        uid=f"meeting-{meeting.id}-{meeting.ref}@{DOMAIN}",
        sequence=meeting.sequence,
        starts=starts,
        minutes=meeting.minutes,
        summary=series.settled.name,
        description="\n".join(_agenda(meeting)),
        location=meeting.place,
        organizer=organizer,
        attendees=[
            Attendee(*people[each.person_id], is_chair=each.part == "chair")
            for each in series.settled.seats
            if each.person_id in people
        ],
        made_at=meeting.changed_at or on.now,
        is_cancelled=meeting.is_cancelled,
    )


def _agenda(meeting: Meeting) -> list[str]:
    pairs = zip(meeting.starts, meeting.items, strict=True)
    return [f"{starts:%H:%M} {item.title}" for starts, item in pairs]


def invite_letter(meeting: Meeting, series: Series, on: Occasion) -> Letter:
    """Return the invitation as it will be read, cancelled or moved ones included."""
    name, day = series.settled.name, day_full(meeting.day)
    word = "Cancelled" if meeting.is_cancelled else "Invitation"
    when = f"{meeting.at:%H:%M} to {meeting.ends:%H:%M} Pacific time"
    text = [f"{name} on {day}, {when}."]
    if meeting.place:
        text.append(f"Place: {meeting.place}.")
    if meeting.is_cancelled:
        text.append(f"The meeting is cancelled: {meeting.cancelled_why}")
    else:
        text += ["Agenda:", *_agenda(meeting)]
    calendar = invitation_text(invitation(meeting, series, on))
    subject = f"{word}: {name}, {day_short(meeting.day)} {meeting.at:%H:%M} PT"
    return Letter(INVITE, subject, "\n".join(text), _recipients(series, on), calendar)


def pack_letter(meeting: Meeting, series: Series, base_url: str, on: Occasion) -> Letter:
    """Return the mail that says where the final pack is; the pack itself stays in Daybook."""
    name, day = series.settled.name, day_full(meeting.day)
    text = (
        f"The pack for {name} on {day} is ready.\n\n"
        f"Read it here: {base_url}/meetings/{meeting.ref}/pack\n\n"
        "Sign in with your own account. The pack names no member."
    )
    return Letter(PACK, f"Pack for {name}, {day_short(meeting.day)}", text, _recipients(series, on))


def _recipients(series: Series, on: Occasion) -> tuple[tuple[int, str, str], ...]:
    people = _addresses(series, on)
    return tuple((number, *people[number]) for number in sorted(people))


def _addresses(series: Series, on: Occasion) -> dict[int, tuple[str, str]]:
    """Return who is written to; somebody who went over to another MBHO is left out."""
    settled = series.settled
    seats = {each.person_id for each in settled.seats}
    return addresses_of(seats, on.known_at, settled.organization)


def send_letter(number: int, letter: Letter, on: Occasion) -> Meeting:
    """Queue a mail to each of its people and record the sending.

    Raises:
        NotNow: nobody to send it to, or the same mail is still under way.
    """
    on.refuse_past()
    if not letter.to:
        raise NotNow("Nobody of this series has an account with an address.")
    if waiting := messages_under_way(letter.kind, MEETING, [number]):
        raise NotNow(
            f"{len(waiting)} mails of this kind are on their way. Wait, or take them back."
        )
    minutes = on.book.parameter(UNDO_MINUTES).days_on(on.today)
    messages = [_queued(number, letter, to, on, minutes) for to in letter.to]
    said = {"kind": letter.kind, "messages": messages, "sequence": meeting_now(number).sequence}
    return write_on_meeting(number, Entry("mail_queued", on.today, said), on)


def _queued(
    number: int, letter: Letter, to: tuple[int, str, str], on: Occasion, minutes: int
) -> int:
    message = NewMessage(
        kind=letter.kind,
        to_address=to[2],
        subject=letter.subject,
        body_text=letter.text + "\n",
        body_html=html_of_text(letter.subject, letter.text, str(on.book.choice("plan.name", ""))),
        calendar=letter.calendar,
        subject_kind=MEETING,
        subject_id=number,
        person_id=to[0],
        not_before=on.now + timedelta(minutes=minutes) if minutes else None,
    )
    return queue_message(message, on)


def take_back(number: int, kind: str, on: Occasion) -> int:
    """Take back the mails of a kind that have not gone out; return how many.

    Raises:
        NotNow: none waits any more.
    """
    waiting = messages_under_way(kind, MEETING, [number])
    mine = [each for each in waiting if each.state is MessageState.WAITING and not each.attempts]
    if not mine:
        raise NotNow("These mails have gone out. Send a new one to correct them.")
    for each in mine:
        cancel_message(each.id, on)
    said = {"kind": kind, "messages": [each.id for each in mine]}
    write_on_meeting(number, Entry("mail_taken_back", on.today, said), on)
    return len(mine)


def take_in(results: Sequence[SettledMessage], on: Occasion) -> None:
    """Write what became of mails as facts of their meeting, and mark them heard."""
    for each in results:
        if each.subject_id is not None and each.state is not MessageState.CANCELLED:
            said = {
                "kind": each.kind,
                "message_id": each.id,
                "state": each.state.value,
                "at": (each.accepted_at or each.settled_at).isoformat(),
            }
            write_on_meeting(each.subject_id, Entry("mail_settled", on.today, said), on)
    mark_heard(list(results))
