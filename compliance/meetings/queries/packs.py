"""What a pack holds: everything as data, worked out at one moment, for page and PDF alike."""

from dataclasses import dataclass
from typing import Any

from compliance.charts.lines import chart_file
from compliance.core.dates import MONTHS_IN_FULL, WEEKDAYS_IN_FULL, day_full, day_short, day_words
from compliance.core.states import ACTION_WORDS
from compliance.deadlines.queries.figures import ClosedStats, closed_stats
from compliance.kpis.queries import Panel, review
from compliance.meetings.queries.pages import MeetingPage, side_people
from compliance.meetings.queries.partners import names_of_partners
from compliance.meetings.rules.actions import Action
from compliance.meetings.rules.agenda import Item
from compliance.meetings.rules.leads import figures_month
from compliance.meetings.rules.minutes import DECISIONS
from compliance.meetings.rules.series import MBHO, PLAN
from compliance.meetings.rules.summary import Standing, sentences, summary
from compliance.meetings.rules.words import due_words
from compliance.occasions import Occasion
from compliance.wallclock import PACIFIC

CLOCKS = (
    ("completeness_notice", "Completeness notice"),
    ("decision", "Decision"),
    ("general_notice", "Notice, other applicants"),
    ("general_decision", "Decision, other applicants"),
)
SECTIONS = {
    "quality": "measures",
    "access": "measures",
    "claims": "measures",
    "alignment": "measures",
    "action_items": "actions",
    "credentialing": "credentialing",
    "prior_minutes": "minutes",
}


@dataclass(frozen=True)
class Draft:
    """Which draft of a pack is made, whether it is the final one."""

    number: int
    is_final: bool = False

    @property
    def label(self) -> str:
        """Return "Draft 2" or "Final"."""
        return "Final" if self.is_final else f"Draft {self.number}"


def pack_data(page: MeetingPage, draft: Draft, on: Occasion) -> dict[str, Any]:
    """Return a pack as data: no markup, no member, the exact moment of its figures."""
    partner = page.series.settled.organization
    told = review(figures_month(page.meeting.day, on.book), on, partner=partner)
    meeting, series = page.meeting, page.series
    plan, mbho = _names(partner, on)
    asks = [(at, each) for at, each in enumerate(meeting.items, 1) if each.asks.strip()]
    stats = closed_stats(on, [kind for kind, _ in CLOCKS])
    standing = Standing(
        figures=sentences(told.lede),
        late=sum(each.is_overdue(on.today) for each in page.open_actions),
        open=len(page.open_actions),
        asks=len(asks),
        past_legal=stats.open_past_legal,
    )
    return {
        "title": f"{series.settled.name}, {day_full(meeting.day)}",
        "plan": plan,
        "between": f"{plan} and {mbho}",
        "name": series.settled.name,
        "when": _when(page),
        "running": f"{series.settled.name}, {day_words(meeting.day)}",
        "stamp": _stamp(draft, on),
        "summary": summary(standing),
        "agenda": [_agenda(line.number, f"{line.starts:%H:%M}", line.item, line.lead)
                   for line in page.lines],
        "asks": [{"number": at, "text": each.asks.rstrip(".")} for at, each in asks],
        "people": _people(page, plan, mbho),
        "measures_title": f"{told.period.words.partition(' ')[0]} measures",
        "measures_note": f"Solid: {plan}. Dashed: {mbho}. Dotted: target.",
        "measures": [_measure(each) for each in told.panels],
        "commentary": meeting.commentary.text if meeting.commentary else "",
        "actions": [_action(each, page, mbho, on) for each in page.actions],
        "sections": [_credentialing(on), *_minutes(page), _about(page, on)],
    }  # fmt: skip


def _names(partner: str, on: Occasion) -> tuple[str, str]:
    plan = str(on.book.choice("plan.name", "") or "The plan")
    return plan, names_of_partners({partner}, on)[partner]


def _when(page: MeetingPage) -> str:
    meeting = page.meeting
    day = meeting.day
    named = (
        f"{WEEKDAYS_IN_FULL[day.weekday()]} {day.day} {MONTHS_IN_FULL[day.month - 1]} {day.year}"
    )
    return f"{named}, {meeting.at:%H:%M} to {meeting.ends:%H:%M} PT"


