"""How the runs of the timetable read in English. Pure."""

from collections.abc import Mapping
from typing import Any

JOBS: dict[str, str] = {
    "sweep": "Write the alerts that are due, every morning at six",
    "deliver": "Send mail, every minute",
    "settle_notices": "Close clocks by what became of notices, every minute",
    "finish_imports": "Finish imports that were interrupted, every minute",
    "work": "Do queued work, every few seconds",
    "forget_uploads": "Remove files of imports that nobody finished, every night",
    "heed_roles": "Tell open applications what was decided about their role, every morning",
    "settle_meetings": "See what became of packs and invitations, every minute",
    "plan_meetings": "Plan the next meetings of each series",
    "refresh_duties": "Read the figures of responsibilities and settle them, every morning",
    "watch_owners": "See who can act for each responsibility, every minute",
    "seal_looks": "Seal the log of looks at restricted data, every hour",
    "check_log": "Check the audit log from its first entry to its last, every night",
    "forget_post_keys": "Forget the keys of old forms and old drafts, every night",
}
NOTHING = "Nothing to do"


def job_title(name: str) -> str:
    """Return what a job does; one without words is called by its name."""
    return JOBS.get(name, name.replace("_", " ").capitalize())


def result_words(result: Mapping[str, Any], error: str) -> str:
    """Return what came of a run: its error, its counts above zero, or that there was nothing."""
    counts = [f"{number} {name.replace('_', ' ')}" for name, number in result.items() if number]
    return error or ", ".join(counts) or NOTHING
