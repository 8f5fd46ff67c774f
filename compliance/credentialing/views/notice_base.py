"""What the pages of notices share: their blueprint, the form filled in, the letter shown."""

from typing import Any

from flask import Blueprint, current_app, render_template

from compliance.choices.rules import is_demo
from compliance.credentialing.forms.notices import NoticeForm
from compliance.credentialing.queries.one import Application
from compliance.credentialing.queries.waits import waits_of
from compliance.credentialing.services.completeness import checklist_for
from compliance.credentialing.services.loading import load
from compliance.credentialing.services.notice_letters import (
    NoticePreview,
    named_missing,
    preview_letter,
)
from compliance.credentialing.views.waits import sentence
from compliance.mail import mail_way
from compliance.occasions import Occasion

blueprint = Blueprint("notices", __name__)
blueprint.add_app_template_filter(sentence, "wait_sentence")


def offer(form: NoticeForm, found: Application, on: Occasion) -> None:
    """Fill in the choices that depend on the rules and on the record."""
    story = found.snapshot.story
    form.offer(on.book.letters.values(), checklist_for(story, on))


def preset(form: NoticeForm, found: Application) -> None:
    """Choose what the record suggests: what is missing, else complete where it is known."""
    story = found.snapshot.story
    missing = named_missing(story)
    form["seen"].data = found.latest_fact_id
    form["items"].data = list(missing)
    if story.missing:
        form["letter"].data = "incomplete"
    elif story.completed_on:
        form["letter"].data = "complete"


def look_again(form: NoticeForm, found: Application) -> None:
    """Let the form stand for the record as it is now, after somebody else changed it."""
    form["seen"].raw_data = None
    form["seen"].data = found.latest_fact_id


def shown_letter(form: NoticeForm, found: Application, on: Occasion) -> NoticePreview:
    """Return the letter that the form asks for, as it would go out now."""
    return preview_letter(load(found.id, on), form.entry(), on)


def choose_page(form: NoticeForm, found: Application, on: Occasion) -> str:
    """Return the page that asks what the letter says; no kind is offered that is under way."""
    waits = waits_of(found, on)
    form.leave_out({each.letter for each in waits})
    return render_template(
        "credentialing/notice.html", application=found, form=form, waits=waits, today=on.today
    )


def preview_page(
    form: NoticeForm, found: Application, on: Occasion, shown: NoticePreview, conflict: str = ""
) -> str:
    """Return the page that shows the letter as it will be read."""
    form["edited"].data = shown.body_text if shown.is_edited else ""
    return render_template(
        "credentialing/notice_preview.html",
        application=found,
        form=form,
        shown=shown,
        waits=waits_of(found, on),
        conflict=conflict,
        mail_way=_mail_way(on),
        today=on.today,
    )


def _mail_way(on: Occasion) -> str:
    """Return where a letter would go: to a mail server, to the demo's, or into a folder only."""
    settings: Any = current_app.extensions["daybook"]["settings"]
    return mail_way(settings, is_demo=is_demo(on.book.choices)).value
