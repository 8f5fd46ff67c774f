"""The pathway panel: which applications this provider needs, how far each is, and why."""

from dataclasses import dataclass

from flask import url_for

from compliance.contracts.queries.pathways import pathway_of
from compliance.contracts.rules.pathways import Pathway
from compliance.core.dates import day_full
from compliance.core.states import APPLICATION_WORDS, ApplicationState
from compliance.credentialing.queries.one import Application
from compliance.credentialing.rules.snapshots import Snapshot
from compliance.credentialing.rules.steps import is_running
from compliance.credentialing.services.upkeep import ANYWAY
from compliance.directory.queries import organizations
from compliance.occasions import Occasion
from compliance.web.access import may

SIDES = ("plan", "mbho")
USUAL = {"plan": "The plan", "mbho": "The MBHO"}


@dataclass(frozen=True)
class Step:
    """One application of a pair: to whom, how far, and the way to it or to its making."""

    title: str
    side: str
    note: str
    icon: str
    tone: str
    ref: str = ""
    is_this: bool = False
    make: str = ""


@dataclass(frozen=True)
class Way:
    """What the panel shows; `settle` leads to the table where a question is open."""

    found: Pathway
    steps: tuple[Step, ...] = ()
    rows: tuple[int, ...] = ()
    settle: str = ""
    anyway: str = ""
    chosen: str = ""

    @property
    def icon(self) -> str:
        """Return the icon before the title of a CoCM file's answer."""
        if self.found.is_undecided:
            return "help-circle"
        return "circle-check" if _is_unneeded(self.found) else "id-badge-2"


def way_of(application: Application, on: Occasion, *, may_add: bool) -> Way | None:
    """Return the pathway of an application; None for a model without one."""
    entry = application.snapshot.story.entry
    found = pathway_of(entry.model, entry.lines, application.provider_id, on)
    if found is None:
        return None
    if entry.model == "pcbh":
        return Way(found, _steps(application, on, may_add=may_add))
    rows = tuple(dict.fromkeys(each.row.number for each in found.sides if each.row))
    return Way(
        found,
        rows=rows,
        settle=url_for("contracts.index") if found.is_undecided else "",
        anyway=_anyway(application, found, on),
        chosen=_chosen(application),
    )


def _steps(application: Application, on: Occasion, *, may_add: bool) -> tuple[Step, ...]:
    names = {each.kind: each.short_name or each.name for each in organizations(on)}
    mine = application.snapshot.story.entry.destination or "plan"
    steps = []
    for side in SIDES:
        name = names.get(side, USUAL[side])
        title = f"{name} (MBHO)" if side == "mbho" and side in names else name
        if side == mine:
            steps.append(_step(title, side, application.ref, application.snapshot, is_this=True))
        elif application.twin:
            steps.append(_step(title, side, application.twin.ref, application.twin.snapshot))
        else:
            steps.append(_lacking(title, side, name if may_add else ""))
    return tuple(steps)


def _step(title: str, side: str, ref: str, snapshot: Snapshot, *, is_this: bool = False) -> Step:
    word = APPLICATION_WORDS[ApplicationState(snapshot.state)]
    note = f"{word.label}, {_date_words(snapshot)}"
    return Step(title, side, note, word.icon, word.tone, ref, is_this=is_this)


def _date_words(snapshot: Snapshot) -> str:
    decision = snapshot.decision
    if decision and is_running(decision):
        return f"due {day_full(decision.due.due_on)}"
    received = snapshot.story.received_on
    if snapshot.story.decided_on:
        return f"decided {day_full(snapshot.story.decided_on)}"
    return f"received {day_full(received)}" if received else "no day received"


def _lacking(title: str, side: str, make: str) -> Step:
    return Step(title, side, "Not here yet. It is linked when it is on record.",
                "hourglass-empty", "wait", make=make)  # fmt: skip


def _anyway(application: Application, found: Pathway, on: Occasion) -> str:
    """Return where it is recorded that the provider is credentialed all the same, or nothing."""
    is_past = bool(on.as_of or on.known_on)
    is_open = ApplicationState(application.snapshot.state).is_open
    if is_past or not is_open or not _is_unneeded(found) or not may("applications.work"):
        return ""
    return url_for("applications.act", ref=application.ref, name="anyway")


def _is_unneeded(found: Pathway) -> bool:
    return (found.plan, found.mbho) == ("no", "no")


def _chosen(application: Application) -> str:
    """Return who chose to credential anyway, when and why, or nothing."""
    made = [
        each
        for each in application.facts
        if each.kind == ANYWAY and each.id not in application.replaced
    ]
    if not made:
        return ""
    who = application.people.get(made[-1].person_id or 0, "Daybook")
    return f"{made[-1].why} {who}, {day_full(made[-1].happened_on)}."
