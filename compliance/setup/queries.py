"""How far set-up has come, and what each reading of the notice clock makes of today."""

from dataclasses import dataclass
from datetime import date

from compliance.accounts.queries import people_now
from compliance.choices.rules import is_demo
from compliance.config import Settings
from compliance.core.clocks import Asked, Due, clock_due
from compliance.core.permissions import ROLES
from compliance.core.rulebook import Basis
from compliance.mail import MailWay, mail_way
from compliance.occasions import Occasion
from compliance.setup.rules import BASIS_KEY, Task

READINGS: dict[str, tuple[Basis, str]] = {
    "stricter": ("stricter", "The stricter of both: whichever comes first"),
    "statute_7bd": ("statute", "The statute: 7 business days"),
    "policy_7cal": ("policy", "The policy: 7 calendar days"),
}
MAIL_WORDS = {
    MailWay.SERVER: "Sent through your mail server",
    MailWay.DEMO: "Kept by the demo mail server; it reaches nobody",
    MailWay.FOLDER: (
        "No mail server: messages are written to a folder. Alerts in Daybook work without one."
    ),
}


@dataclass(frozen=True)
class Reading:
    """One reading of the notice clock, and its dates for an application received on a day."""

    value: str
    title: str
    due: Due


def readings(received_on: date, on: Occasion) -> list[Reading]:
    """Return what each reading makes of an application received on the day."""
    rule = on.book.clock("completeness_notice")
    return [
        Reading(value, title, clock_due(Asked(rule, received_on, on.book, basis=basis)))
        for value, (basis, title) in READINGS.items()
    ]


def tasks(settings: Settings, on: Occasion) -> list[Task]:
    """Return the set-up list: what is needed first, then what may wait."""
    return [
        _names_task(on),
        _account_task(on),
        _clocks_task(on),
        _people_task(),
        _mail(settings, on),
    ]


def _names_task(on: Occasion) -> Task:
    names = [str(on.book.choice(key, "")) for key in ("plan.name", "mbho.name")]
    said = ", ".join(name for name in names if name) or "Nothing given yet"
    return Task("Plan and partner names", said, "setup.plan", _state(names))


def _state(parts: list[str]) -> str:
    given = sum(1 for part in parts if part)
    if given == len(parts):
        return "done"
    return "in_progress" if given else "not_started"


def _account_task(on: Occasion) -> Task:
    held = [word for role, word in ROLES.items() if role in on.actor.roles]
    said = ", ".join([on.actor.name, *held])
    return Task("Your account", said, "accounts.profile", "done")


def _clocks_task(on: Occasion) -> Task:
    chosen = str(on.book.choices.get(BASIS_KEY, ""))
    said = READINGS[chosen][1] if chosen in READINGS else "Shipped: the stricter of both readings"
    return Task("The two clocks", said, "setup.clocks", "done" if chosen else "not_started")


def _people_task() -> Task:
    people = people_now(active_only=True)
    without = sum(1 for each in people if each.supervisor_id is None)
    said = f"{len(people)} with an account, {without} without a supervisor"
    state = "not_started" if len(people) < 2 else "in_progress" if without > 1 else "done"
    return Task("People, departments and supervisors", said, "people.people_list", state)


def _mail(settings: Settings, on: Occasion) -> Task:
    way = mail_way(settings, is_demo=is_demo(on.book.choices))
    state = "cannot_start" if way is MailWay.FOLDER else "done"
    return Task("Alerts and email", MAIL_WORDS[way], "setup.mail", state, is_needed=False)
