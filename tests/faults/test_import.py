import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import func, select

from compliance.credentialing.models import ApplicationRef
from compliance.db import session
from compliance.deadlines.models import Deadline
from compliance.intake.models import ApplicationImport, ImportRow
from compliance.ledger.models import FactRow
from tests.faults.conftest import ROOT, is_alive, kill, wait_for
from tests.faults.importing import bring_in, finish
from tests.makers.files import make_row, written

pytestmark = pytest.mark.faults
KILLS = int(os.environ.get("DAYBOOK_KILLS", "10"))
SEED = int(os.environ.get("DAYBOOK_SEED", str(random.randrange(10**6))))
ROWS = 120
UNDECIDED = {"staging", "discarded"}


class Importers:
    """Importers begun by one process; those alive are killed at the end."""

    def __init__(self, instance: Path) -> None:
        self.instance = instance
        self._process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "tests.faults.importing", str(instance)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        self._begun: list[int] = []
        assert self._process.stdout.readline() == "ready\n"

    def begin(self, words: str) -> int:
        self._process.stdin.write(f"{words}\n")
        self._process.stdin.flush()
        self._begun.append(int(self._process.stdout.readline()))
        return self._begun[-1]

    def is_through(self, child: int) -> bool:
        return (self.instance / f"through-{child}").exists()

    def end(self) -> None:
        for child in self._begun:
            kill(child)
        self._process.stdin.close()
        self._process.wait(10)
        self._process.stdout.close()


@pytest.fixture
def importers(on_file, tmp_path):
    begun = Importers(tmp_path)
    yield begun
    begun.end()


def how_many(table, *conditions) -> int:
    session().rollback()
    return session().scalar(select(func.count()).select_from(table).where(*conditions))


def stage_of(name: str) -> str:
    session().rollback()
    query = select(ApplicationImport.stage).where(ApplicationImport.name == name)
    return session().scalar(query.order_by(ApplicationImport.id.desc())) or ""


def file_of(folder: Path, number: int) -> Path:
    first = 1 + number * ROWS
    rows = [
        make_row(each, completed_on="2026-11-12", received_on="2026-11-09")
        for each in range(first, first + ROWS)
    ]
    return written(folder, *rows, name=f"file-{number}.csv")


def killed_within(importers: Importers, words: str, seconds: float, dice: random.Random) -> None:
    child = importers.begin(words)
    time.sleep(dice.uniform(0, seconds))
    kill(child)
    wait_for(lambda: not is_alive(child))


def whole_run(importers: Importers, file: Path) -> float:
    began = time.monotonic()
    child = importers.begin(f"import {file}")
    wait_for(lambda: importers.is_through(child), 120)
    return time.monotonic() - began


def test_importer_killed_at_random_moments_leaves_nothing_half(on_file, importers, tmp_path):
    print(f"seed {SEED}")  # noqa: T201
    dice = random.Random(SEED)
    took = whole_run(importers, file_of(tmp_path, 0))
    for number in range(1, KILLS + 1):
        file, before = file_of(tmp_path, number), how_many(ApplicationRef)
        killed_within(importers, f"import {file}", took, dice)
        if stage_of(file.name) in {"", *UNDECIDED}:
            assert how_many(ApplicationRef) == before, "seen before it was decided"
        else:
            killed_within(importers, "finish", took / 2, dice)
        finish()
        assert how_many(ApplicationRef) in {before, before + ROWS}
        bring_in(file)
        assert_sound(ROWS * (number + 1))


def assert_sound(rows: int) -> None:
    assert how_many(ApplicationRef) == rows
    assert how_many(FactRow, FactRow.kind == "received") == rows
    assert how_many(FactRow, FactRow.kind == "found_complete") == rows
    assert how_many(Deadline) == 2 * rows
    assert how_many(ImportRow) == 0


def test_two_importers_at_once_of_one_file_make_no_doubles(on_file, importers, tmp_path):
    file = file_of(tmp_path, 0)
    children = [importers.begin(f"import {file}") for _ in range(2)]
    wait_for(lambda: all(importers.is_through(each) for each in children), 120)
    assert_sound(ROWS)
