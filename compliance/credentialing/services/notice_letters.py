"""The letter of one application: what it says now, to whom it goes, what to mind first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from compliance.accounts.queries import person_by_id
from compliance.core.dates import day_short
from compliance.core.errors import BadValue, NotFound, NotNow
from compliance.core.rulebook import ChecklistItem, Letter
from compliance.credentialing.models import ApplicationRef
from compliance.credentialing.rules.entries import ADDRESSES
from compliance.credentialing.rules.letters import (
    Writing,
    Written,
    merge_fields,
    paragraphs_of,
    plan_of,
    render,
    what_is_left_out,
)
from compliance.credentialing.rules.notices import (
    address_problems,
    addresses_of,
    must_leave_at,
    told_on,
    undo_until,
)
from compliance.credentialing.rules.sendings import Sending, last_of_unknown_fate
from compliance.credentialing.rules.snapshots import Snapshot
from compliance.credentialing.rules.story import Story
from compliance.credentialing.services.completeness import check_items, checklist_for
from compliance.credentialing.services.loading import Loaded, preview, refuse_closed
from compliance.credentialing.services.notice_reviews import review_entry
from compliance.credentialing.services.receive import NOT_NAMED
from compliance.db import session
from compliance.ledger.services import Entry
from compliance.mail import RenderedMail, render_mail
from compliance.occasions import Occasion
from compliance.wallclock import start_of_day

UNDO_MINUTES = "notices.undo_minutes"
TEAM = "The credentialing team"


@dataclass(frozen=True)
class NoticePreview:
    """A letter as it will be read, and what its sender should know first.

    `not_before` ends the undo window; None means that it goes out at once. `review` is the fact
    that sending it records, None where the review is on record already. `waiting` is the letter
    of the same kind that waits to go out already, so that no second one is mailed.
    """

    letter: Letter
    letter_version: date
    items: tuple[str, ...]
    to: str
    cc: str
    subject: str
    body_text: str
    body_html: str
    letterhead: str
    not_before: datetime | None
    review: Entry | None
    is_edited: bool = False
    warnings: tuple[str, ...] = ()
    waiting: Sending | None = None

    @property
    def paragraphs(self) -> list[list[str]]:
        """Return the body's paragraphs, each as its lines."""
        return paragraphs_of(self.body_text)

    @property
    def can_be_mailed(self) -> bool:
        """Return whether there is an address to mail it to, and none like it is under way."""
        return bool(self.to) and self.waiting is None


@dataclass(frozen=True)
class Wanted:
    """Which letter is wanted: its kind, the items it asks for, own words, the day it carries."""

    letter_id: str
    items: tuple[str, ...] = ()
    edited: str = ""
    day: date | None = None


def preview_notice(
    loaded: Loaded, letter_id: str, items: Sequence[str], on: Occasion, edited: str = ""
) -> NoticePreview:
    """Return the letter exactly as it would go out now; writes nothing.

    Raises:
        NotFound: there is no such letter.
        NotNow: the application's state does not allow it to be said.
        BadValue: no or unknown items, or a merge field without a value.
    """
    return preview_letter(loaded, Wanted(letter_id, tuple(items), edited), on)


def preview_letter(loaded: Loaded, wanted: Wanted, on: Occasion) -> NoticePreview:
    """Return the wanted letter as it would be read, dated today unless `wanted` names a day."""
    draft = _draft(loaded, wanted, on)
    written, is_edited = _written(draft, on)
    mail = _mail(written)
    to, cc = addresses_of(loaded.story.entry)
    return NoticePreview(
        letter=draft.letter,
        letter_version=draft.letter.version_on(draft.day),
        items=tuple(each.code for each in draft.items),
        to=to,
        cc=cc,
        subject=mail.subject,
        body_text=written.body,
        body_html=mail.html,
        letterhead=written.letterhead,
        not_before=_undo_until(draft, on),
        review=draft.review,
        is_edited=is_edited,
        warnings=tuple(_warnings(draft)),
        waiting=loaded.snapshot.waiting_like(draft.letter.id),
    )


@dataclass(frozen=True)
class _Draft:
    """A letter on the desk: what it is about, and the application as it would leave it."""

    loaded: Loaded
    letter: Letter
    items: tuple[ChecklistItem, ...]
    day: date
    edited: str
    review: Entry | None
    snapshot: Snapshot


def _draft(loaded: Loaded, wanted: Wanted, on: Occasion) -> _Draft:
    letter, day = letter_named(wanted.letter_id, on), wanted.day or on.today
    if letter.says or letter.needs_items or letter.ends:
        refuse_closed(loaded)
    _refuse_unfounded(letter, loaded.story)
    items = _items_for(letter, loaded, wanted.items, on)
    review = review_entry(loaded, letter, [each.code for each in items], day)
    snapshot = preview(loaded, [review], on) if review else loaded.snapshot
    return _Draft(loaded, letter, items, day, wanted.edited, review, snapshot)


