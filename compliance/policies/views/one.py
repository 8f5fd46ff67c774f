"""One duty: what the policy says, evidence needed and held, attestation, facts, history."""

from dataclasses import dataclass
from datetime import date

from flask import render_template, url_for

from compliance.core.dates import day_full, day_words
from compliance.core.duties import Part
from compliance.core.states import DutyState
from compliance.occasions import Occasion
from compliance.policies.queries.live import SPONSORS
from compliance.policies.queries.register import DutyLine, in_force_words, one_duty
from compliance.policies.rules.attesting import why_not_yet
from compliance.policies.rules.evidence import PieceState, PieceView
from compliance.policies.rules.seeing import may_work
from compliance.policies.services.attesting import signer_of
from compliance.policies.sources import source_named
from compliance.policies.views.cells import figure_words
from compliance.policies.views.history import history
from compliance.policies.views.listing import blueprint
from compliance.policies.views.next_bar import Hands, next_of
from compliance.web.access import may, may_open, permission
from compliance.web.addresses import looks_back
from compliance.web.cells import Act, Status
from compliance.web.door import current_occasion
from compliance.web.filters import filesize

PIECE_WORDS = {
    PieceState.MISSING: Status("Missing", "none", "circle-dashed"),
    PieceState.IN_REVIEW: Status("In review", "run", "file-search"),
    PieceState.REJECTED: Status("Sent back", "soon", "alert-triangle"),
    PieceState.OFF_TARGET: Status("Off target", "soon", "clock-exclamation"),
    PieceState.EXPLAINED: Status("Off target, explained", "met", "circle-check"),
    PieceState.LIVE: Status("Live", "met", "circle-check"),
    PieceState.ACCEPTED: Status("Accepted", "met", "circle-check"),
}
PART_TITLES = {
    Part.ACCOUNTABLE: "Owner",
    Part.RESPONSIBLE: "Responsible",
    Part.DEPUTY: "Backup",
    Part.CONSULTED: "Consulted",
    Part.INFORMED: "Informed",
}


@dataclass(frozen=True)
class PieceRow:
    """One piece of evidence as the page shows it."""

    code: str
    title: str
    hint: str
    what: str
    href: str
    detail: str
    covers: str
    status: Status
    why: str
    acts: tuple[Act, ...]


@blueprint.get("/responsibilities/<ref>")
@permission("duties.view")
def show(ref: str) -> str:
    on = current_occasion()
    found = one_duty(ref, on)
    line = found.line
    hands = hands_of(line, on)
    return render_template(
        "policies/duty.html",
        line=line,
        standing=line.standing,
        lede=_lede(line),
        step=next_of(line, hands),
        policy=in_force_words(line, line.standing.terms.adopted_on),
        pieces=[_row(each, line, hands, on) for each in line.standing.pieces],
        hands=hands,
        not_yet=why_not_yet(line.standing),
        parts=[(PART_TITLES[part], line.parts(part)) for part in PART_TITLES if line.parts(part)],
        sponsor=found.leads.get(SPONSORS, ""),
        laws=_laws(line, on),
        alerts=_alerts(on),
        events=history(line, found.facts, on),
        today=on.day_seen,
    )


def hands_of(line: DutyLine, on: Occasion) -> Hands:
    """Return what the person may do here; nothing while another day is looked at."""
    if looks_back():
        return Hands(works=False, signs=False, reviews=False, assigns=False)
    works = may("duties.work") and may_work(on.actor, line.spans, on.today)
    return Hands(
        works=works,
        signs=works and signer_of(line, on).may_sign(on.today),
        reviews=may("duties.review"),
        assigns=may("duties.assign"),
    )


def _lede(line: DutyLine) -> str:
    standing, turn = line.standing, line.standing.turn
    owner = f"Owner {line.owner.name}" if line.owner else "No owner"
    whose = f"{owner}, {line.department.title}."
    if turn is None:
        last = standing.story.last
        said = f"Attested {day_full(last.day)}." if last else "Due when its event is recorded."
        return f"{said} {whose}"
    verb = "Was due" if standing.state is DutyState.OVERDUE else "Due"
    return f"{verb} {day_full(turn.due_on)}. {whose}"


def _row(view: PieceView, line: DutyLine, hands: Hands, on: Occasion) -> PieceRow:
    what, href, detail, covers = _held(view, line)
    return PieceRow(
        code=view.piece.code,
        title=view.piece.title,
        hint=view.piece.hint,
        what=what,
        href=href,
        detail=detail,
        covers=covers,
        status=_status(view),
        why=view.reason or (view.held.why if view.held else ""),
        acts=tuple(_acts(view, line, hands, on)),
    )


def _status(view: PieceView) -> Status:
    if (
        view.state is PieceState.OFF_TARGET
        and view.figure
        and view.figure.payload["target"] == "all"
    ):
        said = view.figure.payload
        return Status(
            f"{said['denominator'] - said['numerator']} open", "soon", "clock-exclamation"
        )
    return PIECE_WORDS[view.state]


def _held(view: PieceView, line: DutyLine) -> tuple[str, str, str, str]:
    """Return what there is: words, address, detail, and what it covers."""
    if view.figure is not None:
        said = view.figure.payload
        source = source_named(view.piece.source)
        href = (
            url_for(source.endpoint)
            if source and source.endpoint and may_open(source.endpoint)
            else ""
        )
        covers = day_words(date.fromisoformat(said["data_as_of"]))
        words = source.words if source else view.piece.source
        target = f", target {said['target']}" if said["target"] and said["target"] != "all" else ""
        return words, href, f", {figure_words(view)} {said['unit']}{target}".rstrip(), covers
    if view.held is not None:
        said = view.held.payload
        since = f"{day_words(date.fromisoformat(said['covers_on']))} on"
        if not view.held.is_file:
            return view.held.name, str(said["url"]), " page", since
        href = url_for("duties.document", ref=line.duty.id, evidence_id=view.held.id)
        return view.held.name, href, f" {filesize(said['size'])}", since
    return "", "", "", ""


def _acts(view: PieceView, line: DutyLine, hands: Hands, on: Occasion) -> list[Act]:
    ref = line.duty.id
    if view.state is PieceState.IN_REVIEW and view.held and hands.reviews:
        if view.held.person_id != on.actor.person_id:
            return [Act("Review", url_for("duties.review", ref=ref, evidence_id=view.held.id))]
        return []
    if not hands.works:
        return []
    if view.state in (PieceState.OFF_TARGET, PieceState.EXPLAINED):
        return [Act("Say what is done", url_for("duties.reason", ref=ref, piece=view.piece.code))]
    if view.figure is None:
        word = "Replace" if view.held and view.state is PieceState.ACCEPTED else "Add"
        return [Act(word, url_for("duties.add", ref=ref, piece=view.piece.code))]
    return []


def _laws(line: DutyLine, on: Occasion) -> list[tuple[str, str | None, str]]:
    """Return citation, address and why it applies, of each law named."""
    found = []
    for parameter_id, why in line.duty.law.items():
        source = on.book.parameter(parameter_id).sources[0]
        found.append((source.cite, source.url, why))
    return found


def _alerts(on: Occasion) -> str:
    """Return the warning steps in words: "14 and 3 days before, on the day, then when late"."""
    rungs = on.book.ladder_for("duty").rungs_on(on.day_seen)
    days = [str(each) for each in sorted(rungs.before, reverse=True) if each]
    before = " and ".join(days)
    return f"{before} days before, on the day, and the day after to compliance"
