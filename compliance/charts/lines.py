"""Line charts of a measure: one or two sides over the same months, and the target.

Plan: solid with a filled dot. The other side: dashed with a hollow dot. Target: dotted. Each line
is named at its end with its value, so no legend is needed and no color carries the meaning. A
month that is not known is a gap; the label names the last month known.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from markupsafe import Markup

from compliance.charts.axes import gridlines, moved_apart
from compliance.charts.looks import PAGE, PRINT, Look
from compliance.charts.paths import Point, polyline, runs
from compliance.charts.svg import element, number, picture

WIDTH, HEIGHT = 264.0, 124.0
LEFT, RIGHT, TOP, BOTTOM = 30.0, 74.0, 8.0, 18.0
LETTER = 6.7  # of an end label in bold, on the safe side
LABEL_GAP = 13.0
BASELINE = 4.0
ALL_NAMED = 6  # more months are named one by one
DOT, SMALL_DOT = 3.5, 2.0


@dataclass(frozen=True)
class Line:
    """One side's values, oldest first; None is a month that is not known."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True)
class LineChart:
    """A chart to draw: the plan's line first.

    Args:
        key: makes the ids of this drawing its own, where a page has several.
        title: its accessible name.
        months: short names of the months, as many as each line has values.
        lines: one or two.
        target: one value for all months, None for none.
        finest: the smallest step of the axis.
        ceiling: where the axis ends at the latest, 100 for a percentage.
        size: width and height at which it is drawn, so that text keeps its size.
    """

    key: str
    title: str
    months: tuple[str, ...]
    lines: tuple[Line, ...]
    target: float | None = None
    finest: float = 1.0
    ceiling: float | None = None
    size: tuple[float, float] = field(default=(WIDTH, HEIGHT))

    def sized(self, size: tuple[float, float]) -> "LineChart":
        """Return the same chart, drawn at another size."""
        return replace(self, size=size)

    @property
    def known(self) -> list[float]:
        """Return every value there is, the target among them."""
        values = [value for line in self.lines for value in line.values if value is not None]
        return values if self.target is None else [*values, self.target]

    @property
    def description(self) -> str:
        """Return the same numbers in words, month by month."""
        told = [f"{line.name}: {_told(self.months, line)}." for line in self.lines]
        aim = [] if self.target is None else [f"Target: {number(self.target)}."]
        return " ".join([*told, *aim])


def line_chart(chart: LineChart, look: Look = PAGE) -> Markup:
    """Return the drawing as SVG; empty where nothing at all is known.

    On a page `look` gives classes, in a document literal colors: see `charts.looks`.
    """
    if not any(value is not None for line in chart.lines for value in line.values):
        return Markup()
    grid = gridlines(chart.known, finest=chart.finest, ceiling=chart.ceiling)
    ends = _ends(chart)
    at = _Frame(chart, grid[0], grid[-1], max(RIGHT, *(len(each.text) * LETTER for each in ends)))
    parts = [*_named(chart), *_grid(at, grid, look), *_months(at, look)]
    if chart.target is not None:
        y = at.y(chart.target)
        parts.append(element("line", x1=LEFT, x2=at.right, y1=y, y2=y, **look["target"]))
    for side, line in enumerate(chart.lines, start=1):
        parts += _drawn(at, line, side, look)
    parts += _end_labels(at, ends, look)
    names = f"{chart.key}-t {chart.key}-d"
    return picture(parts, chart.size, css="chart", aria_labelledby=names)


def chart_file(chart: LineChart) -> str:
    """Return the drawing as a file of its own, in literal colors: for documents.

    Empty where nothing is known. Its alternative text is `chart.title` and `chart.description`.
    """
    drawn = line_chart(chart, PRINT)
    return str(drawn).replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)


@dataclass(frozen=True)
class _End:
    """What stands at the end of a line: beside which value, in which look."""

    value: float
    text: str
    look: str


