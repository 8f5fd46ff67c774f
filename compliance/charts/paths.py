"""Ways through known values: a missing one is a gap, never joined up."""

from collections.abc import Sequence

from markupsafe import Markup

from compliance.charts.svg import Value, element

Point = tuple[float, float]


def runs(points: Sequence[Point | None]) -> list[list[Point]]:
    """Return the points between the gaps, gap after gap."""
    found: list[list[Point]] = [[]]
    for point in points:
        if point is not None:
            found[-1].append(point)
        elif found[-1]:
            found.append([])
    return [run for run in found if run]


def polyline(run: Sequence[Point], **look: Value) -> Markup:
    """Return a line through the points, drawn as `look` says."""
    return element("polyline", points=" ".join(f"{x:.1f},{y:.1f}" for x, y in run), **look)
