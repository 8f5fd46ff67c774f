"""A process that forks children on request, so that each can be killed and begun again quickly.

Run as `python -m tests.faults.zygote INSTANCE MAIL_URL`; each line on stdin starts a child and
its number is printed. Everything is imported once, here, before any thread exists.
"""

import os
import signal
import sys
import time
from pathlib import Path

from compliance.app import create_app
from compliance.config import Settings
from compliance.db import db
from compliance.doors import door_of
from compliance.jobs import Entry, run, start_beside
from compliance.outbox.jobs import deliver
from compliance.wallclock import WallClock

MARK = (Entry("mark", {"seconds": 1}, "tests.faults.zygote:mark"),)


def settings_in(instance: Path, mail_url: str) -> Settings:
    return Settings(
        instance=instance,
        database_url=f"sqlite:///{instance / 'daybook.db'}",
        secret_key="test-only",
        mail_url=mail_url,
        mail_from="plan@plan.example",
        cheap_hashes=True,
    )


def mark(door) -> dict[str, int]:
    """Leave a mark of the process that runs jobs."""
    with (door.settings.instance / "marks").open("a") as file:
        file.write(f"{os.getpid()}\n")
    return {"marks": 1}


def delivering(app) -> None:
    with app.app_context():
        deliver(door_of(app))


def leading(app) -> None:
    run(app, MARK, pause=0.1)


def serving(app) -> None:
    start_beside(app, MARK)
    time.sleep(600)


def start(app, word: str) -> int:
    child = os.fork()
    if child:
        return child
    try:
        if word == "deliver_later":
            app.extensions["daybook"]["clock"] = WallClock(shift_days=1)
        {"lead": leading, "serve": serving}.get(word, delivering)(app)
    finally:
        os._exit(0)


def main() -> None:
    app = create_app(settings_in(Path(sys.argv[1]), sys.argv[2]), WallClock())
    with app.app_context():
        db.engine.dispose()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the dead need no burial
    print("ready", flush=True)  # noqa: T201
    for line in sys.stdin:
        print(start(app, line.strip()), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
