"""The Today page: what is due for me, for my team, and what waits on others."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from compliance.audit.services import identifies
from compliance.core.dates import day_short
from compliance.core.states import CLOCK_WORDS
from compliance.credentialing.queries.filters import LATE_VIEWS, Filters
from compliance.credentialing.queries.lists import Order, matching_ids, queue_rows
from compliance.credentialing.queries.waits import waits_among, waits_for
from compliance.credentialing.rules.steps import NOTICE_KINDS
from compliance.deadlines.kinds import kind_named
from compliance.deadlines.queries import (
    AlertLine,
    DueItem,
    closed_stats,
    due_items,
    monthly_shares,
    next_due,
    recent_alerts,
)
from compliance.deadlines.queries.due import MOST, Scope
from compliance.meetings.queries.coming import next_meeting
from compliance.meetings.queries.pages import missing_figures
from compliance.occasions import Occasion
from compliance.today.rules import (
    WINDOW_DAYS,
    closed_sentence,
    groups_of,
    is_past_legal,
)
from compliance.today.tables import today_table, waiting_table
from compliance.web.access import may, may_open, permission
from compliance.web.addresses import here, looks_back
from compliance.web.cells import Act
from compliance.web.door import current_occasion
from compliance.web.filters import plural, stamp_staff
from compliance.web.listings import Empty, Group, Listing, Tab
from compliance.web.paging import Page

blueprint = Blueprint("today", __name__)
SCOPES = {"mine": "My queue", "team": "My team", "waiting": "Waiting on others"}
KEYS = (("j k", "move"), ("Enter", "open"), ("e", "do the next step"))
FIGURES = (
    ("Notice within the limit", "late_notice"),
    ("Decision within the limit", "late_decision"),
)
FEW = 5
RECENT = 4


@dataclass(frozen=True)
class Chip:
    """A kind of work above the list, with how many there are."""

    text: str
    href: str
    icon: str
    is_on: bool


@dataclass(frozen=True)
class Figure:
    """How many clocks of one sort were closed in time; no share below five."""

    title: str
    on_time: int
    total: int
    share: float | None
    late: int
    months: list[float]
    href: str


@dataclass(frozen=True)
class Work:
    """Everything the page chooses from: items in the window by scope, and what waits.

    `waiting` holds the rows where they are shown, else the numbers of the applications.
    """

    mine: list[DueItem]
    team: list[DueItem]
    waiting: Sequence[Any]

    def of(self, scope: str) -> list[DueItem]:
        """Return the items of a scope."""
        return self.team if scope == "team" else self.mine


@blueprint.get("/")
@permission("account.own")
def index() -> str | Response:
    """Return the day's work, or lead somebody who has none here to the own profile."""
    if not may("today.view"):
        home = "partners.home" if may("partner.view") else "accounts.profile"
        return redirect(url_for(home))
    on = current_occasion()
    scope = request.args.get("whose", "")
    if scope not in _scopes():
        scope = "team" if _leads(on) else "mine"
    work = _work(scope, on)
    return render_template(
        "today/today.html",
        today=on.day_seen,
        lede=_lede(work, scope, on),
        unread=_unread(work, scope),
        listing=_listing(work, scope, on),
        chips=_chips(work.of(scope)) if scope != "waiting" else [],
        figures=[_figure(*each, on) for each in FIGURES] if may("applications.view") else [],
        set_up=_set_up(work, on),
        meeting=next_meeting(on, missing_figures(on)) if may("meetings.view") else None,
        alerts=[_alert(each, today=on.day_seen) for each in recent_alerts(on, RECENT)],
    )


def _alert(line: AlertLine, today: date) -> dict[str, str]:
    word = CLOCK_WORDS[line.state]
    text = f"{line.reason} {stamp_staff(line.written_at, today)}"
    return {"title": line.title, "text": text, "tone": word.tone, "icon": word.icon}


def _set_up(work: Work, on: Occasion) -> list[Any]:
    """Return the set-up list while something needed is left and there is no work yet."""
    is_idle = not work.team and not work.waiting and not looks_back()
    if not is_idle or not may_open("setup.tasks") or next_due(on, "all", on.day_seen):
        return []
    listed: list[Any] = current_app.extensions["daybook"]["set_up"]()
    needed = [each for each in listed if each.is_needed]
    return [] if all(each.is_done for each in needed) else needed


def _scopes() -> dict[str, str]:
    """Return the lists that the person may open: without applications, the own work alone."""
    return SCOPES if may("applications.view") else {"mine": SCOPES["mine"]}


def _leads(on: Occasion) -> bool:
    """Return whether the person looks at the team first: compliance and supervisors."""
    return bool({"compliance", "supervisor"} & on.actor.roles)


def _work(scope: str, on: Occasion) -> Work:
    window = on.day_seen + timedelta(days=WINDOW_DAYS)
    owner = str(on.actor.person_id)
    team = due_items(on, _team(on), until=window)
    mine = [each for each in team if each.owner_id == on.actor.person_id]
    if len(team) == MOST:
        mine = due_items(on, "mine", until=window)
    read = queue_rows if scope == "waiting" else matching_ids
    return Work(mine, team, read(Filters(view="waiting", owners=(owner,)), Order(), on))


