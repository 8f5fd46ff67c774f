"""Forms of notices: which letter, which items, in whose words, with what proof."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any

from wtforms import IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, Optional
from wtforms.widgets import HiddenInput

from compliance.core.rulebook import ChecklistItem, Letter
from compliance.credentialing.services.notice_letters import Wanted
from compliance.credentialing.services.paper_notices import Proof
from compliance.web.forms import Boxes, DayField, Form, choices, required

LONGEST_LETTER = 20_000


class NoticeForm(Form):
    seen = IntegerField(widget=HiddenInput(), validators=[required("Open the page again.")])
    letter = RadioField("The letter says", validators=[required("Choose what the letter says.")])
    items = Boxes(
        "Missing items",
        validators=[Optional()],
        description="For a letter that asks for something; each stands in it in full",
    )
    edited = TextAreaField(
        "Words of the letter",
        validators=[Optional(), Length(max=LONGEST_LETTER)],
        description="Number, dates, items and the promised day must stay",
    )

    def offer(self, letters: Iterable[Letter], items: Iterable[ChecklistItem]) -> None:
        """Fill in which letters and which checklist items there are."""
        said = sorted(letters, key=lambda each: (not each.says, each.id))
        self["letter"].choices = choices((each.id, each.offer or each.title) for each in said)
        self["items"].choices = choices((each.code, each.title) for each in items)

    def leave_out(self, letters: Collection[str]) -> None:
        """Offer none of these letters: one of each kind is under way already."""
        field = self["letter"]
        field.choices = [each for each in field.choices if each.value not in letters]

    def entry(self) -> Wanted:
        """Return the letter that is wanted."""
        items, edited = self["items"].data or (), self["edited"].data or ""
        return Wanted(str(self["letter"].data or ""), tuple(items), str(edited))


class PaperForm(NoticeForm):
    dated_on = DayField(
        "Date on the letter", validators=[required("Enter the date printed on the letter.")]
    )
    sent_on = DayField("Sent on", validators=[required("Enter the day the letter was sent.")])
    tracking = StringField("Tracking number", validators=[Optional(), Length(max=100)])
    document = SelectField("Or a receipt among the documents", validators=[Optional()])

    def offer_documents(self, documents: Iterable[tuple[str, str]]) -> None:
        """Fill in which documents of the application may be the proof."""
        self["document"].choices = choices(documents, blank="None")

    def entry(self) -> Wanted:
        """Return the letter that is wanted, with the date it carries."""
        return replace(super().entry(), day=self["dated_on"].data)

    def proof(self) -> Proof:
        """Return what shows that the letter was sent."""
        tracking, document = self["tracking"].data or "", self["document"].data or ""
        return Proof(str(tracking).strip(), str(document))


class ReturnedForm(Form):
    why = StringField(
        "What the report or the envelope said",
        validators=[required("Say why it came back; it is kept."), Length(max=500)],
    )

    def entry(self) -> str:
        """Return why the letter came back."""
        return str(self["why"].data or "").strip()


class BulkNoticeForm(Form):
    letter = SelectField("Letter", validators=[required("Choose the letter.")])

    def offer(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Fill in which letters there are."""
        self["letter"].choices = choices(pairs)

    def entry(self) -> str:
        """Return the chosen letter."""
        chosen: Any = self["letter"].data
        return str(chosen or "")