def may_be_said(letter: Letter, story: Story) -> bool:
    """Return whether the record bears the letter out: only a refused role is told so."""
    return not letter.ends or story.is_refused


def _refuse_unfounded(letter: Letter, story: Story) -> None:
    if not may_be_said(letter, story):
        raise NotNow(
            f"“{letter.title}” ends the application, and the plan has not decided that this role "
            "is not eligible on every line applied for. Record that under Role eligibility first."
        )


def _mail(written: Written) -> RenderedMail:
    return render_mail(
        "notice",
        subject=written.subject,
        text=written.body,
        paragraphs=paragraphs_of(written.body),
        letterhead=written.letterhead.splitlines(),
    )


def _undo_until(draft: _Draft, on: Occasion) -> datetime | None:
    shipped = on.book.parameter(UNDO_MINUTES).days_on(on.today)
    minutes = int(on.book.choice(UNDO_MINUTES, shipped))
    return undo_until(
        on.now, minutes, must_leave_at(draft.letter, draft.snapshot.clocks, start_of_day)
    )


def letter_named(letter_id: str, on: Occasion) -> Letter:
    """Return a letter of the rulebook; raises `NotFound` with the known ones."""
    letter = on.book.letters.get(letter_id)
    if letter is None:
        known = ", ".join(sorted(on.book.letters))
        raise NotFound(f"There is no letter called {letter_id or '(none)'}. Known: {known}.")
    return letter


def named_missing(story: Story) -> tuple[str, ...]:
    """Return the missing items that a letter can name; a file may have named none."""
    return tuple(each for each in story.missing if each != NOT_NAMED)


def _items_for(
    letter: Letter, loaded: Loaded, given: Sequence[str], on: Occasion
) -> tuple[ChecklistItem, ...]:
    """Return the items the letter asks for, in the order of the checklist."""
    if not letter.needs_items:
        _refuse_items(letter, loaded, given, on)
        return ()
    missing = named_missing(loaded.story)
    wanted = set(given or missing)
    check_items(sorted(wanted), loaded.story, on)
    listed = checklist_for(loaded.story, on)
    left_out = [each.title for each in listed if each.code in missing and each.code not in wanted]
    if left_out:
        raise BadValue(
            f"Still missing: {', '.join(left_out)}. Leave it ticked, or record the day it arrived.",
            "items",
        )
    return tuple(each for each in listed if each.code in wanted)


def _refuse_items(letter: Letter, loaded: Loaded, given: Sequence[str], on: Occasion) -> None:
    """Refuse items ticked as missing beside a letter that says nothing is missing."""
    if letter.says == "complete" and set(given) - set(loaded.story.missing):
        listed = checklist_for(loaded.story, on)
        named = ", ".join(each.title for each in listed if each.code in given)
        raise BadValue(
            f"The letter says that the application is complete, and these are ticked as missing: "
            f"{named}. Untick them, or choose the letter that lists what is missing.",
            "items",
        )


def _written(draft: _Draft, on: Occasion) -> tuple[Written, bool]:
    """Return the letter's words, and whether somebody changed them."""
    fields, text = merge_fields(_writing(draft, on)), draft.letter.text_on(draft.day)
    written = render(text, fields)
    edited = "\n".join(draft.edited.splitlines()).strip()
    if not edited or edited == written.body.strip():
        return written, False
    _refuse_edit(edited, what_is_left_out(text, fields, edited))
    return replace(written, body=edited + "\n"), True


def _writing(draft: _Draft, on: Occasion) -> Writing:
    return Writing(
        letter=draft.letter,
        story=draft.snapshot.story,
        clocks=draft.snapshot.clocks,
        book=on.book,
        plan=plan_of(on.book),
        ref=ref_of(draft.loaded.id),
        owner_name=_owner_name(draft.loaded.story, on),
        today=draft.day,
        items=draft.items,
    )


def _refuse_edit(edited: str, left_out: list[str]) -> None:
    if left_out:
        raise BadValue(f"The letter must still say: {'; '.join(left_out)}", "edited")
    if "{{" in edited:
        raise BadValue("Write the words themselves; merge fields are not filled in here.", "edited")


def ref_of(application_id: int) -> str:
    """Return the reference of an application: 'APP-1058'."""
    return session().get_one(ApplicationRef, application_id).ref


def _owner_name(story: Story, on: Occasion) -> str:
    if story.owner_id is not None:
        return person_by_id(story.owner_id).name
    return on.actor.name if on.actor.person_id else TEAM


def _warnings(draft: _Draft) -> Iterator[str]:
    story = draft.loaded.story
    yield from address_problems(story.entry)
    if draft.letter.says == "complete":
        found = draft.snapshot.problems
        yield from (each.message for each in found if each.column not in ADDRESSES)
    if day := told_on(story, draft.letter):
        yield f"The applicant was told this on {day_short(day)}."
    if lost := last_of_unknown_fate(draft.loaded.facts, draft.letter.id):
        yield (
            f"Nobody knows whether the letter of {day_short(lost.day)} went out "
            f"(message {lost.message_id}). Find out before you send another."
        )
