"""The answers as a list for files: one row per role and line."""

from dataclasses import dataclass

from compliance.core.eligibility import CREDENTIALED_WORDS
from compliance.eligibility.rules.answers import Answer
from compliance.eligibility.rules.decisions import Decision
from compliance.web.tables import Column, Table


@dataclass(frozen=True)
class CellRow:
    """One cell with the words of its role and line."""

    answer: Answer
    role_title: str
    line_title: str

    @property
    def said(self) -> Decision | None:
        """Return the plan's decision, None where there is none."""
        return self.answer.kept.said if self.answer.kept else None


def _text(name: str, title: str) -> Column[CellRow]:
    return Column(name, title, lambda row: str(getattr(row.said, name)) if row.said else "")


CELLS: Table[CellRow] = Table(
    "role_eligibility",
    (
        Column("role", "Role", lambda row: row.answer.role),
        Column("role_title", "Name of the role", lambda row: row.role_title),
        Column("line", "Line", lambda row: row.answer.line),
        Column("line_title", "Name of the line", lambda row: row.line_title),
        Column("answer", "Answer", lambda row: row.answer.billing),
        Column("credentialed", "Credentialed", lambda row: row.answer.credentialed),
        Column("credentialed_words", "Words", lambda r: CREDENTIALED_WORDS[r.answer.credentialed]),
        Column("from_on", "In force from", lambda row: row.answer.from_on),
        Column("last_on", "Last day", lambda row: row.said.last_on if row.said else None),
        Column("is_decided", "Decided by the plan", lambda row: row.answer.is_decided),
        Column("suggested", "Suggested", lambda row: row.answer.suggested),
        _text("decided_by", "Decided by"),
        Column("decided_on", "Decided on", lambda row: row.said.decided_on if row.said else None),
        Column("reason", "Basis", lambda row: row.answer.reason),
        _text("evidence", "Evidence"),
        _text("evidence_url", "Link"),
        _text("supervisor", "Supervisor"),
        _text("claim_fields", "On the claim"),
        _text("wording", "Words to providers"),
    ),
)
