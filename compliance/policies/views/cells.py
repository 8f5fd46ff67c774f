"""The register as a table: one definition gives page, csv and Excel file."""

from collections.abc import Callable
from datetime import date

from compliance.policies.queries.register import DutyLine
from compliance.policies.rules.evidence import PieceView
from compliance.policies.rules.states import Bucket
from compliance.web.addresses import record_addresses
from compliance.web.cells import Cell, Identity, Person, Plain, Status, TwoLines
from compliance.web.filters import day_table, plural
from compliance.web.tables import Column, Table

TONES = {Bucket.OVERDUE: "over", Bucket.SOON: "soon"}


def duty_table() -> Table[DutyLine]:
    """Return the columns of the register; made for a page, since links keep the day looked at."""
    address = record_addresses("duties.show")

    def titled(line: DutyLine) -> Identity:
        return Identity(line.duty.title, href=address(line.duty.id))

    def filed(key: str, title: str, value: Callable[[DutyLine], Plain]) -> Column[DutyLine]:
        return Column(key, title, value, is_on_page=False)

    return Table(
        "responsibilities",
        (
            Column("id", "No.", lambda line: line.duty.id, css="nw"),
            Column("title", "Responsibility", lambda line: line.duty.title, titled),
            filed("department", "Department", lambda line: line.department.title),
            filed("bulleted", "Bulleted", _bulleted),
            Column("owner", "Owner", _owner_name, _owner_cell, css="nw"),
            Column("due_on", "Due", lambda line: line.standing.due_on, _due_cell, css="nw"),
            filed("recurrence", "Repeats", _recurrence),
            Column("evidence", "Evidence", evidence_words, css="nw"),
            Column("state", "State", lambda line: line.standing.state.value, _state_cell),
            filed("state_words", "In words", lambda line: line.standing.word.label),
            filed("attested_on", "Attested on", _attested_on),
            filed("reference", "Reference", lambda line: line.duty.reference),
        ),
    )


def _bulleted(line: DutyLine) -> str:
    return "yes" if line.duty.is_bulleted else "no"


def _recurrence(line: DutyLine) -> str:
    return line.standing.terms.recurrence.title


def _attested_on(line: DutyLine) -> date | None:
    last = line.standing.story.last
    return last.day if last else None


def _owner_name(line: DutyLine) -> str:
    return line.owner.name if line.owner else ""


def _owner_cell(line: DutyLine) -> Cell:
    if line.owner is None:
        return TwoLines("No owner", tone="soon")
    if line.standing.story.vacancy is not None:
        return TwoLines(line.owner.name, line.standing.story.vacancy.why, tone="soon")
    return Person(line.owner.name, is_named=True)


def _due_cell(line: DutyLine) -> Cell:
    standing = line.standing
    if standing.terms.recurrence.is_continuous and standing.is_current:
        return "continuous"
    if standing.due_on is None:
        return "at an event" if line.duty.event and not standing.is_current else "kept"
    tone = TONES.get(standing.bucket, "")
    said = day_table(standing.due_on, standing.day)
    return TwoLines(said, tone=tone) if tone else standing.due_on


def evidence_words(line: DutyLine) -> str:
    """Return what there is: "54 of 56", "3 files", "1 of 2", "none yet"."""
    pieces = line.standing.pieces
    if len(pieces) == 1 and pieces[0].figure is not None:
        return figure_words(pieces[0])
    if not line.standing.in_place and not any(each.held for each in pieces):
        return "none yet"
    if line.standing.is_ready:
        return plural(len(pieces), "piece")
    return f"{line.standing.in_place} of {len(pieces)}"


def figure_words(view: PieceView) -> str:
    """Return a figure's value with what it counts: "13 of 16 cells", "92.9%"."""
    if view.figure is None:
        return ""
    said = view.figure.payload
    return str(said["value"] or f"{said['numerator']:,} of {said['denominator']:,}")


def _state_cell(line: DutyLine) -> Status:
    word = line.standing.word
    return Status(word.label, word.tone, word.icon)
