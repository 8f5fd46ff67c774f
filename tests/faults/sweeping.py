"""A process that forks sweepers on request, so that each can be killed.

Run as `python -m tests.faults.sweeping INSTANCE`; each line on stdin starts a child that runs the
daily sweep in slices of a few deadlines, and its number is printed.
"""

import os
import signal
import sys
from pathlib import Path

from compliance.app import create_app
from compliance.db import db
from compliance.deadlines import jobs
from compliance.deadlines.services import Swept, sweep_slices
from compliance.doors import door_of
from compliance.mail import html_of_text
from compliance.occasions import SYSTEM, Occasion
from compliance.wallclock import WallClock
from tests.faults.zygote import settings_in
from tests.makers.rulebook import book

SIZE = 5
CLOCK = WallClock()


def moment() -> Occasion:
    return Occasion(SYSTEM, CLOCK.now(), CLOCK.today(), book())


def sweep_day(app) -> Swept:
    """Run the job itself, many transactions long."""
    jobs.sweep_slices = lambda on: sweep_slices(on, size=SIZE)
    try:
        return jobs.sweep_day(moment(), door_of(app))
    finally:
        jobs.sweep_slices = sweep_slices


def start(app) -> int:
    child = os.fork()
    if child:
        return child
    try:
        with app.app_context():
            sweep_day(app)
    finally:
        os._exit(0)


def main() -> None:
    app = create_app(settings_in(Path(sys.argv[1]), ""), WallClock())
    book()
    html_of_text("", "")  # loads what rendering needs
    with app.app_context():
        db.engine.dispose()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the dead need no burial
    print("ready", flush=True)  # noqa: T201
    for _ in sys.stdin:
        print(start(app), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
