"""Instances and their clocks. A story is an instance made with another today, for demonstration."""

import json
import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from compliance.core.errors import Environment
from compliance.wallclock import WallClock, shift_to

STORY = "story.json"
DATABASE = "daybook.db"


def instance_folder(named: Path | None, environ: Mapping[str, str] | None = None) -> Path:
    """Return the folder of the instance: as named, else as the environment says. Makes nothing."""
    env = os.environ if environ is None else environ
    return (named or Path(env.get("DAYBOOK_INSTANCE") or "instance")).resolve()


def is_instance(folder: Path, environ: Mapping[str, str] | None = None) -> bool:
    """Return whether a database is named by the environment or kept in the folder."""
    env = os.environ if environ is None else environ
    named = env.get("DAYBOOK_DATABASE_URL") or env.get("DAYBOOK_DATABASE_URL_FILE")
    return bool(named) or (folder / DATABASE).exists()


def is_story(folder: Path) -> bool:
    """Return whether the instance was made with another today."""
    return (folder / STORY).exists()


def instance_clock(folder: Path) -> WallClock:
    """Return the clock of an instance: the real one, or shifted by the story's whole days."""
    try:
        said = json.loads((folder / STORY).read_text(encoding="utf-8"))
        return WallClock(int(said["shift_days"]))
    except FileNotFoundError:
        return WallClock()
    except (ValueError, KeyError, TypeError) as error:
        raise Environment(f"{folder / STORY} cannot be read: {error}. Restore the file.") from None


def begin_story(folder: Path, today: date) -> WallClock:
    """Make the instance a story on which the present day is `today`, and return its clock."""
    clock = shift_to(today)
    folder.mkdir(parents=True, exist_ok=True)
    body = json.dumps({"shift_days": clock.shift_days})
    (folder / STORY).write_text(body, encoding="utf-8")
    return clock
