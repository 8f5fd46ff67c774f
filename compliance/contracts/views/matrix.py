"""The matrix of financial responsibility: families by lines, and every row with its contract."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, render_template, url_for

from compliance.contracts.queries.rows import ShownRow, rows_seen, rows_to_come
from compliance.contracts.rules.rows import DofrRow, side_for
from compliance.core.responsibility import ENTITIES, PAYMENTS, SIDE_OF, CodeFamily
from compliance.core.rulebook import Rulebook
from compliance.directory.queries import organizations
from compliance.occasions import Occasion
from compliance.web.access import permission
from compliance.web.cells import Identity, TwoLines
from compliance.web.door import current_occasion
from compliance.web.listings import Empty, Listing
from compliance.web.paging import Page, Total
from compliance.web.past import as_of_line
from compliance.web.tables import Column, Table, csv_response, xlsx_response

blueprint = Blueprint("contracts", __name__)
MOST_CODES = 4


@dataclass(frozen=True)
class Box:
    """One cell of the matrix: the rows that hold there, and whether the side is settled."""

    line: str
    line_title: str
    rows: tuple[DofrRow, ...]
    is_settled: bool


@dataclass(frozen=True)
class Band:
    """One family of codes across the lines."""

    family: CodeFamily
    boxes: tuple[Box, ...]

    @property
    def codes(self) -> str:
        """Return the first codes of the family."""
        return _codes(self.family)


def _codes(family: CodeFamily) -> str:
    more = " …" if len(family.codes) > MOST_CODES else ""
    return ", ".join(family.codes[:MOST_CODES]) + more


@blueprint.get("/dofr")
@permission("contracts.view")
def index() -> str:
    on = current_occasion()
    shown, groups = rows_seen(on), group_names(on)
    table = dofr_table(on.book, groups)
    bands = _bands([each.row for each in shown], on.book)
    boxes = [box for band in bands for box in band.boxes]
    return render_template(
        "contracts/dofr.html",
        bands=bands,
        lines=list(on.book.lines.values()),
        settled=sum(box.is_settled for box in boxes),
        cells=len(boxes),
        listing=_listing(table, shown, on, "rows"),
        coming=_listing(table, rows_to_come(on), on, "rows to come"),
        entities=ENTITIES,
        payments=PAYMENTS,
        groups=groups,
        is_past=bool(on.as_of or on.known_on),
    )


@blueprint.get("/dofr.csv")
@permission("contracts.view")
def as_csv() -> Response:
    return csv_response(*_file())


@blueprint.get("/dofr.xlsx")
@permission("contracts.view")
def as_xlsx() -> Response:
    return xlsx_response(*_file())


def _file() -> tuple[Table[ShownRow], Sequence[ShownRow], str]:
    on = current_occasion()
    table = dofr_table(on.book, group_names(on))
    return table, rows_seen(on), as_of_line("Financial responsibility", on)


def _bands(rows: Sequence[DofrRow], book: Rulebook) -> list[Band]:
    return [
        Band(family, tuple(_box(family.code, line, rows, book) for line in book.lines))
        for family in book.families.values()
    ]


def _box(family: str, line: str, rows: Sequence[DofrRow], book: Rulebook) -> Box:
    mine = tuple(each for each in rows if (each.family, each.line) == (family, line))
    return Box(line, book.lines[line].title, mine, bool(side_for(line, mine).side))


def group_names(on: Occasion) -> dict[str, str]:
    """Return the medical groups of the day seen, by key."""
    return {each.key: each.name for each in organizations(on) if each.kind == "medical_group"}


def _listing(
    table: Table[ShownRow], rows: Sequence[ShownRow], on: Occasion, what: str
) -> Listing[ShownRow]:
    return Listing(
        table=table,
        page=Page(rows),
        today=on.day_seen,
        what=what,
        total=Total(len(rows)),
        files=_files() if what == "rows" else (),
        empty=Empty("No row is on record", "Until there is one, nobody can tell who pays."),
    )


def _files() -> tuple[tuple[str, str], ...]:
    return (
        ("CSV, every row", url_for("contracts.as_csv")),
        ("Excel, every row", url_for("contracts.as_xlsx")),
    )


@dataclass(frozen=True)
class Shown:
    """What the cells need beside a row: the families and lines, and the groups by key."""

    book: Rulebook
    groups: Mapping[str, str]

    def about(self, shown: ShownRow) -> Identity:
        """Return number, family and the first of its codes."""
        row = shown.row
        family = self.book.families.get(row.family)
        codes = _codes(family) if family else ""
        title = family.title if family else row.family
        href = url_for("contracts.show", number=row.number)
        return Identity(f"{row.number}. {title}", codes, href)

    def line(self, shown: ShownRow) -> str:
        """Return the line of business in words."""
        known = self.book.lines.get(shown.row.line)
        return known.title if known else shown.row.line

    def group(self, shown: ShownRow) -> str:
        """Return the medical group, "Any" for every one."""
        return self.groups.get(shown.row.group_key, shown.row.group_key) or "Any"


def _entity(shown: ShownRow) -> TwoLines:
    said = shown.row.entity
    return TwoLines(ENTITIES[said], f"{SIDE_OF[said].capitalize()} side")


def _payment(shown: ShownRow) -> str:
    return PAYMENTS[shown.row.payment]


def dofr_table(book: Rulebook, groups: Mapping[str, str]) -> Table[ShownRow]:
    """Return the table of rows: page, CSV and Excel."""
    cells = Shown(book, groups)
    columns: tuple[Column[ShownRow], ...] = (
        Column("number", "Row", lambda shown: shown.row.number, is_on_page=False),
        Column("family", "Codes", lambda shown: shown.row.family, cells.about),
        Column("line", "Line", lambda shown: shown.row.line, cells.line),
        Column("group", "Medical group", cells.group),
        Column("entity", "At risk", lambda shown: shown.row.entity, _entity),
        Column("payment", "Payment", lambda shown: shown.row.payment, _payment),
        Column("citation", "Contract", lambda shown: shown.row.citation),
        Column("from_on", "From", lambda shown: shown.row.from_on),
        Column("until_on", "Until", lambda shown: shown.row.until_on),
        Column("decided_by", "Decided by", lambda shown: shown.decided_by, css="ow"),
        Column("why", "Reason", lambda shown: shown.why, is_on_page=False),
    )
    return Table("dofr", columns)