@dataclass(frozen=True)
class _Frame:
    """The drawing area: where a month and a value lie."""

    chart: LineChart
    low: float
    high: float
    margin: float

    @property
    def right(self) -> float:
        return self.chart.size[0] - self.margin

    @property
    def bottom(self) -> float:
        return self.chart.size[1] - BOTTOM

    def x(self, month: int) -> float:
        return LEFT + month * (self.right - LEFT) / max(len(self.chart.months) - 1, 1)

    def y(self, value: float) -> float:
        return TOP + (self.high - value) / (self.high - self.low) * (self.bottom - TOP)


def _told(months: Sequence[str], line: Line) -> str:
    pairs = zip(months, line.values, strict=True)
    return ", ".join(f"{month} {_value(value)}" for month, value in pairs)


def _value(value: float | None) -> str:
    return "not known" if value is None else number(value)


def _named(chart: LineChart) -> list[Markup]:
    return [
        element("title", chart.title, id=f"{chart.key}-t"),
        element("desc", chart.description, id=f"{chart.key}-d"),
    ]


def _grid(at: _Frame, grid: Sequence[float], look: Look) -> list[Markup]:
    drawn: list[Markup] = []
    for value in grid:
        y = at.y(value)
        drawn.append(element("line", x1=LEFT, x2=at.right, y1=y, y2=y, **look["grid"]))
        drawn.append(_text(number(value), LEFT - 6, y + BASELINE, look["text"], "end"))
    return drawn


def _months(at: _Frame, look: Look) -> list[Markup]:
    names, y = at.chart.months, at.chart.size[1] - BASELINE
    every = 1 if len(names) <= ALL_NAMED else 2
    last = len(names) - 1
    return [
        _text(name, at.x(month), y, look["text"], "middle")
        for month, name in enumerate(names)
        if (last - month) % every == 0
    ]


def _drawn(at: _Frame, line: Line, side: int, look: Look) -> list[Markup]:
    """Return the line with its gaps and the dot at its last value."""
    points: list[Point | None] = [
        None if value is None else (at.x(month), at.y(value))
        for month, value in enumerate(line.values)
    ]
    found = runs(points)
    drawn = [polyline(run, **look[f"line{side}"]) for run in found if len(run) > 1]
    alone = [run[0] for run in found[:-1] if len(run) == 1]
    drawn += [_dot(point, SMALL_DOT, look[f"dot{side}"]) for point in alone]
    return drawn + [_dot(run[-1], DOT, look[f"dot{side}"]) for run in found[-1:]]


def _dot(point: Point, radius: float, look: Mapping[str, str | int | float]) -> Markup:
    return element("circle", cx=point[0], cy=point[1], r=radius, **look)


def _ends(chart: LineChart) -> list[_End]:
    """Return the labels at the right: target first, so that it yields upward."""
    ends = []
    if chart.target is not None:
        ends.append(_End(chart.target, f"Target {number(chart.target)}", "label_target"))
    for side, line in enumerate(chart.lines, start=1):
        known = [(at, value) for at, value in enumerate(line.values) if value is not None]
        if known:
            at, value = known[-1]
            month = "" if at == len(line.values) - 1 else f"{chart.months[at]} "
            ends.append(_End(value, f"{line.name} {month}{number(value)}", f"label{side}"))
    return ends


def _end_labels(at: _Frame, ends: Sequence[_End], look: Look) -> list[Markup]:
    placed = moved_apart([at.y(each.value) for each in ends], LABEL_GAP, TOP, at.bottom)
    return [
        _text(end.text, at.right + 8, y + BASELINE, look[end.look])
        for end, y in zip(ends, placed, strict=True)
    ]


def _text(
    content: str, x: float, y: float, look: Mapping[str, str | int | float], anchor: str = "start"
) -> Markup:
    return element("text", content, x=x, y=y, text_anchor=anchor, **look)
