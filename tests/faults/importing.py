"""A process that forks importers on request, so that each can be killed.

Run as `python -m tests.faults.importing INSTANCE`; each line on stdin is "import FILE" or
"finish", starts a child, and its number is printed. A child leaves its mark when it is through.
"""

import os
import signal
import sys
from datetime import timedelta
from pathlib import Path

from compliance.app import create_app
from compliance.db import db, session
from compliance.intake.files.reading import read_table
from compliance.intake.services.plan import plan_import
from compliance.intake.services.run import (
    LEFT_OVER_AFTER,
    Running,
    finish_left_over,
    run_import,
)
from compliance.occasions import SYSTEM, Occasion
from compliance.wallclock import WallClock
from tests.faults.zygote import settings_in
from tests.makers.rulebook import book

CLOCK = WallClock()


def moment(later: timedelta = timedelta(0)) -> Occasion:
    return Occasion(SYSTEM, CLOCK.now() + later, CLOCK.today(), book())


def bring_in(file: Path) -> None:
    plan = plan_import(read_table(file, file.name), {}, moment())
    session().rollback()
    run_import(plan, Running(moment(), CLOCK.now))


def finish() -> None:
    finish_left_over(Running(moment(LEFT_OVER_AFTER)))


def start(app, words: list[str]) -> int:
    child = os.fork()
    if child:
        return child
    try:
        with app.app_context():
            finish() if words[0] == "finish" else bring_in(Path(words[1]))
        Path(app.instance_path, f"through-{os.getpid()}").touch()
    finally:
        os._exit(0)


def main() -> None:
    app = create_app(settings_in(Path(sys.argv[1]), ""), WallClock())
    book()
    with app.app_context():
        db.engine.dispose()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the dead need no burial
    print("ready", flush=True)  # noqa: T201
    for line in sys.stdin:
        print(start(app, line.split()), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
