"""One provider of the network: values, dates that lapse, places, applications, history."""

from dataclasses import dataclass
from datetime import date

from flask import render_template

from compliance.core.errors import NotFound
from compliance.core.facts import Fact
from compliance.core.network import MEMBER_WORDS, TEAM_ROLES, MemberStatus
from compliance.credentialing.queries.others import applications_of
from compliance.deadlines.queries.seen import moment_seen
from compliance.directory.queries.network import MemberRow, member, names_of, places_of
from compliance.ledger.queries import facts_of
from compliance.ledger.services import Subject
from compliance.network.services.keeping import SUBJECT
from compliance.network.views.listing import blueprint, lapse_days
from compliance.network.views.table import expiry_cell, name_of
from compliance.occasions import Occasion
from compliance.web.access import permission
from compliance.web.door import current_occasion

LARGEST = 9


@dataclass(frozen=True)
class Event:
    """One entry of the history, as the timeline draws it."""

    day: date
    title: str
    text: str = ""
    note: str = ""
    look: str = ""


@blueprint.get("/network/<ref>")
@permission("network.view")
def show(ref: str) -> str:
    on = current_occasion()
    row = member(_number(ref), on)
    within, role, events = lapse_days(on), on.book.roles.get(row.role), _events(row, on)
    return render_template(
        "network/provider.html",
        row=row,
        name=name_of(row),
        word=MEMBER_WORDS[MemberStatus(row.status)],
        role=role.title if role else row.role,
        team_role=TEAM_ROLES.get(row.team_role, ""),
        license_cell=expiry_cell(row.license_expires_on, on.day_seen, within),
        malpractice_cell=expiry_cell(row.malpractice_expires_on, on.day_seen, within),
        supervisor=names_of([row.supervisor_npi], on).get(row.supervisor_npi, ""),
        places=places_of([row.provider_id], on, ended=True),
        applications=applications_of(row.provider_id, on),
        events=events,
        since=events[-1].day if events else row.from_on,
        today=on.day_seen,
    )


def _number(ref: str) -> int:
    if not (ref.isascii() and ref.isdecimal() and len(ref) <= LARGEST):
        raise NotFound(f"There is no provider {ref}.")
    return int(ref)


def _events(row: MemberRow, on: Occasion) -> list[Event]:
    until = moment_seen(on)
    facts = facts_of(Subject(SUBJECT, row.provider_id))
    seen = [each for each in facts if until is None or each.recorded_at <= until]
    return [_event(each) for each in reversed(seen)]


def _event(fact: Fact) -> Event:
    problems = " ".join(fact.payload.get("problems", ()))
    title = "Entered the network's roster" if fact.payload.get("is_new") else "Roster"
    return Event(fact.happened_on, title, str(fact.payload["words"]), _note(fact, problems))


def _note(fact: Fact, problems: str) -> str:
    return f"{fact.origin}. {problems}".strip() if fact.origin else problems
