"""Import of a file against one request per row: time, memory, longest write lock.

Both sides write the same invented applications into equal databases in files. A request per row
goes through the entry form's own view and is measured on a sample; its cost per row is flat, so
it is scaled. The import runs in a process of its own, whose memory is then its own too. Both sides
are told in seconds of the processor, so that neighbours on the machine do not count.
"""

import json
import secrets
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from compliance.app import create_app
from compliance.config import Settings
from compliance.db import Base, db, session, transaction
from compliance.occasions import SYSTEM, Occasion
from compliance.rulebook.models import PackAdoption, RulePack
from compliance.rulebook.packs import pack_json
from compliance.wallclock import WallClock
from tests.makers.files import csv_of, make_row
from tests.makers.people import PASSWORD, make_person
from tests.makers.rulebook import book

ROWS, LARGE, SAMPLE, ROUNDS = 10_000, 60_000, 40, 3
FASTER, MOST_MEMORY, LONGEST_LOCK = 20.0, 300.0, 1.0
SAID = {"model": "none", "provider_class": ""}
CLOCK = WallClock()


def settings_in(folder: Path) -> Settings:
    return Settings(
        instance=folder,
        database_url=f"sqlite:///{folder / 'daybook.db'}",
        secret_key="bench-only",  # noqa: S106  (of a throw-away instance)
        cheap_hashes=True,
    )


def opened(folder: Path) -> Any:
    app = create_app(settings_in(folder), CLOCK)
    app.config["WTF_CSRF_ENABLED"] = False  # makes a request cheaper, never dearer
    return app


def moment() -> Occasion:
    return Occasion(SYSTEM, CLOCK.now(), CLOCK.today(), book())


def blank_instance(folder: Path) -> None:
    app = opened(folder)
    with app.app_context():
        Base.metadata.create_all(db.engine)
        with transaction():
            session().add(RulePack(version=book().version, body=pack_json(book())))
            session().flush()
            session().add(PackAdoption(version=book().version, adopted_at=CLOCK.now()))
            make_person("Theo Tran", moment(), "credentialing")
        db.engine.dispose()


def row(number: int) -> dict[str, str]:
    received_on = CLOCK.today().isoformat()
    return make_row(number, practice_name=f"Practice {number % 200}", received_on=received_on)


def posting(app: Any, first: int, count: int) -> float:
    """Return the processor's seconds of one request per row."""
    client = app.test_client()
    form = {"email": "theo@aldercreek.example", "password": PASSWORD}
    assert client.post("/login", data=form).status_code == 302
    forms = [
        {**row(each), **SAID, "post_key": secrets.token_urlsafe(16)}
        for each in range(first, first + count + 1)
    ]
    assert client.post("/applications/new", data=forms.pop()).status_code == 303
    began = time.process_time()
    for each in forms:
        assert client.post("/applications/new", data=each).status_code == 303
    return time.process_time() - began


def importing(folder: Path, rows: int) -> dict[str, float]:
    """Return what a process of its own tells of importing so many rows."""
    file = folder / f"{rows}.csv"
    if not file.exists():
        file.write_bytes(csv_of(row(each) for each in range(rows)))
    fresh = folder / "fresh"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir()
    shutil.copy(folder / "blank" / "daybook.db", fresh / "daybook.db")
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "bench.imports", str(fresh), str(file)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def child(folder: Path, file: Path) -> dict[str, float]:
    """Import a file as the command does and return seconds, memory in MB, longest transaction."""
    import resource

    from compliance.intake.files.reading import read_table
    from compliance.intake.services.plan import plan_import
    from compliance.intake.services.run import Running, run_import

    app = opened(folder)
    with app.app_context():
        on, began, worked = moment(), time.perf_counter(), time.process_time()
        plan = plan_import(read_table(file, file.name), {}, on)
        session().rollback()
        running = Running(on, CLOCK.now)
        outcome = run_import(plan, running)
        took, work = time.perf_counter() - began, time.process_time() - worked
    assert outcome.created == plan.read
    return {
        "seconds": took,
        "work": work,
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "lock": max(running.slices),
    }


def run(full: bool = False) -> list:
    from bench.result import at_least, at_most

    rows = LARGE if full else ROWS
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "blank").mkdir()
        blank_instance(folder / "blank")
        (folder / "posts").mkdir()
        shutil.copy(folder / "blank" / "daybook.db", folder / "posts" / "daybook.db")
        app = opened(folder / "posts")
        posts, imports = [], []
        for turn in range(ROUNDS):
            posts.append(posting(app, turn * 1000, SAMPLE) / SAMPLE)
            imports.append(importing(folder, rows if turn == 0 else ROWS))
    sizes = [rows, *[ROWS] * (ROUNDS - 1)]
    per_row = [each["work"] / size for each, size in zip(imports, sizes, strict=True)]
    request = statistics.median(posts)
    said = f"{rows:,} rows in {imports[0]['seconds']:.1f} s, a request {1000 * request:.1f} ms"
    return [
        at_least(
            "Imp",
            f"rows to a request per row, by processor time: {said}",
            request / statistics.median(per_row),
            FASTER,
        ),
        at_most("Imp", "peak memory in MB", max(each["memory"] for each in imports), MOST_MEMORY),
        at_most(
            "Imp",
            "longest write transaction in s, median of rounds",
            statistics.median(each["lock"] for each in imports),
            LONGEST_LOCK,
        ),
    ]


if __name__ == "__main__":
    print(json.dumps(child(Path(sys.argv[1]), Path(sys.argv[2]))))
