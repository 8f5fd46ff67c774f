import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from compliance.app import create_app
from compliance.db import Base, db
from compliance.wallclock import WallClock
from tests.faults.zygote import settings_in

ROOT = Path(__file__).parents[2]


class Children:
    """Children begun by a zygote; all of them are killed at the end."""

    def __init__(self, instance: Path, mail_url: str = "") -> None:
        self._zygote = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "tests.faults.zygote", str(instance), mail_url],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        self._begun: list[int] = []
        assert self._zygote.stdout.readline() == "ready\n"

    def begin(self, word: str) -> int:
        self._zygote.stdin.write(f"{word}\n")
        self._zygote.stdin.flush()
        self._begun.append(int(self._zygote.stdout.readline()))
        return self._begun[-1]

    def end(self) -> None:
        for child in self._begun:
            kill(child)
        self._zygote.stdin.close()
        self._zygote.wait(60)
        self._zygote.stdout.close()


def kill(process: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)


def is_alive(process: int) -> bool:
    with suppress(ProcessLookupError):
        os.kill(process, 0)
        return True
    return False


def wait_for(condition: Callable[[], bool], seconds: float = 10) -> None:
    last = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < last, "it did not happen in time"
        time.sleep(0.02)


@pytest.fixture
def on_file(tmp_path: Path):
    """An instance with its database in a file, opened in this process too."""
    app = create_app(settings_in(tmp_path, ""), WallClock())
    with app.app_context():
        Base.metadata.create_all(db.engine)
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def children(on_file, tmp_path: Path) -> Iterator[Callable[[str], Children]]:
    begun: list[Children] = []

    def begin(mail_url: str = "") -> Children:
        begun.append(Children(tmp_path, mail_url))
        return begun[-1]

    yield begin
    for each in begun:
        each.end()
