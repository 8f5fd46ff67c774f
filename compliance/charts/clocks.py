"""The clock cell of tables: a bar that fills day by day up to the legal limit."""

from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup

from compliance.charts.svg import boxes, picture, rect

Tone = str
TONES = frozenset({"run", "soon", "over", "met", "none", "wait"})

WIDTH, HEIGHT = 150.0, 7.0
LIMIT_AT = 120.0  # the mark stands at 80%; what lies past it is overrun
BLOCKS_UP_TO = 14  # a week of business days is up to 14 calendar days: still told apart from 60
BAR_TOP, BAR_HEIGHT = 1.0, 5.0
BLOCK_GAP = 2.0
KEPT = 2048
OVERRUN_FULL = 12  # days of overrun that fill what is left of the picture


@dataclass(frozen=True)
class ClockCell:
    """What a table says about one clock, already in words.

    Args:
        tone: colour of the words and the bar.
        main: the answer, "3 days left".
        side: the date beside it, "Fri 27 Nov".
        day: days counted so far.
        limit_day: the legal limit, in days from the start; 0 for a clock that has not started.
        due_day: our own date, in days from the start; None when it is the legal limit.
        closed_note: "Office closed that day. Act by Wed 25 Nov." or None.
        done: a clock that is closed has no bar.
        label: what the bar says to a screen reader, "3 days left. Day 57 of 60."
    """

    tone: Tone
    main: str
    side: str = ""
    day: int = 0
    limit_day: int = 0
    due_day: int | None = None
    closed_note: str | None = None
    done: bool = False
    label: str = ""

    @property
    def kind(self) -> str:
        """Return the name of the macro that draws it in a table."""
        return "clock"

    @property
    def has_bar(self) -> bool:
        """Return whether a running clock is there to be drawn."""
        return not self.done and self.limit_day > 0

    @property
    def accessible_name(self) -> str:
        """Return the label, made from day and limit where none was given."""
        return self.label or f"{self.main}. Day {self.day} of {self.limit_day}."


@lru_cache(maxsize=KEPT)
def clock_bar(cell: ClockCell) -> Markup:
    """Return the small bar of a running clock, nothing for one that is closed or not started.

    Kept as drawn: files that came in together say the same.
    """
    if not cell.has_bar:
        return Markup()
    fill = _blocks(cell) if cell.limit_day <= BLOCKS_UP_TO else _length(cell)
    label = cell.accessible_name
    return picture([*fill, *_marks(cell)], (WIDTH, HEIGHT), css="", label=label, stretch=True)


def _blocks(cell: ClockCell) -> list[Markup]:
    step = LIMIT_AT / cell.limit_day
    lefts = [n * step for n in range(cell.limit_day)]
    filled = min(max(cell.day, 0), cell.limit_day)
    past = [LIMIT_AT + 3 + n * 9 for n in range(min(cell.day - cell.limit_day, 3))]
    return [
        boxes(f"clk-{cell.tone}", lefts[:filled], BAR_TOP, step - BLOCK_GAP, BAR_HEIGHT),
        boxes("clk-track", lefts[filled:], BAR_TOP, step - BLOCK_GAP, BAR_HEIGHT),
        boxes("clk-over", past, BAR_TOP, 7, BAR_HEIGHT),
    ]


def _length(cell: ClockCell) -> list[Markup]:
    filled = min(max(cell.day, 0), cell.limit_day) / cell.limit_day * LIMIT_AT
    bars = [_bar("clk-track", 0, LIMIT_AT)] if filled < LIMIT_AT else []
    bars.append(_bar(f"clk-{cell.tone}", 0, filled))
    if (past := cell.day - cell.limit_day) > 0:
        room = WIDTH - LIMIT_AT - 6
        bars.append(_bar("clk-over", LIMIT_AT + 3, 3 + min(past / OVERRUN_FULL, 1) * room))
    return bars


def _marks(cell: ClockCell) -> list[Markup]:
    limit = rect("clk-tick", LIMIT_AT, 0, 2, HEIGHT)
    if cell.due_day is None or not 0 < cell.due_day < cell.limit_day:
        return [limit]
    ours = max(cell.due_day / cell.limit_day * LIMIT_AT - 1, 1)
    return [rect("clk-gap", ours - 1, 0, 3, HEIGHT), rect("clk-due", ours, 0, 1, HEIGHT), limit]


def _bar(css: str, x: float, width: float) -> Markup:
    return rect(css, x, BAR_TOP, width, BAR_HEIGHT)