def _stamp(draft: Draft, on: Occasion) -> str:
    at = on.now.astimezone(PACIFIC)
    moment = f"{day_full(at.date())} {at:%H:%M} PT"
    return f"{draft.label}, {moment}. Figures as recorded at that time."


def _agenda(number: int, starts: str, item: Item, lead: str) -> dict[str, Any]:
    nothing = "nothing to report" if item.is_nothing else ""
    if item.nothing_why:
        nothing = f"nothing to report: {item.nothing_why.rstrip('.')}"
    return {
        "number": number,
        "starts": starts,
        "title": item.title,
        "nothing": nothing,
        "lead": "" if item.is_nothing else lead,
        "section": SECTIONS.get(item.key, ""),
    }


def _people(page: MeetingPage, plan: str, mbho: str) -> list[dict[str, str]]:
    names = {PLAN: plan, MBHO: mbho}
    return [{"name": names[side], "people": people} for side, people in side_people(page)]


def _measure(panel: Panel) -> dict[str, Any]:
    return {
        "title": panel.heading,
        "marks": [{"text": text, "tone": tone} for text, tone, _ in panel.words],
        "svg": chart_file(panel.chart),
        "alt": f"{panel.chart.title}. {panel.chart.description}",
        "says": panel.sentence,
    }


def _action(action: Action, page: MeetingPage, mbho: str, on: Occasion) -> dict[str, str]:
    word = ACTION_WORDS[action.state]
    near, tone = due_words(action, on.today)
    owner = page.names.get(action.wanted.owner_id, "")
    side = f" ({mbho})" if action.wanted.side == MBHO else ""
    late = tone == "over"
    return {
        "wording": action.wanted.wording,
        "owner": f"{owner}{side}",
        "due": day_short(action.wanted.due_on),
        "tone": "over" if late else word.tone,
        "state": near.capitalize() if late else word.label,
    }


def _credentialing(on: Occasion) -> dict[str, Any]:
    rows = [_clock_row(title, closed_stats(on, [kind])) for kind, title in CLOCKS]
    return {
        "name": "credentialing",
        "title": "Credentialing at the plan",
        "note": "Clocks closed in the last 90 days. Open ones past a date count as misses of it.",
        "heads": ["Clock", "Closed", "By our date", "By the legal limit", "Open past the limit"],
        "rows": [each for each in rows if each],
        "empty": "No clock has closed in the last 90 days.",
    }


def _clock_row(title: str, stats: ClosedStats) -> list[str]:
    if not stats.of_legal:
        return []
    legal = f"{stats.by_legal} of {stats.of_legal}"
    return [title, str(stats.closed), f"{stats.by_due} of {stats.closed}", legal,
            str(stats.open_past_legal)]  # fmt: skip


def _minutes(page: MeetingPage) -> list[dict[str, Any]]:
    last = page.last
    if last is None or not last.minuted:
        return []
    rows = [[each.title, *_said(last.minuted.get(each.key))] for each in last.items]
    state = "closed" if last.is_closed else "draft, to be closed"
    return [
        {
            "name": "minutes",
            "title": f"Minutes of {day_full(last.day)}",
            "note": f"As they stand: {state}.",
            "heads": ["Item", "What was said", "Decision"],
            "rows": [each for each in rows if any(each[1:])],
            "empty": "Nothing was recorded.",
        }
    ]


def _said(minuted: Any) -> list[str]:
    if minuted is None:
        return ["", ""]
    decided = minuted.decision
    if decided:
        decided = f"{DECISIONS.get(minuted.decision_kind, '')}: {decided}"
    return [minuted.note, decided]


def _about(page: MeetingPage, on: Occasion) -> dict[str, Any]:
    """Return the annex: where the figures come from and which rules were in force."""
    meeting = page.meeting
    rows: list[list[str]] = [
        ["Figures as recorded", f"{on.now.astimezone(PACIFIC):%Y-%m-%d %H:%M:%S} PT"],
        ["Rules in force", on.book.version],
        ["Meeting", meeting.ref],
        ["Pack goes out", f"by {day_full(page.send_by)}"],
    ]
    required = [each.title for each in meeting.items if each.required]
    rows.append(["Required by the policy", "; ".join(required)])
    return {
        "name": "annex",
        "title": "Annex: about this pack",
        "note": "Made from records. No member names; people of both sides are named.",
        "heads": ["What", "Says"],
        "rows": rows,
        "empty": "",
    }
