"""The duties of the sample plan: adopted in August, owned, proved, attested, and one overdue."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any, cast

from compliance.core.dates import parse_file_day
from compliance.intake.files.given import read_given
from compliance.intake.services.small_files import apply_file
from compliance.occasions import Actor, Occasion
from compliance.policies.rules.evidence import PieceState
from compliance.policies.rules.story import PENDING
from compliance.policies.services.adopting import adopt_policy
from compliance.policies.services.attesting import (
    NewEvent,
    ask_for_time,
    attest,
    record_event,
    state_reason,
)
from compliance.policies.services.evidence import (
    FileGiven,
    NewEvidence,
    accept_evidence,
    add_evidence,
    reject_evidence,
)
from compliance.policies.services.importing import OWNERS
from compliance.policies.services.loading import load
from compliance.policies.services.owners import lead_department
from compliance.policies.services.settling import read_and_settle, refresh
from compliance.rulebook.strict_yaml import parse
from compliance.setup.sample.chapters import Cast, Scene
from compliance.setup.sample.verbs import PDF
from compliance.store import keep

TOLD = Path(__file__).with_name("duties.yaml")
MONTH = timedelta(days=28)
REVIEWERS = ("elise", "paulo")
DONE = "It is on the list of the next joint meeting, with Dana Whitfield, by the end of the year."


def scenes(shift: timedelta) -> Iterator[Scene]:
    """Yield the acts of the chapter by day, as `duties.yaml` tells them."""
    told = cast("Any", parse(TOLD.read_text(encoding="utf-8"), TOLD.name))
    began, ends = _day(told["adopted"]) + shift, _day(told["today"]) + shift
    yield Scene(began, "admin", partial(_bring_in, told["owners"], began))
    yield Scene(began, "elise", partial(_adopt, began))
    for code, who in told["leads"].items():
        yield Scene(began, "admin", partial(_lead, code, who, began))
    for day, who, duty_id, verb, *given in told["acts"]:
        yield Scene(_day(day) + shift, who, partial(_VERBS[verb], (duty_id, given, shift)))
    for month in range((ends - began) // MONTH):
        yield Scene(began + (month + 1) * MONTH, "elise", lambda _cast, on: refresh(on))
    yield Scene(ends, "elise", lambda _cast, on: refresh(on))


def _day(text: str) -> date:
    return parse_file_day(text)


def _adopt(day: date, _cast: Cast, on: Occasion) -> None:
    adopt_policy(day, on)


def _bring_in(owners: Any, day: date, _cast: Cast, on: Occasion) -> None:
    """Bring in the owners by the file that a plan would send."""
    rows = [
        f"{duty_id},{who}@aldercreek.example,{part},{day.isoformat()}"
        for part, people in owners.items()
        for who, duty_ids in people.items()
        for duty_id in duty_ids
    ]
    text = "\n".join(["duty_id,person_email,part,from", *rows])
    apply_file(OWNERS, read_given(text.encode(), "owners.csv", OWNERS), on)


def _lead(code: str, who: str, day: date, cast_: Cast, on: Occasion) -> None:
    lead_department(code, cast_.people[who], day, on)


Told = tuple[str, Sequence[str], timedelta]


def _evidence(told: Told, cast_: Cast, on: Occasion) -> None:
    duty_id, (piece, name), _ = told
    _add(duty_id, piece, name, cast_, on)


def _add(duty_id: str, piece: str, name: str, cast_: Cast, on: Occasion) -> None:
    stored = keep(cast_.settings.uploads, PDF + name.encode())
    file = FileGiven(stored.sha256, f"{name}.pdf", "application/pdf", stored.size)
    add_evidence(load(duty_id, on), NewEvidence(piece, on.today, name, file=file), on)


def _accept(told: Told, _cast: Cast, on: Occasion) -> None:
    line = load(told[0], on)
    for held in line.standing.story.held:
        if held.verdict == PENDING:
            accept_evidence(line, held.id, on)


def _reject(told: Told, cast_: Cast, on: Occasion) -> None:
    line = load(told[0], on)
    waiting = [each for each in line.standing.story.held if each.verdict == PENDING]
    reject_evidence(line, waiting[-1].id, told[1][0], on, cast_.settings.base_url)


def _attest(told: Told, cast_: Cast, on: Occasion) -> None:
    """Prove what is missing, have it reviewed by somebody else, then attest."""
    duty_id = told[0]
    read_and_settle(load(duty_id, on), on)
    for view in load(duty_id, on).standing.pieces:
        if view.state is PieceState.MISSING:
            _add(duty_id, view.piece.code, view.piece.title, cast_, on)
        elif view.state is PieceState.OFF_TARGET:
            state_reason(load(duty_id, on), view.piece.code, DONE, on)
    reviewer = next(each for each in REVIEWERS if cast_.people[each] != on.actor.person_id)
    _accept(told, cast_, replace(on, actor=_actor(reviewer, cast_)))
    attest(load(duty_id, on), on)


def _actor(who: str, cast_: Cast) -> Actor:
    return cast_.actor(who)


def _time(told: Told, _cast: Cast, on: Occasion) -> None:
    duty_id, (until, why), shift = told
    ask_for_time(load(duty_id, on), _day(until) + shift, why, on)


def _event(told: Told, _cast: Cast, on: Occasion) -> None:
    record_event(load(told[0], on), NewEvent(told[1][0], on.today), on)


_VERBS: dict[str, Callable[[Told, Cast, Occasion], None]] = {
    "evidence": _evidence,
    "accept": _accept,
    "reject": _reject,
    "attest": _attest,
    "time": _time,
    "event": _event,
}
