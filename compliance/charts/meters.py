"""Sparklines and meters: one number's way, and parts of a whole."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from compliance.charts.clocks import Tone
from compliance.charts.paths import Point, polyline, runs
from compliance.charts.svg import element, picture, rect

SPARK_WIDTH, SPARK_HEIGHT, SPARK_PAD = 150.0, 34.0, 4.0
METER_WIDTH, METER_HEIGHT = 600.0, 10.0


@dataclass(frozen=True)
class MeterPart:
    """A part of the whole: how many, in which colour, and the word for it."""

    count: int
    tone: Tone
    word: str


def spark(values: Sequence[float | None], target: float | None = None, label: str = "") -> Markup:
    """Return a line of the values, oldest first. A missing value is a gap, never joined up."""
    known = [value for value in values if value is not None]
    if not known:
        return Markup()
    reach = [*known, target] if target is not None else known
    low, high = min(reach), max(reach)
    known_runs = runs([_point(n, value, len(values), low, high) for n, value in enumerate(values)])
    parts = [_target(target, low, high)] if target is not None else []
    parts += [polyline(run, css="l1") for run in known_runs if len(run) > 1]
    parts.append(_dot(known_runs[-1][-1]))
    return picture(
        parts, (SPARK_WIDTH, SPARK_HEIGHT), css="chart spark", label=label, stretch=False
    )


def meter(parts: Sequence[MeterPart], label: str = "") -> Markup:
    """Return a bar of the parts side by side; its name lists them unless a `label` is given."""
    total = sum(part.count for part in parts)
    said = label or ", ".join(f"{part.word}: {part.count}" for part in parts)
    drawn = [rect("clk-track", 0, 0, METER_WIDTH, METER_HEIGHT)] if not total else []
    x = 0.0
    for part in parts:
        width = part.count / total * METER_WIDTH if total else 0.0
        if part.count:
            drawn.append(rect(f"clk-{part.tone}", x, 0, max(width - 2, 1), METER_HEIGHT))
        x += width
    return picture(drawn, (METER_WIDTH, METER_HEIGHT), css="meter", label=said, stretch=True)


def _height(value: float, low: float, high: float) -> float:
    share = (high - value) / (high - low) if high > low else 0.5
    return SPARK_PAD + share * (SPARK_HEIGHT - 2 * SPARK_PAD)


def _point(n: int, value: float | None, count: int, low: float, high: float) -> Point | None:
    if value is None:
        return None
    step = (SPARK_WIDTH - 2 * SPARK_PAD) / max(count - 1, 1)
    return (SPARK_PAD + n * step, _height(value, low, high))


def _dot(point: Point) -> Markup:
    return element("circle", css="d1", cx=point[0], cy=point[1], r=3)


def _target(target: float, low: float, high: float) -> Markup:
    y = _height(target, low, high)
    return element("line", css="tg", x1=0, x2=SPARK_WIDTH, y1=y, y2=y)
