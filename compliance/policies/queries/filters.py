"""Which duties a list is asked for: saved views, filters, words."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from compliance.core.duties import OWNING, Part
from compliance.core.folding import folded
from compliance.core.states import DutyState
from compliance.occasions import Actor
from compliance.policies.queries.register import DutyLine
from compliance.policies.rules.evidence import PieceState
from compliance.policies.rules.states import Bucket
from compliance.policies.rules.story import PENDING

STATUTE = "credentialing.bhi_reimbursement_process"
LACKING = frozenset({PieceState.MISSING, PieceState.REJECTED, PieceState.OFF_TARGET})
VIEWS: Mapping[str, str] = {
    "departments": "By department",
    "mine": "Needs me",
    "missing": "Missing evidence",
    "vacant": "No owner",
    "sb1320": "SB 1320 only",
}


@dataclass(frozen=True)
class Filters:
    """What an address asks for; `buckets` are parts of the readiness meter."""

    view: str = "departments"
    text: str = ""
    departments: tuple[str, ...] = ()
    buckets: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()

    @property
    def is_narrowed(self) -> bool:
        """Return whether anything but the view narrows the list."""
        return bool(self.text or self.departments or self.buckets or self.owners)


def needs(line: DutyLine, actor: Actor) -> bool:
    """Return whether a duty waits for this person: as owner or deputy, or as reviewer."""
    standing = line.standing
    waits = any(each.verdict == PENDING for each in standing.story.held)
    if waits and actor.may("duties.review") and not _added_by(line, actor):
        return True
    parts = {*OWNING, Part.DEPUTY} if line.is_vacant else set(OWNING)
    mine = any(each.person_id == actor.person_id for part in parts for each in line.parts(part))
    if not mine or standing.is_current or standing.turn is None:
        return False
    back = any(each.state is PieceState.REJECTED for each in standing.pieces)
    return back or standing.is_ready or standing.bucket in (Bucket.OVERDUE, Bucket.SOON)


def _added_by(line: DutyLine, actor: Actor) -> bool:
    waiting = [each for each in line.standing.story.held if each.verdict == PENDING]
    return all(each.person_id == actor.person_id for each in waiting)


def lacks_evidence(line: DutyLine) -> bool:
    """Return whether a duty that is to be attested lacks a piece of evidence."""
    standing = line.standing
    if standing.state is DutyState.ATTESTED or standing.turn is None:
        return False
    return any(each.state in LACKING for each in standing.pieces)


def in_view(view: str, actor: Actor) -> Callable[[DutyLine], bool]:
    """Return what says whether a duty belongs to a saved view."""
    tests: dict[str, Callable[[DutyLine], bool]] = {
        "mine": lambda line: needs(line, actor),
        "missing": lacks_evidence,
        "vacant": lambda line: line.is_vacant,
        "sb1320": lambda line: STATUTE in line.duty.law,
    }
    return tests.get(view, lambda _line: True)


def matching(lines: Sequence[DutyLine], asked: Filters, actor: Actor) -> list[DutyLine]:
    """Return the duties that an address asks for, in the order of the register."""
    belongs = in_view(asked.view, actor)
    return [each for each in lines if belongs(each) and _matches(each, asked)]


def _matches(line: DutyLine, asked: Filters) -> bool:
    owner = line.owner.name if line.owner else ""
    words = folded(f"{line.duty.id} {line.duty.title} {owner} {line.department.title}")
    return (
        folded(asked.text) in words
        and (not asked.departments or line.duty.department in asked.departments)
        and (not asked.buckets or line.standing.bucket.value in asked.buckets)
        and (not asked.owners or owner in asked.owners)
    )
