"""Files of owners: judged row by row against what stands and the rows above, then written."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from compliance.accounts.queries import PersonRow, people_now
from compliance.core.dates import BadDay, parse_file_day
from compliance.core.duties import PARTS, Part
from compliance.core.errors import BadValue
from compliance.intake.kinds import Change, FileColumn, FileKind, Judged, RowWord, SheetRow
from compliance.occasions import Occasion
from compliance.policies.queries.owners import spans_known
from compliance.policies.queries.register import number_of
from compliance.policies.rules.spans import Span, check_span
from compliance.policies.services.owners import rewrite_span, write_span
from compliance.policies.services.settling import settle

ONE_DAY = timedelta(days=1)
OWNERS = FileKind(
    name="owners",
    title="Owners of responsibilities",
    noun="assignments",
    columns=(
        FileColumn("duty_id", "CRED-02", "Number of the responsibility", is_required=True),
        FileColumn("person_email", "dana@plan.example", "Account of the person", is_required=True),
        FileColumn("part", "accountable", ", ".join(PARTS), is_required=True),
        FileColumn("from", "2026-01-06", "First day; today where it is blank"),
        FileColumn("to", "", "Last day; blank for no end"),
    ),
    permission="duties.assign",
    back="duties.index",
    judge="compliance.policies.services.importing:judge",
    apply="compliance.policies.services.importing:apply",
)


@dataclass(frozen=True)
class Written:
    """What one row would write: the span, and the one it takes the place of."""

    span: Span
    instead_of: Span | None = None


class _Desk:
    """What stands, with the rows judged so far."""

    def __init__(self, on: Occasion) -> None:
        self.on = on
        self.ids = {each.id for each in on.book.duties().values()}
        self.people = {each.email.casefold(): each for each in people_now()}
        self.spans = [each for found in spans_known(on).values() for each in found]

    def judge(self, row: SheetRow) -> Written | None:
        """Return what the row would write, None where it says what is so already."""
        span = self._span(row)
        same = [each for each in self.spans if _key(each) == _key(span) and each.overlaps(span)]
        if same:
            said = self._said(row, same[0], span)
            if said == same[0]:
                return None
            if not same[0].id:
                raise BadValue(
                    f"A row above gives {same[0].words} the same part. Keep one of them.", "part"
                )
            check_span(said, self.spans)
            self.spans[self.spans.index(same[0])] = said
            return Written(said, same[0])
        check_span(span, self.spans)
        self.spans.append(span)
        return Written(span)

    def _said(self, row: SheetRow, standing: Span, span: Span) -> Span:
        """Return what stands with the days that the row gives; a blank cell changes nothing."""
        from_on = span.from_on if row.cells.get("from") else standing.from_on
        until_on = span.until_on if row.cells.get("to") else standing.until_on
        return replace(standing, from_on=from_on, until_on=until_on)

    def _span(self, row: SheetRow) -> Span:
        person = self._person(row.cells["person_email"])
        from_on = _day(row, "from") or self.on.today
        last = _day(row, "to")
        return Span(
            self._duty(row.cells["duty_id"]),
            person.id,
            person.name,
            _part(row.cells["part"]),
            from_on,
            last + ONE_DAY if last else None,
        )

    def _duty(self, text: str) -> str:
        duty_id = text.strip().upper()
        if duty_id not in self.ids:
            raise BadValue(
                f"There is no responsibility {text}. Use a number of the register, such as "
                f"{min(self.ids)}.",
                "duty_id",
            )
        return duty_id

    def _person(self, email: str) -> PersonRow:
        found = self.people.get(email.strip().casefold())
        if found is None:
            raise BadValue(
                f"Nobody has an account with {email}. Invite the person under Settings, People, "
                "or mend the address.",
                "person_email",
            )
        if not found.is_active:
            raise BadValue(
                f"The account of {found.name} is deactivated. Name somebody else.", "person_email"
            )
        return found


def judge(rows: Sequence[SheetRow], on: Occasion) -> Judged:
    """Return what the rows would do, in their order; a row sees what those above it did."""
    desk = _Desk(on)
    changes: list[Change] = []
    refused: list[RowWord] = []
    for row in rows:
        try:
            found = desk.judge(row)
        except BadValue as error:
            refused.append(_word(row, error))
            continue
        if found is not None:
            words = f"{found.span.duty_id}: {found.span.words}, {found.span.part}"
            changes.append(Change(row.row, found.instead_of is None, words, found))
    told = {each.row for each in refused}
    unchanged = len(rows) - len(changes) - len(told)
    return Judged(len(rows), tuple(changes), unchanged, refused=tuple(refused))


def apply(judged: Judged, origin: str, on: Occasion) -> None:
    """Write what was judged and settle the duties once, at the end."""
    for change in judged.changes:
        written: Written = change.what
        if written.instead_of is not None:
            rewrite_span(written.instead_of, written.span, on)
        else:
            write_span(written.span, on, origin=f"{origin}, row {change.row}")
    settle(on, {number_of(each.what.span.duty_id, on.book) for each in judged.changes})


def _key(span: Span) -> tuple[str, int, Part]:
    return span.duty_id, span.person_id, span.part


def _day(row: SheetRow, column: str) -> date | None:
    text = row.cells.get(column, "")
    try:
        return parse_file_day(text) if text else None
    except BadDay as error:
        raise BadValue(str(error), column) from error


def _part(text: str) -> Part:
    word = text.strip().casefold()
    if word not in {each.value for each in PARTS}:
        raise BadValue(f"{text} is no part. Use one of {', '.join(PARTS)}.", "part")
    return Part(word)


def _word(row: SheetRow, error: BadValue) -> RowWord:
    column = {"from_on": "from", "until_on": "to"}.get(error.field, error.field)
    return RowWord(row.row, column, row.cells.get(column, ""), str(error))
