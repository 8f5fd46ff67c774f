"""Forms of role decisions."""

from datetime import date
from typing import Any

from wtforms import BooleanField, FileField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from compliance.core.eligibility import BILLING_MEANS, BILLING_WORDS, CREDENTIALED_WORDS
from compliance.eligibility.rules.decisions import UNDECIDED, Decision
from compliance.web.forms import Boxes, DayField, Form, choices, required

OUTCOMES = tuple(
    (key, f"{word}: {BILLING_MEANS[key]}")
    for key, word in BILLING_WORDS.items()
    if key != UNDECIDED
)
TEXTS = ("basis", "evidence", "evidence_url", "wording", "supervisor", "claim_fields", "decided_by")


class DecideForm(Form):
    role = SelectField("Role", choices=[])
    lines = Boxes("Lines of business", choices=[], validators=[required("Tick at least one line.")])
    billing = RadioField(
        "Outcome", choices=choices(OUTCOMES), validators=[required("Choose the outcome.")]
    )
    credentialed = SelectField(
        "Credentialing",
        choices=choices(CREDENTIALED_WORDS.items()),
        description="The clocks of an application run where the plan credentials the role.",
    )
    from_on = DayField("In force from", validators=[required("Enter the first day.")])
    last_on = DayField("Last day", validators=[Optional()])
    ends_before = BooleanField("End the decision in force the day before this one starts")
    supervisor = TextAreaField(
        "Who may supervise",
        validators=[Optional(), Length(max=2000)],
        description="For a supervised role: licenses, and whether credentialed with the plan.",
    )
    claim_fields = TextAreaField(
        "On the claim",
        validators=[Optional(), Length(max=2000)],
        description="Billing, rendering and supervising provider, and any modifier.",
    )
    decided_by = StringField(
        "Decided by", validators=[required("Name the body that decided."), Length(max=200)]
    )
    decided_on = DayField("Decided on", validators=[required("Enter the day of the decision.")])
    basis = TextAreaField(
        "Basis", validators=[required("Give the law, policy section or reason."), Length(max=4000)]
    )
    evidence = StringField(
        "Evidence",
        validators=[Optional(), Length(max=2000)],
        description="For example, Committee minutes, item 4. Name it, link it or add the file.",
    )
    evidence_url = StringField("Link to the evidence", validators=[Optional(), Length(max=2000)])
    file = FileField("File", validators=[Optional()])
    wording = TextAreaField(
        "Words to providers",
        validators=[Optional(), Length(max=4000)],
        description="Stand on the public sheet. Left empty, the sheet uses its own sentence.",
    )

    def entry(self, sha256: str = "", name: str = "") -> Decision:
        """Return the decision as typed, with the stored file."""
        texts: dict[str, Any] = {key: (self[key].data or "").strip() for key in TEXTS}
        return Decision(
            role=self.role.data,
            billing=self.billing.data or "",
            credentialed=self.credentialed.data or "",
            from_on=self.from_on.data or date.min,
            last_on=self.last_on.data,
            decided_on=self.decided_on.data,
            file_sha256=sha256,
            file_name=name,
            **texts,
        )


class EndForm(Form):
    how = RadioField(
        "What happened",
        choices=choices(
            (("end", "It ends"), ("take_back", "It was recorded by mistake; take it back"))
        ),
        default="end",
    )
    last_on = DayField("Last day", validators=[Optional()])
    why = TextAreaField(
        "Reason", validators=[required("Give the reason; it is kept."), Length(max=2000)]
    )


class LinesForm(Form):
    lines = Boxes(
        "Lines of business the plan offers",
        choices=[],
        validators=[required("Tick at least one line.")],
    )
