"""Promises A1 to A4: the sweep against loops over rows and against a scheduler job per deadline.

All sides write the same alerts into the same tables: to owner, supervisor and compliance of each
deadline past its limit. The loops do in Python what the sweep does in SQL, with the same pure
rule. Where a side is too slow for the whole, a sample is measured and scaled: its cost per row is
flat, which the batched loop's full form shows.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from bench.result import Result, at_least, at_most
from bench.sweep_sides import batched_loop, job_per_deadline, ours, row_by_row, seconds
from bench.sweep_world import World, postgres_world, sqlite_world
from compliance.db import db

DUE = 100_000
PER_DEADLINE = 3  # alerts: owner, supervisor, compliance
ROUNDS = 3
ROWS, JOBS = 100, 300  # samples of the slowest sides
FIRED = 1_000  # deadlines due in A3


@contextmanager
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="daybook-bench-") as name:
        yield Path(name)


@contextmanager
def put_back(world: World) -> Iterator[None]:
    """Open the database as it was before any sweep."""
    world.put_back()
    with world.app.app_context():
        yield
        db.session.remove()


def sweeps(world: World) -> tuple[float, float]:
    """Return how long the first sweep of a day takes, and the same day once more."""
    with put_back(world):
        first = seconds(lambda: ours(world.on))
        return first, min(seconds(lambda: ours(world.on)) for _ in range(3))


def one_round(world: World, sample: int, *, with_jobs: bool) -> tuple[float, ...]:
    """Return the seconds of every side, those of a sample scaled to all deadlines."""
    first, again = sweeps(world)
    with put_back(world):
        batched = seconds(lambda: batched_loop(world.on, sample)) * DUE / sample
    with put_back(world):
        single = seconds(lambda: row_by_row(world.on, ROWS)) * DUE / ROWS
    if not with_jobs:
        return first, again, batched, single
    with put_back(world):
        return first, again, batched, single, job_per_deadline(world.app, JOBS) * DUE / JOBS


def against_others(
    world: World, sample: int, targets: tuple[float, float], what: str, *, with_jobs: bool = False
) -> list[Result]:
    """Return A1 and A2 on one database, and A4 where jobs are measured too."""
    rounds = [one_round(world, sample, with_jobs=with_jobs) for _ in range(ROUNDS)]
    first, again, batched, single, *jobs = [median(side) for side in zip(*rounds, strict=True)]
    alerts = PER_DEADLINE * DUE
    said = f"{what}: {DUE:,} due, {alerts:,} alerts in {first:.2f} s"
    found = [
        at_least("A1", f"{said}; batched ORM loop {batched:.0f} s", batched / first, targets[0]),
        at_least("A1", f"{said}; row by row {single:.0f} s", single / first, targets[1]),
        at_least("A2", f"{what}: the same day again {again * 1000:.1f} ms", first / again, 50),
    ]
    for each in jobs:
        said = f"{alerts / first:,.0f} alerts a second; a job per deadline {alerts / each:,.0f}"
        found.append(at_least("A4", said, each / first, 1000))
    return found


def among(few: int, many: int) -> Result:
    """Return A3: equal alerts fired among few and among many deadlines."""
    with (
        folder() as one,
        folder() as other,
        sqlite_world(one, FIRED, few) as small,
        sqlite_world(other, FIRED, many) as large,
    ):
        rounds = [(sweeps(small)[0], sweeps(large)[0]) for _ in range(2 * ROUNDS + 1)]
    low, high = [median(side) for side in zip(*rounds, strict=True)]
    said = f"{FIRED:,} due among {few:,}: {low * 1000:.0f} ms; among {many:,}: {high * 1000:.0f} ms"
    return at_most("A3", said, high / low, 2)


def run(full: bool) -> list[Result]:
    """Measure A1 to A4; the full form runs the batched loop over all, and among a million."""
    sample = DUE if full else 2_000
    with folder() as place, sqlite_world(place, DUE, DUE) as world:
        found = against_others(world, sample, (20, 500), "SQLite", with_jobs=True)
    with folder() as place, postgres_world(place, DUE, DUE) as world:
        found += against_others(world, sample, (10, 200), "PostgreSQL")
    return [*found, among(10_000, 1_000_000 if full else 100_000)]
