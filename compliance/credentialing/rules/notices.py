"""Notices: to whom they go, whether the applicant knows already, how long they can be undone."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta

from compliance.core.papers import Letter
from compliance.credentialing.rules.clocks import Clock
from compliance.credentialing.rules.entries import Entry
from compliance.credentialing.rules.steps import is_running
from compliance.credentialing.rules.story import Story
from compliance.outbox.rules import is_address

NO_EMAIL = "There is no email address for this applicant. Add one, or send a paper letter."


def addresses_of(entry: Entry) -> tuple[str, str]:
    """Return the applicant's address and the practice contact's; empty where unusable."""
    to, cc = entry.email.strip(), entry.contact_email.strip()
    to = to if is_address(to) else ""
    is_copy = is_address(cc) and cc.casefold() != to.casefold()
    return to, cc if is_copy else ""


def address_problems(entry: Entry) -> Iterator[str]:
    """Return what is wrong with the addresses of an application, in words for its sender."""
    to, cc = entry.email.strip(), entry.contact_email.strip()
    if not to:
        yield NO_EMAIL
    elif not is_address(to):
        yield f"“{to}” is not an email address. Correct it, or send a paper letter."
    if cc and not is_address(cc):
        yield f"No copy goes to the practice: “{cc}” is not an email address."


def told_on(story: Story, letter: Letter) -> date | None:
    """Return the day the applicant was told what the letter says and it still held, or None."""
    since = story.completed_on if letter.says == "complete" else story.asked_on
    days = [
        each.sent_on
        for each in story.notices
        if letter.says and each.said == letter.says and not each.is_bounced
    ]
    return max((day for day in days if since is None or day >= since), default=None)


def undo_until(now: datetime, minutes: int, closes_at: datetime | None) -> datetime | None:
    """Return when the undo window ends, or None where the letter goes out at once.

    `closes_at` is the moment from which it may not wait, as `must_leave_at` gives it.
    """
    until = now + timedelta(minutes=minutes)
    if closes_at is not None:
        until = min(until, closes_at)
    return until if until > now else None


def must_leave_at(
    letter: Letter, clocks: Iterable[Clock], begins: Callable[[date], datetime]
) -> datetime | None:
    """Return the moment from which the letter may not wait, or None where no clock waits for it.

    On the day a clock that it would close is due, and after it, there is no undo window; `begins`
    tells when a day begins. Source: design 7.6.
    """
    owed = [each.due.due_on for each in clocks if each.kind in letter.meets and is_running(each)]
    return begins(min(owed)) if owed else None
