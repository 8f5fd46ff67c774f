"""Values from a file: each row judged as if it were typed.

The note of a row that changes a value is its reason.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from math import inf, isfinite

from compliance.core.dates import BadDay, parse_file_day
from compliance.core.errors import BadValue, ComplianceError, NoValueInForce
from compliance.core.periods import Period
from compliance.intake.kinds import Change, Judged, RowWord, SheetRow
from compliance.kpis.rules.entries import NewValue
from compliance.kpis.services.reporting import Effect, judge_value, report_value
from compliance.occasions import Occasion

LONGEST = 200


def judge_values(rows: Sequence[SheetRow], on: Occasion) -> Judged:
    """Return what the rows would do: new values, restatements, and what is refused."""
    changes: list[Change] = []
    refused: list[RowWord] = []
    unchanged = 0
    seen: dict[tuple[str, str, str, Period], int] = {}
    for row in rows:
        try:
            value = value_of_row(row)
            effect = _judged(value, on)
            _refuse_second(value, row.row, seen)
        except ComplianceError as error:
            refused.append(_word(row, error))
            continue
        if effect is Effect.UNCHANGED:
            unchanged += 1
        else:
            is_new = effect is Effect.NEW
            changes.append(Change(row.row, is_new, _words(value, effect), value))
    return Judged(len(rows), tuple(changes), unchanged, refused=tuple(refused))


def apply_values(judged: Judged, origin: str, on: Occasion) -> None:
    """Report every value of the file; `origin` and row stand with each."""
    for each in judged.changes:
        value: NewValue = each.what
        place = f"{origin}, row {each.row}"
        reason = value.note or f"File {origin}"
        report_value(replace(value, origin=place[-LONGEST:], reason=reason), on)


def value_of_row(row: SheetRow) -> NewValue:
    """Return the value of a row; raises `BadValue` at the column that cannot be read."""
    cells = row.cells
    return NewValue(
        kpi_id=cells.get("kpi_id", "").upper(),
        entity=cells.get("entity", "").lower(),
        period=Period(_day(row, "period_from"), _day(row, "period_to")),
        numerator=_number(row, "numerator"),
        denominator=_whole(row, "denominator"),
        product=cells.get("product", ""),
        data_as_of=_day(row, "data_as_of") if cells.get("data_as_of") else None,
        note=cells.get("note", ""),
    )


def _judged(value: NewValue, on: Occasion) -> Effect:
    try:
        return judge_value(value, on)
    except NoValueInForce as error:
        raise BadValue(str(error), "kpi_id") from None


def _refuse_second(
    value: NewValue, number: int, seen: dict[tuple[str, str, str, Period], int]
) -> None:
    key = (value.kpi_id, value.entity, value.product, value.period)
    if key in seen:
        raise BadValue(f"Row {seen[key]} has the same figure already. Keep one of them.", "kpi_id")
    seen[key] = number


def _word(row: SheetRow, error: ComplianceError) -> RowWord:
    field = error.field if isinstance(error, BadValue) else ""
    return RowWord(row.row, field, row.cells.get(field, ""), str(error))


def _words(value: NewValue, effect: Effect) -> str:
    told = f"{value.numerator:g} of {value.denominator}"
    change = "restated as" if effect is Effect.RESTATED else "reported as"
    return f"{value.kpi_id}, {value.entity}, {value.period.words}: {change} {told}"


def _day(row: SheetRow, name: str) -> date:
    text = row.cells.get(name, "")
    try:
        return parse_file_day(text)
    except BadDay as error:
        raise BadValue(str(error), name) from None


def _number(row: SheetRow, name: str) -> float:
    text = row.cells.get(name, "").replace(",", "")
    try:
        number = float(text)
    except ValueError:
        number = inf
    if not isfinite(number):
        raise BadValue(f"{text or 'Nothing'} is not a number.", name)
    return number


def _whole(row: SheetRow, name: str) -> int:
    number = _number(row, name)
    if number != int(number):
        raise BadValue(f"{row.cells[name]} is not a whole number.", name)
    return int(number)
