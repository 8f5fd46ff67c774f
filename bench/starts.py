"""G1, G2: what a start imports and takes, and a fresh database for every test."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from statistics import median

from sqlalchemy import create_engine
from sqlalchemy.pool import StaticPool

import compliance.models  # noqa: F401  (every table)
from bench.result import Result, at_most, in_turns
from compliance.db import Base

ROUNDS = 5
FRESH = 20
BARE = "import sys"
COMMAND = """
import sys
from compliance.cli import main
try:
    main(['{flag}'])
except SystemExit:
    pass
"""
HEAVY = {"duckdb", "ibis", "pandas", "pyarrow", "typst", "holidays", "yaml", "alembic", "numpy"}
TIMED = "import time\nbegan = time.perf_counter()\n{act}\nprint(time.perf_counter() - began)"
BOTH = "import flask, sqlalchemy.orm"
WORKER = """
from pathlib import Path
from compliance.app import create_app
from compliance.config import Settings
from compliance.setup.serving import settle_memory
folder = Path({folder!r})
create_app(Settings(folder, 'sqlite:///' + str(folder / 'start.db'), 'measured'))
settle_memory(None)
"""


def run(full: bool) -> list[Result]:
    """Measure what commands and the worker import, the start of a worker, a fresh database."""
    with tempfile.TemporaryDirectory() as folder:
        worker = WORKER.format(folder=folder)
        heavy = packages(worker) & HEAVY
        found = [
            *(_beside_click(flag) for flag in ("--help", "--version")),
            at_most("G1", f"heavy packages at the worker's start {sorted(heavy)}", len(heavy), 0),
            _ready(worker, ROUNDS * 2 if full else ROUNDS),
        ]
    return [*found, _fresh()]


def _beside_click(flag: str) -> Result:
    others = packages(COMMAND.format(flag=flag)) - {"click", "compliance"}
    text = f"packages beside click after daybook {flag} {sorted(others)}"
    return at_most("G1", text, len(others), 0)


def packages(act: str) -> set[str]:
    """Return the packages that a fresh process has imported by an act, beyond Python's own."""
    before, after = (set(_said(f"{each}\nimport sys\nprint(*sys.modules)")) for each in (BARE, act))
    tops = {name.partition(".")[0] for name in after - before}
    return {name for name in tops if name not in sys.stdlib_module_names and name != "__main__"}


def _said(code: str) -> list[str]:
    """Return the words of the last line that a fresh process prints, its modules compiled."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=kept
    )
    return done.stdout.splitlines()[-1].split()


def _ready(worker: str, rounds: int) -> Result:
    taken: dict[str, list[float]] = {BOTH: [], worker: []}
    for held in (*taken, *taken) * rounds:
        taken[held].append(float(_said(TIMED.format(act=held))[0]))
    libraries, ready = (median(taken[each][2:]) for each in (BOTH, worker))
    text = f"worker ready in {ready * 1000:.0f} ms, Flask + ORM import {libraries * 1000:.0f} ms"
    return at_most("G1", text, ready / libraries, 3)


def _fresh() -> Result:
    taken = in_turns({"copied": _many(_copies()), "created": _many(_create)}, ROUNDS)
    copied, created = (taken[name] / FRESH * 1000 for name in ("copied", "created"))
    text = f"fresh database {copied:.2f} ms, creating the tables {created:.1f} ms"
    return at_most("G2", text, copied / created, 0.1)


def _many(act: Callable[[], None]) -> Callable[[], None]:
    def repeated() -> None:
        for _ in range(FRESH):
            act()

    return repeated


def _copies() -> Callable[[], None]:
    """Return what a test does first, as tests/conftest.py does it."""
    engine = create_engine("sqlite://", poolclass=StaticPool)
    Base.metadata.create_all(engine)
    with engine.connect() as connection:
        blank = connection.connection.driver_connection.serialize()

    def copy() -> None:
        with engine.connect() as connection:
            raw = connection.connection.driver_connection
            raw.deserialize(blank)
            raw.execute("PRAGMA foreign_keys=ON")

    return copy


def _create() -> None:
    engine = create_engine("sqlite://", poolclass=StaticPool)
    Base.metadata.create_all(engine)
    engine.dispose()


if __name__ == "__main__":
    for result in run("--full" in sys.argv):
        print(result)
