"""The explaining clock of a record: one line from start to limit, with its days named."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import Literal

from markupsafe import Markup

from compliance.charts.clocks import BLOCKS_UP_TO, Tone
from compliance.charts.svg import picture, rect, words

MarkKind = Literal["start", "event", "today", "warning", "due", "limit"]

WIDE, NARROW = 560.0, 330.0
LETTER = 6.3  # average width of a letter at the drawn size, on the safe side
LETTER_STRONG = 6.7
LABEL_GAP = 10.0
STROKE_GAP = 3.0
ROW = 15.0
BAR = 10.0
TICK_OUT = 6.0
ALWAYS_NAMED = ("limit", "due", "start")


@dataclass(frozen=True)
class ClockMark:
    """One named day of a clock: `day` counts from the start, `text` reads "Sent Wed 18 Nov"."""

    day: int
    text: str
    kind: MarkKind = "event"
    strong: bool = False


@dataclass(frozen=True)
class ClockLine:
    """A clock to explain: days counted so far, the legal limit and the days worth naming."""

    tone: Tone
    day: int
    limit_day: int
    marks: tuple[ClockMark, ...]
    label: str = ""

    @property
    def accessible_name(self) -> str:
        """Return the label, or the day count followed by the named days."""
        named = ", ".join(mark.text for mark in sorted(self.marks, key=lambda mark: mark.day))
        return self.label or f"Day {self.day} of {self.limit_day}. {named}."


@dataclass(frozen=True)
class PlacedLabel:
    """A label with its place: `left` to `right` on a row; rows count from 1 away from the bar.

    `x` is the day on the bar, where the label's stroke stands.
    """

    mark: ClockMark
    x: float
    left: float
    right: float
    row: int
    above: bool


def clock_line(line: ClockLine) -> Markup:
    """Return the line drawn twice, for a wide and a narrow box; the stylesheet shows one."""
    return _drawn(line, WIDE, "line line-wide") + _drawn(line, NARROW, "line line-narrow")


def place_labels(line: ClockLine, width: float) -> tuple[PlacedLabel, ...]:
    """Return every label placed so that none overlaps another or leaves the picture.

    Limit, own date and start are placed first and stand below where they fit; events and today
    above. A label that finds its row taken moves one row further from the bar.
    """
    placed: list[PlacedLabel] = []
    for mark in sorted(line.marks, key=_rank):
        placed.append(_place(mark, _x(mark.day, line, width), width, placed))
    return tuple(placed)


def _rank(mark: ClockMark) -> tuple[int, int]:
    known = mark.kind in ALWAYS_NAMED
    return (ALWAYS_NAMED.index(mark.kind) if known else len(ALWAYS_NAMED), mark.day)


def _place(mark: ClockMark, x: float, width: float, placed: Sequence[PlacedLabel]) -> PlacedLabel:
    """Return the nearest free place; one whose stroke crosses a label only if there is no other."""
    length = len(mark.text) * (LETTER_STRONG if mark.strong else LETTER)
    left = min(max(x - length / 2, 0.0), max(width - length, 0.0))
    below_first = mark.kind in ALWAYS_NAMED
    places = [
        PlacedLabel(mark, x, left, left + length, row, above)
        for row in range(1, len(placed) + 2)
        for above in (not below_first, below_first)
    ]
    clear = (one for one in places if not any(map(partial(_in_the_way, one), placed)))
    free = (one for one in places if not any(map(partial(_overlap, one), placed)))
    return next(chain(clear, free))


def _overlap(one: PlacedLabel, other: PlacedLabel) -> bool:
    """Return whether two labels stand on one row with less than the gap between them."""
    apart = one.left >= other.right + LABEL_GAP or other.left >= one.right + LABEL_GAP
    return (one.row, one.above) == (other.row, other.above) and not apart


def _in_the_way(one: PlacedLabel, other: PlacedLabel) -> bool:
    """Return whether two labels touch, or the stroke of the farther runs through the nearer."""
    if one.above != other.above or one.row == other.row:
        return _overlap(one, other)
    return _crosses(one, other) or _crosses(other, one)


def _crosses(far: PlacedLabel, near: PlacedLabel) -> bool:
    """Return whether the stroke from the bar out to `far` runs through `near`."""
    if far.above != near.above or far.row <= near.row:
        return False
    return near.left - STROKE_GAP < far.x < near.right + STROKE_GAP


def _span(line: ClockLine) -> int:
    """Return the day at the right edge: the limit, or the last day counted or named past it."""
    return max(line.limit_day, line.day, *(mark.day for mark in line.marks), 1)


def _x(day: int, line: ClockLine, width: float) -> float:
    return 1 + max(day, 0) / _span(line) * (width - 3)


def _drawn(line: ClockLine, width: float, css: str) -> Markup:
    labels = place_labels(line, width)
    rows_above = max((label.row for label in labels if label.above), default=0)
    rows_below = max((label.row for label in labels if not label.above), default=0)
    top = rows_above * ROW + TICK_OUT + 1
    height = top + BAR + TICK_OUT + rows_below * ROW + 3
    parts = [*_bars(line, width, top), *_ticks(line, labels, width, top)]
    parts += [_label(label, top) for label in labels]
    return picture(parts, (width, height), css=css, label=line.accessible_name, stretch=False)


def _bars(line: ClockLine, width: float, top: float) -> list[Markup]:
    limit = _x(line.limit_day, line, width)
    filled = _x(min(line.day, line.limit_day), line, width)
    bars = [rect("clk-track", 1, top, limit - 1, BAR)]
    bars.append(rect(f"clk-{line.tone}", 1, top, max(filled - 1, 2), BAR))
    if line.day > line.limit_day:
        bars.append(rect("clk-over", limit + 3, top, _x(line.day, line, width) - limit - 3, BAR))
    if line.limit_day <= BLOCKS_UP_TO:
        days = range(1, line.limit_day)
        bars += [rect("clk-gap", _x(n, line, width) - 1, top, 2, BAR) for n in days]
    return bars


def _ticks(
    line: ClockLine, labels: Sequence[PlacedLabel], width: float, top: float
) -> list[Markup]:
    """Return a stroke per label that reaches its row, short where another label is in the way.

    The limit's own stroke crosses the bar and is thick.
    """
    ticks = [rect("clk-tick", _x(line.limit_day, line, width) - 1.25, top - 6, 2.5, BAR + 12)]
    for label in labels:
        if label.mark.kind in ("limit", "start"):
            continue
        x = _x(label.mark.day, line, width) - 0.75
        blocked = any(_crosses(label, other) for other in labels)
        reach = TICK_OUT + (0 if blocked else (label.row - 1) * ROW)
        start = top - reach if label.above else top
        ticks.append(rect("clk-due", x, start, 1.5, reach + BAR))
    return ticks


def _label(label: PlacedLabel, top: float) -> Markup:
    above = top - TICK_OUT - 3 - (label.row - 1) * ROW
    below = top + BAR + TICK_OUT + 10 + (label.row - 1) * ROW
    centre = (label.left + label.right) / 2
    css = "em" if label.mark.strong else "lbl"
    return words(css, centre, above if label.above else below, label.mark.text, "middle")
