"""The acts on an application as data: form, permission, words, and the service that does it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import current_app

from compliance.core.errors import BadValue, ComplianceError, NotFound
from compliance.core.media import HEAD, media_problem, media_type
from compliance.credentialing.forms import acts as forms
from compliance.credentialing.queries.one import application_id, ref_of
from compliance.credentialing.rules.mergers import Pair, side_by_side
from compliance.credentialing.services import completeness, decisions, upkeep
from compliance.credentialing.services.loading import Loaded, load
from compliance.occasions import Occasion
from compliance.store import keep

Perform = Callable[[Loaded, Any, Occasion], None]


@dataclass(frozen=True)
class Spec:
    """One act: its page's words, its form, who may do it, and what it does."""

    title: str
    button: str
    form: type[forms.ActForm]
    perform: Perform
    permission: str = "applications.work"
    says: str = ""
    is_upload: bool = False


class LookFirst(ComplianceError):
    """Both files are to be seen before they are merged; `pairs` are their values."""

    def __init__(self, ref: str, pairs: tuple[Pair, ...]) -> None:
        super().__init__(f"Look at both files before you merge this one into {ref}.")
        self.ref = ref
        self.pairs = pairs


def _check(loaded: Loaded, form: Any, on: Occasion) -> None:
    done = upkeep.CheckDone(
        form.check.data,
        form.source.data.strip(),
        form.result.data,
        form.day.data,
        (form.text.data or "").strip(),
        bool(form.all_verified.data),
    )
    upkeep.record_check(loaded, done, on)


def _decide(loaded: Loaded, form: Any, on: Occasion) -> None:
    why = (form.why.data or "").strip()
    decisions.record_decision(loaded, form.decision.data, form.day.data, on, why=why)


def _assign(loaded: Loaded, form: Any, on: Occasion) -> None:
    upkeep.assign(loaded, int(form.owner.data) if form.owner.data else None, on)


def _end(loaded: Loaded, form: Any, on: Occasion) -> None:
    decisions.close(loaded, form.kind.data, form.day.data, (form.why.data or "").strip(), on)


def _contact(loaded: Loaded, form: Any, on: Occasion) -> None:
    follow_up = form.follow_up_on.data
    upkeep.contact_attempt(loaded, form.channel.data, form.text.data, follow_up, on)


def _merge(loaded: Loaded, form: Any, on: Occasion) -> None:
    try:
        other = application_id(form.into.data)
    except NotFound as error:
        raise BadValue(str(error), "into") from error
    into, ref = load(other, on), ref_of(other)
    decisions.refuse_merger(loaded, into, ref)
    if form.shown.data != ref:
        form.shown.data = ref
        raise LookFirst(ref, side_by_side(loaded.story, into.story))
    decisions.merge(loaded, into, ref, form.why.data, on)


def keep_upload(form: Any) -> None:
    """Keep the posted file before any transaction begins; writing it may take long."""
    if "file" not in form:
        return
    settings = current_app.extensions["daybook"]["settings"]
    given = form.file.data
    head = given.stream.read(HEAD)
    given.stream.seek(0)
    if head and (problem := media_problem(given.filename or "", head)):
        raise BadValue(problem, "file")
    form.media_type = media_type(given.filename or "", head)
    form.stored = keep(settings.uploads, given.stream)
    if not form.stored.size:
        raise BadValue("The file is empty. Choose another.", "file")


def _attach(loaded: Loaded, form: Any, on: Occasion) -> None:
    given, stored = form.file.data, form.stored
    attached = upkeep.Attached(
        stored.sha256,
        (given.filename or "document")[-200:],
        form.media_type,
        stored.size,
        form.item.data or "",
    )
    upkeep.attach_document(loaded, attached, form.day.data, on)


SPECS: dict[str, Spec] = {
    "check": Spec("Record check", "Record check", forms.CheckForm, _check),
    "decision": Spec(
        "Record decision",
        "Record decision",
        forms.DecisionForm,
        _decide,
        "applications.decide",
        "A decision cannot be undone, only corrected with a reason. The letter follows.",
    ),
    "activation": Spec(
        "Record activation",
        "Record activation",
        forms.DayForm,
        lambda loaded, form, on: decisions.activate(loaded, form.day.data, on),
    ),
    "committee": Spec(
        "Add to committee list",
        "Add to list",
        forms.CommitteeForm,
        lambda loaded, form, on: decisions.send_to_committee(loaded, form.day.data, on),
    ),
    "deferral": Spec(
        "Record deferral",
        "Record deferral",
        forms.DeferralForm,
        lambda loaded, form, on: decisions.defer(loaded, form.day.data, form.why.data, on),
        says="A deferral is not a decision: the clock runs on.",
    ),
    "arrival": Spec(
        "Record arrival",
        "Record arrival",
        forms.ArrivalForm,
        lambda loaded, form, on: completeness.record_arrival(
            loaded, form.item.data, form.day.data, on
        ),
    ),
    "complete": Spec(
        "Found complete",
        "Record as complete",
        forms.FoundCompleteForm,
        lambda loaded, form, on: completeness.find_complete(
            loaded, form.day.data, on, not_needed=form.not_needed.data or ()
        ),
        says="The clock counts from the day the last item arrived, whenever staff looked. "
        "A notice tells the applicant.",
    ),
    "owner": Spec("Assign", "Assign", forms.AssignForm, _assign, "applications.assign"),
    "note": Spec(
        "Add note",
        "Add note",
        forms.NoteForm,
        lambda loaded, form, on: upkeep.note(loaded, form.text.data, on),
    ),
    "anyway": Spec(
        "Credential anyway",
        "Credential anyway",
        forms.AnywayForm,
        lambda loaded, form, on: upkeep.credential_anyway(loaded, form.why.data, on),
        says="The pathway asks for no new credentialing. The file goes on, and its clocks run.",
    ),
    "contact": Spec("Record contact attempt", "Record contact", forms.ContactForm, _contact),
    "document": Spec("Add file", "Add file", forms.DocumentForm, _attach, is_upload=True),
    "ending": Spec("Close application", "Close application", forms.EndForm, _end),
    "reopening": Spec(
        "Reopen",
        "Reopen",
        forms.ReopenForm,
        lambda loaded, form, on: completeness.reopen(loaded, form.why.data, on),
        "applications.reopen",
        "The clocks count from their old starts.",
    ),
    "gap": Spec(
        "Reopen as incomplete",
        "Reopen as incomplete",
        forms.ReopenIncompleteForm,
        lambda loaded, form, on: completeness.reopen_as_incomplete(
            loaded, form.items.data, form.why.data, on
        ),
        "applications.reopen",
        "The law is silent on a gap found later: both decision dates stay on the page.",
    ),
    "merger": Spec("Merge", "Merge", forms.MergeForm, _merge),
}


def find_spec(name: str) -> Spec:
    """Return the act of that name; raises `NotFound` for an unknown one."""
    if name not in SPECS:
        raise NotFound(f"There is no act called {name}.")
    return SPECS[name]
