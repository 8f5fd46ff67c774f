"""What the pages of meetings share: the blueprint, acts done once, people of both sides."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, render_template, url_for

from compliance.accounts.queries import people_now
from compliance.meetings.queries.pages import MeetingPage, meeting_page
from compliance.meetings.queries.partners import UNNAMED, names_of_partners
from compliance.meetings.rules.series import MBHO, PLAN
from compliance.occasions import Occasion
from compliance.web.door import current_occasion
from compliance.web.listings import Tab

blueprint = Blueprint("meetings", __name__)


def sides() -> dict[str, list[tuple[int, str]]]:
    """Return the active people of both sides as (number, name): partners sit for their MBHO.

    Where there are several MBHOs each of their people is told with its key.
    """
    people = people_now(active_only=True)
    partners = [each for each in people if each.organization]
    is_one = len({each.organization for each in partners}) < 2
    named = [
        (each.id, each.name if is_one else f"{each.name}, {each.organization}") for each in partners
    ]
    return {PLAN: [(each.id, each.name) for each in people if not each.organization], MBHO: named}


def seated(page: MeetingPage) -> list[tuple[int, str, str]]:
    """Return the people of a meeting as (number, name, side), the plan's first."""
    return [
        (seat.person_id, name, side) for side in (PLAN, MBHO) for name, seat in page.people(side)
    ]


def asked_page(ref: str) -> MeetingPage:
    """Return the meeting of the address, as of the day that the address asks for."""
    return meeting_page(ref, current_occasion())


def shown(template: str, page: MeetingPage, tab: str, /, **more: Any) -> str:
    """Return a page of one meeting with its tabs."""
    on = current_occasion()
    return render_template(
        f"meetings/{template}.html",
        page=page,
        meeting=page.meeting,
        tabs=_tabs(page, tab),
        today=on.day_seen,
        is_past=bool(on.as_of or on.known_on),
        mbho=mbho_name(page.series.settled.organization, on),
        **more,
    )


def _tabs(page: MeetingPage, tab: str) -> tuple[Tab, ...]:
    ref, open_ones = page.meeting.ref, len(page.open_actions)
    names: Mapping[str, str] = {
        "show": "Agenda",
        "kpi": "KPI review",
        "actions": "Action items",
        "minutes": "Minutes",
        "packs": "Pack",
    }
    return tuple(
        Tab(
            label,
            url_for(f"meetings.{name}", ref=ref),
            name == tab,
            open_ones if name == "actions" and open_ones else None,
        )
        for name, label in names.items()
    )


def mbho_name(key: str, on: Occasion) -> str:
    """Return what pages call an MBHO: the first word of its name, so that it stays short."""
    name = names_of_partners({key}, on)[key]
    return name if name == UNNAMED else name.split(" ", maxsplit=1)[0]
