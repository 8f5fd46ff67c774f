"""F2: one chart of a review as SVG, beside matplotlib's drawing of the same lines.

Both sides draw the same two series of eight months with the same target, axis and labels, ours as
the page shows it, matplotlib's with its own SVG back end on a figure of the same size.
"""

import importlib
import io
from typing import Any

from bench.result import ROUNDS, Result, at_least, in_turns
from compliance.charts.lines import Line, LineChart, line_chart

MONTHS = ("Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct")
PLAN = (88.0, 90.0, 89.0, 92.0, 95.0, 94.0, 95.0, 94.0)
TERN = (84.0, 83.0, 86.0, 88.0, 89.0, 91.0, 92.0, None)
TARGET, SIZE, DOTS = 100.0, (264, 124), 96
REPEATED = 100
TITLE = "Decisions within 60 days, %"


def run(full: bool) -> list[Result]:
    """Measure our chart beside matplotlib's, warm, in interleaved rounds."""
    chart = LineChart(
        "chart-f2", TITLE, MONTHS, (Line("Plan", PLAN), Line("Tern", TERN)), TARGET, ceiling=100.0
    )
    theirs = _matplotlib()
    sides = {"ours": lambda: [line_chart(chart) for _ in range(REPEATED)], "theirs": theirs}
    for each in sides.values():
        each()
    taken = in_turns(sides, 9 * ROUNDS if full else 3 * ROUNDS)
    ours, other = taken["ours"] / REPEATED, taken["theirs"]
    text = f"one chart in {ours * 1e6:.0f} us, matplotlib's SVG in {other * 1e3:.0f} ms"
    return [at_least("F2", text, other / ours, 100)]


def _matplotlib() -> Any:
    """Return what draws the same chart with matplotlib, without its window system."""
    figures = importlib.import_module("matplotlib.figure")
    importlib.import_module("matplotlib.backends.backend_svg")
    months = list(range(len(MONTHS)))

    def draw() -> bytes:
        figure = figures.Figure(figsize=(SIZE[0] / DOTS, SIZE[1] / DOTS), dpi=DOTS)
        axes = figure.subplots()
        axes.plot(months, PLAN, color="#1b4f9c", marker="o", markevery=[7])
        axes.plot(months, TERN, color="#b04a12", linestyle="--", marker="o", markevery=[6])
        axes.axhline(TARGET, color="#5a6675", linestyle=":")
        axes.set_yticks([80, 90, 100])
        axes.set_xticks(months[1::2], MONTHS[1::2])
        for name, y in (("Plan 94", 94), ("Tern Sep 92", 92), ("Target 100", 100)):
            axes.annotate(name, (7, y), xytext=(8, 0), textcoords="offset points")
        axes.set_title(TITLE)
        out = io.BytesIO()
        figure.savefig(out, format="svg")
        return out.getvalue()

    return draw
