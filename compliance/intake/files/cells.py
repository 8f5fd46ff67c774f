"""Rows of any file: cells under our names, and what no cell of ours may hold."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from compliance.core.identifiers import looks_like_ssn
from compliance.intake.files.headings import Matched
from compliance.intake.kinds import RowWord

LONGEST = 500
SHOWN = 80
SSN_DIGITS = 9
NOT_SHOWN = "(not shown)"
APOSTROPHE_BEFORE = ("=", "+", "-", "@")


@dataclass(frozen=True)
class Cells:
    """One row as text: our columns by name, without blank ones, and what further ones hold."""

    row: int
    ours: dict[str, str]
    extra: dict[str, str] = field(default_factory=dict)
    wrong: tuple[RowWord, ...] = ()


def cells_of(line: tuple[int, Sequence[str]], matched: Matched, keep: frozenset[str]) -> Cells:
    """Return the cells of a row under our names; every cell is looked at, kept or not."""
    row, texts = line
    ours: dict[str, str] = {}
    extra: dict[str, str] = {}
    for heading, column, text in zip(matched.header, matched.ours, texts, strict=False):
        if value := plain(text):
            if column:
                ours[column] = value
            elif heading in keep:
                extra[heading] = value
    return Cells(row, ours, extra, tuple(_wrong_cells(row, texts, matched)))


def plain(text: str) -> str:
    """Return a cell without blanks around it, and without the apostrophe our exports add."""
    value = text.strip()
    is_ours = value.startswith("'") and value[1:2] in APOSTROPHE_BEFORE and len(value) > 1
    return value[1:] if is_ours else value


def _wrong_cells(row: int, texts: Sequence[str], matched: Matched) -> Iterator[RowWord]:
    names = matched.names
    for place, text in enumerate(texts):
        if text and _is_ssn(text, place, matched):
            message = "This looks like a social security number. Take it out; we keep none."
            yield RowWord(row, _name_at(place, names), NOT_SHOWN, message)
        elif "\0" in text:
            message = "This cell holds a NUL byte. Type it again."
            yield RowWord(row, _name_at(place, names), "", message)
    if len(texts) > len(names) and any(text.strip() for text in texts[len(names) :]):
        count = f"{len(texts)} cells, the header {len(names)}"
        message = f"The row has {count}. A comma inside a value needs quotes around it."
        yield RowWord(row, "", "", message)
    if texts[0].strip() == matched.header[0] and _stripped(texts, len(names)) == matched.header:
        yield RowWord(row, "", "", "The row repeats the header. Take it out.")


def _name_at(place: int, names: Sequence[str]) -> str:
    return names[place] if place < len(names) else f"(column {place + 1})"


def _stripped(texts: Sequence[str], count: int) -> tuple[str, ...]:
    return tuple(text.strip() for text in texts[:count])


def _is_ssn(text: str, place: int, matched: Matched) -> bool:
    if place < len(matched.named_ssn) and matched.named_ssn[place]:
        digits = text.replace("-", "").replace(" ", "")
        if len(digits) == SSN_DIGITS and digits.isdigit():
            return True
    return ("-" in text or " " in text) and looks_like_ssn(text)


def cut(text: str) -> str:
    """Return a value as messages repeat it: cut short."""
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"


def too_long(row: int, column: str, text: str, most: int = LONGEST) -> RowWord | None:
    """Return what is wrong with a cell that holds more than we keep, or None."""
    if len(text) <= most:
        return None
    message = f"{column} has {len(text):,} characters; {most} is the most. Shorten it."
    return RowWord(row, column, cut(text), message)
