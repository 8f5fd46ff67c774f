"""What the composers of notices share, whatever the letter and however it goes out."""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from flask import Blueprint, current_app, render_template

from compliance.choices.rules import is_demo
from compliance.credentialing.forms.notices import NoticeForm
from compliance.credentialing.queries.one import Application, application
from compliance.credentialing.queries.waits import waits_of
from compliance.credentialing.rules.letters import letter_saying
from compliance.credentialing.services.completeness import checklist_for
from compliance.credentialing.services.loading import load
from compliance.credentialing.services.notice_letters import (
    NoticePreview,
    may_be_said,
    named_missing,
    preview_letter,
)
from compliance.credentialing.views.waits import sentence
from compliance.mail import mail_way
from compliance.occasions import Occasion
from compliance.web.door import current_occasion

F = TypeVar("F", bound=NoticeForm)
blueprint = Blueprint("notices", __name__)
blueprint.add_app_template_filter(sentence, "wait_sentence")


@dataclass
class Desk(Generic[F]):
    """A letter being written: the form, the application it is about, the occasion."""

    form: F
    found: Application
    on: Occasion

    def preset(self, letter_id: str = "") -> None:
        """Choose the letter asked for, else what the record suggests, with what is missing."""
        story = self.found.snapshot.story
        self.form["seen"].data = self.found.latest_fact_id
        self.form["items"].data = list(named_missing(story))
        answer = "incomplete" if story.missing else "complete" if story.completed_on else ""
        letters = self.on.book.letters.values()
        if story.is_refused and not letter_id:
            letter_id = next((each.id for each in letters if each.ends), "")
        self.form["letter"].data = letter_id or (letter_saying(answer, letters) if answer else None)

    def look_again(self) -> None:
        """Let the form stand for the record as it is now, after somebody else changed it."""
        self.found = application(self.found.ref, self.on)
        self.form["seen"].raw_data = None
        self.form["seen"].data = self.found.latest_fact_id

    def letter(self) -> NoticePreview:
        """Return the letter that the form asks for, as it would go out now."""
        return preview_letter(load(self.found.id, self.on), self.form.entry(), self.on)

    def page(self, template: str, **more: Any) -> str:
        """Return a page about the letter, with the letters that are under way."""
        return render_template(
            template,
            application=self.found,
            form=self.form,
            waits=waits_of(self.found, self.on),
            today=self.on.today,
            **more,
        )


def open_desk(ref: str, make: type[F]) -> Desk[F]:
    """Return the desk of one application, its form offering what the rules and the record allow."""
    on = current_occasion()
    on.refuse_past()
    found = application(ref, on)
    form = make(today=on.today)
    story = found.snapshot.story
    letters = [each for each in on.book.letters.values() if may_be_said(each, story)]
    form.offer(letters, checklist_for(story, on))
    return Desk(form, found, on)


def choose_page(desk: Desk[NoticeForm]) -> str:
    """Return the page that asks what the letter says; no kind is offered that is under way."""
    desk.form.leave_out({each.letter for each in waits_of(desk.found, desk.on)})
    return desk.page("credentialing/notice.html")


def preview_page(desk: Desk[NoticeForm], conflict: str = "") -> str:
    """Return the page that shows the letter as it will be read."""
    shown = desk.letter()
    desk.form["edited"].data = shown.body_text if shown.is_edited else ""
    return desk.page(
        "credentialing/notice_preview.html",
        shown=shown,
        conflict=conflict,
        mail_way=_mail_way(desk.on),
    )


def _mail_way(on: Occasion) -> str:
    """Return where a letter would go: to a mail server, to the demo's, or into a folder only."""
    settings: Any = current_app.extensions["daybook"]["settings"]
    return mail_way(settings, is_demo=is_demo(on.book.choices)).value