def _team(on: Occasion) -> Scope:
    """Return whose work a person's team is: for compliance, everybody's."""
    return "all" if "compliance" in on.actor.roles else "team"


def _unread(work: Work, scope: str) -> list[str]:
    """Return in sentences what the address asks for in vain."""
    whose, kind = request.args.get("whose", ""), request.args.get("kind", "")
    found = []
    if whose and whose not in _scopes():
        found.append(f"There is no list “{whose}” here. The lists stand above the items.")
    if kind and scope != "waiting" and kind not in _groups(work.of(scope)):
        found.append(f"None of these items is of the kind “{kind}”; all kinds are shown.")
    return found


def _lede(work: Work, scope: str, on: Occasion) -> dict[str, Any]:
    if scope == "waiting":
        waiting = plural(len(work.waiting), "application")
        return {"text": f"{waiting} of yours wait on the applicant."}
    today, items = on.day_seen, work.of(scope)
    overdue = sum(is_past_legal(each, today) for each in items)
    past = sum(today > each.due_on and not is_past_legal(each, today) for each in items)
    coming = len(items) - overdue - past
    last = max((each.due_on for each in items), default=today)
    text = ""
    if coming:
        more = " more" if overdue or past else ""
        text = f"{coming}{more} due by {day_short(max(last, today))}."
    closed = closed_sentence(today, on.book.calendar("ca_strict"))
    return {"overdue": overdue, "past": past, "text": f"{text} {closed}".strip()}


def _listing(work: Work, scope: str, on: Occasion) -> Listing[Any]:
    today = on.day_seen
    tabs = tuple(_tab(name, label, work, scope, today) for name, label in _scopes().items())
    if scope == "waiting":
        return Listing(
            table=waiting_table(today, waits_among(work.waiting, on)),
            page=Page(work.waiting),
            today=today,
            what="applications",
            tabs=tabs,
            empty=Empty("Nothing waits on others"),
            css="q",
            keys=KEYS,
        )
    groups = _groups(work.of(scope))
    items = _shown(groups.get(request.args.get("kind", ""), work.of(scope)))
    owed = {each.subject_id for each in items if each.kind in NOTICE_KINDS}
    found = groups_of(items, today, on.book.calendar("ca_strict"))
    return Listing(
        table=today_table(today, has_owner=scope == "team", waits=waits_for(owed, on)),
        page=Page(items),
        today=today,
        what="item" if len(items) == 1 else "items",
        tabs=tabs,
        groups=tuple(Group(each.title, each.items, each.tone) for each in found),
        empty=Empty("") if items else _empty(scope, on),
        css="q",
        keys=KEYS,
    )


@identifies()
def _shown(items: list[DueItem]) -> list[DueItem]:
    """Return the items of the list, which name their applicants and providers."""
    return items


def _tab(name: str, label: str, work: Work, scope: str, today: date) -> Tab:
    items = work.waiting if name == "waiting" else work.of(name)
    late = name != "waiting" and any(is_past_legal(each, today) for each in items)
    return Tab(
        label, here(whose=name, kind=None), name == scope, len(items), "over" if late else ""
    )


def _chips(items: list[DueItem]) -> list[Chip]:
    chosen, groups = request.args.get("kind", ""), _groups(items)
    chips = [Chip("All kinds", here(kind=None), "", chosen not in groups)]
    for group, found in groups.items():
        icon = kind_named(found[0].kind).icon
        chips.append(Chip(f"{group} {len(found)}", here(kind=group), icon, group == chosen))
    return chips


def _groups(items: list[DueItem]) -> dict[str, list[DueItem]]:
    """Return the items by the chip that holds their kind."""
    groups: dict[str, list[DueItem]] = {}
    for each in items:
        groups.setdefault(kind_named(each.kind).group, []).append(each)
    return groups


def _empty(scope: str, on: Occasion) -> Empty:
    is_team = scope == "team"
    later = next_due(on, _team(on) if is_team else "mine", on.day_seen)
    text = "Nothing is coming up either."
    if later:
        noun = kind_named(later.kind).noun.lower()
        text = f"The next item is the {noun} on {later.ref}, due {day_short(later.due_on)}."
    if is_team:
        add = Act("Add application", url_for("applications.receive_application"), icon="plus")
        acts = (add,) if may("applications.work") and not later else ()
        return Empty("Nothing is due for your team", text, acts)
    team = Act("See the team queue", url_for("today.index", whose="team"))
    acts = (team,) if "team" in _scopes() else ()
    return Empty("Nothing is due for you", text, acts)


def _figure(title: str, view: str, on: Occasion) -> Figure:
    kinds = LATE_VIEWS[view]
    stats = closed_stats(on, kinds)
    share = stats.share_by_legal if stats.of_legal >= FEW else None
    months = [value * 100 for _, value in monthly_shares(on, kinds) if value is not None]
    late = stats.of_legal - stats.by_legal
    return Figure(
        title,
        stats.by_legal,
        stats.of_legal,
        share,
        late,
        months if stats.of_legal >= FEW else [],
        url_for("applications.index", view=view),
    )
