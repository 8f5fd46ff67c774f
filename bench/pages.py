"""C1-C4: the queue of 100,000 applications, whole requests through the WSGI app behind sign-in."""

import gc
import re
import secrets
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from flask import Flask, before_render_template
from flask.testing import FlaskClient
from sqlalchemy import event, select

import compliance.app
from bench import plain_queue
from bench.queue_data import PASSWORD, TODAY, StillClock, fill
from bench.result import ROUNDS, Result, at_least, at_most
from compliance.app import create_app
from compliance.config import Settings
from compliance.credentialing.models import ApplicationRow as T
from compliance.db import db, session
from compliance.setup.serving import settle_memory
from compliance.web.paging import Cursor

LONG, LONGEST = 100_000, 1_000_000
OURS, PLAIN = "/applications", "/plain"
TOUCHED = "/plain?touch=1"
SHELL_ALONE = "/no-such-page"
SKIPPED = 19_950
KIB = 1024
FRAME = ("BEGIN", "PRAGMA", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


def run(full: bool) -> list[Result]:
    """Measure speed beside the plain page, far pages, the tail, size and statements."""
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(Path(folder), LONG)
        try:
            found = [*desk.beside_plain(), *desk.far_page(), *desk.tail(), *desk.counted()]
            return [*found, *longer(Path(folder), desk)] if full else found
        finally:
            desk.close()


class Desk:
    """An app over a long queue with somebody signed in."""

    def __init__(self, folder: Path, applications: int) -> None:
        settings = Settings(
            instance=folder,
            database_url=f"sqlite:///{folder / f'queue{applications}.db'}",
            secret_key=secrets.token_hex(),
            cheap_hashes=True,
        )
        self.app: Flask = create_app(settings, StillClock())
        plain_queue.register(self.app, TODAY)
        with self.app.app_context():
            fill(applications)
            plain_queue.copy()
        self.client: FlaskClient = self.app.test_client()
        self._sign_in()
        for path in (OURS, PLAIN):
            self.get(path)
        self.far = self._far_address()
        settle_memory(None)

    def close(self) -> None:
        """Give memory and files back."""
        gc.unfreeze()
        with self.app.app_context():
            db.engine.dispose()

    def _sign_in(self) -> None:
        token = TOKEN.search(self.client.get("/login").text)
        form = {
            "email": "ana@aldercreek.example",
            "password": PASSWORD,
            "csrf_token": token and token[1],
        }
        answered = self.client.post("/login", data=form)
        assert answered.status_code == 302, answered.text

    def get(self, address: str) -> bytes:
        """Return a page that was answered."""
        answered = self.client.get(address)
        assert answered.status_code == 200, (address, answered.status)
        return answered.data

    def _far_address(self) -> str:
        order = (T.soonest_on, T.application_id)
        with self.app.app_context():
            query = select(*order).where(T.is_open).order_by(*order).offset(SKIPPED - 1).limit(1)
            edge = session().execute(query).one()
        return f"{OURS}?after={Cursor(tuple(edge)).encode()}&start={SKIPPED + 1}"

    def seconds(self, address: str, times: int) -> list[float]:
        """Return how long each of so many requests took."""
        taken = []
        for _ in range(times):
            began = time.perf_counter()
            self.get(address)
            taken.append(time.perf_counter() - began)
        return taken

    def rounds(self, *sides: tuple[str, int]) -> list[list[list[float]]]:
        """Return, for each (address, times), the seconds of every round, taken in turns."""
        taken: list[list[list[float]]] = [[] for _ in sides]
        for _ in range(ROUNDS):
            for held, (address, times) in zip(taken, sides, strict=True):
                held.append(self.seconds(address, times))
        return taken

    def beside_plain(self) -> Iterator[Result]:
        """Yield C1."""
        ours, plain = self.rounds((OURS, 120), (PLAIN, 60))
        for name, target, at in (("p50", 2.5, 50), ("p95", 4, 95)):
            mine, theirs = middle(ours, at), middle(plain, at)
            text = f"queue of {LONG:,}, {name}: {ms(mine)}, plain ORM page {ms(theirs)}"
            yield at_least("C1", text, theirs / mine, target)
        with before_template(self.app) as marks:
            mine, theirs = (
                median(marks(lambda path=path: self.get(path), 60)) for path in (OURS, TOUCHED)
            )
        text = f"all before the template: {ms(mine)}, plain ORM page {ms(theirs)}"
        yield at_least("C1", text, theirs / mine, 6)
        size = len(self.get(OURS)) / KIB
        yield at_most("C1", "size of the page in KiB", size, 100)

    def far_page(self) -> Iterator[Result]:
        """Yield C2 for one length of list."""
        first, far = self.rounds((OURS, 60), (self.far, 60))
        mine, theirs = middle(far, 50), middle(first, 50)
        text = f"page 400: {ms(mine)}, page 1 {ms(theirs)}"
        yield at_most("C2", text, mine / theirs, 1.5)

    def tail(self) -> Iterator[Result]:
        """Yield C3."""
        (ours,) = self.rounds((OURS, 300))
        half = middle(ours, 50)
        for name, target, at in (("p95", 2, 95), ("p99", 3, 99)):
            late = middle(ours, at)
            yield at_most("C3", f"{name} {ms(late)}, p50 {ms(half)}", late / half, target)

    def counted(self) -> Iterator[Result]:
        """Yield C4: the statements of a page with nothing of its own, and those of the list."""
        asked: list[str] = []

        def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            if not statement.lstrip().upper().startswith(FRAME):
                asked.append(statement)

        with self.app.app_context():
            engine = db.engine
        event.listen(engine, "before_cursor_execute", note)
        self.client.get(SHELL_ALONE)
        shell = len(asked)
        asked.clear()
        self.get(OURS)
        event.remove(engine, "before_cursor_execute", note)
        yield at_most("C4", "statements of the shell", shell, 3)
        yield at_most("C4", "statements of the page beside them", len(asked) - shell, 3)


def longer(folder: Path, short: Desk) -> Iterator[Result]:
    """Yield C2 at a million applications beside 100,000."""
    long = Desk(folder, LONGEST)
    try:
        taken: dict[str, list[float]] = {"short": [], "long": []}
        for _ in range(ROUNDS):
            taken["short"].append(median(short.seconds(OURS, 40)))
            taken["long"].append(median(long.seconds(OURS, 40)))
        mine, theirs = median(taken["long"]), median(taken["short"])
        text = f"{LONGEST:,} applications: {ms(mine)}, {LONG:,} {ms(theirs)}"
        yield at_most("C2", text, mine / theirs, 1.5)
        yield from long.far_page()
    finally:
        long.close()


@contextmanager
def before_template(app: Flask) -> Iterator[Callable[[Callable[[], object], int], list[float]]]:
    """Yield what times requests up to their template.

    The shell's facts are read when the menu is drawn, the plain page's relations when a row is;
    both are data, so the first are added and the second loaded beforehand.
    """
    reached: list[float] = []
    facts: list[float] = []
    read = compliance.app.header_facts

    def reads(on: Any) -> Any:
        began = time.perf_counter()
        try:
            return read(on)
        finally:
            facts.append(time.perf_counter() - began)

    def note(_sender: Any, **_: Any) -> None:
        reached.append(time.perf_counter())

    def marks(act: Callable[[], object], times: int) -> list[float]:
        found = []
        for _ in range(times):
            reached.clear()
            facts.clear()
            began = time.perf_counter()
            act()
            found.append(reached[0] - began + sum(facts))
        return found

    before_render_template.connect(note, app)
    compliance.app.header_facts = reads
    try:
        yield marks
    finally:
        compliance.app.header_facts = read
        before_render_template.disconnect(note, app)


def middle(rounds: list[list[float]], percent: int) -> float:
    """Return the median over rounds of one percentile of each."""
    return median(quantiles(each, n=100)[percent - 1] for each in rounds)


def ms(seconds: float) -> str:
    """Return "7.1 ms"."""
    return f"{seconds * 1000:.1f} ms"


if __name__ == "__main__":
    for result in run("--full" in sys.argv):
        print(result)
