"""Facts in words, as lists across all kinds of records tell them.

Only what every reader of the log may see is told: names, days and results, but neither the text of
notes nor what a committee said, and of corrected values their names alone.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from compliance.core.dates import day_full
from compliance.core.facts import Fact
from compliance.core.permissions import ROLES
from compliance.record.rules.acts import door_words

TITLES: Mapping[str, str] = {
    "received": "Received",
    "found_incomplete": "Found incomplete",
    "found_complete": "Found complete",
    "item_arrived": "Item arrived",
    "notice_queued": "Notice written",
    "notice_sent": "Notice sent",
    "notice_bounced": "Notice came back",
    "notice_cancelled": "Notice taken back before it went out",
    "notice_not_sent": "Notice not sent",
    "contact_attempt": "Contact attempt",
    "note": "Note added",
    "credential_anyway": "Credentialed anyway",
    "document_attached": "Document attached",
    "assigned": "Owner named",
    "check_recorded": "Check recorded",
    "committee": "On the committee list",
    "decided": "Decided",
    "deferred": "Committee deferred its decision",
    "activated": "Activated",
    "withdrawn": "Withdrawn by the applicant",
    "closed": "Closed, no answer",
    "not_eligible": "Closed, role not eligible",
    "reopened": "Reopened",
    "void": "Closed as entered in error",
    "merged": "Merged",
    "corrected": "Corrected",
    "role_answered": "The plan answered for this role",
    "struck": "Taken back",
    "duty_assigned": "Assigned",
    "duty_part_ended": "Part ended",
    "duty_evidence_added": "Evidence added",
    "duty_evidence_accepted": "Evidence accepted",
    "duty_evidence_rejected": "Evidence sent back",
    "duty_figure_read": "Figure read",
    "duty_attested": "Attested",
    "duty_event_recorded": "Event recorded",
    "duty_moved": "More time",
    "duty_reason_stated": "Reason stated",
    "duty_vacant": "Nobody acts",
    "duty_filled": "Somebody acts again",
    "series_started": "Series started",
    "series_changed": "Series changed",
    "series_ended": "Series ended",
    "meeting_planned": "Meeting planned",
    "meeting_moved": "Meeting moved",
    "meeting_cancelled": "Meeting canceled",
    "meeting_restored": "Meeting on again",
    "item_added": "Agenda item added",
    "item_changed": "Agenda item changed",
    "item_removed": "Agenda item removed",
    "items_ordered": "Agenda put in order",
    "item_minuted": "Minutes of an item",
    "attended": "Attendance recorded",
    "commented": "Figures commented",
    "minutes_closed": "Minutes closed",
    "minutes_amended": "Addendum to the minutes",
    "pack_made": "Pack made",
    "mail_queued": "Mail queued",
    "mail_taken_back": "Mail taken back",
    "mail_settled": "Mail settled",
    "action_added": "Action item added",
    "action_state": "Action item",
    "action_extended": "Action item has more time",
    "role_decided": "Role decided",
    "role_ended": "Role decision ended",
    "roster": "Roster",
    "snoozed": "Snoozed",
}
DETAILS: Mapping[str, tuple[str, ...]] = {
    "item_arrived": ("item",),
    "notice_queued": ("said",),
    "notice_sent": ("said",),
    "contact_attempt": ("channel",),
    "document_attached": ("name",),
    "check_recorded": ("check",),
    "committee": ("meets_on",),
    "decided": ("decision", "family", "line", "entity"),
    "merged": ("into",),
    "duty_assigned": ("name", "part"),
    "duty_part_ended": ("name", "part"),
    "duty_evidence_added": ("name",),
    "duty_figure_read": ("value",),
    "duty_attested": ("name",),
    "duty_event_recorded": ("what",),
    "duty_moved": ("due_on",),
    "series_started": ("name",),
    "meeting_planned": ("day",),
    "meeting_moved": ("day",),
    "item_added": ("title",),
    "item_changed": ("title",),
    "action_added": ("wording",),
    "action_state": ("state",),
    "action_extended": ("due_on",),
    "role_decided": ("role", "line", "billing"),
}
"""What of a fact's payload is told; anything else stays on the page of its record."""
VALUES = {"denied": "not approved", "not_eligible": "not eligible"}
ACT_WORDS: Mapping[str, str] = {"refusal": "Refused", "export": "Export"}
PAGES: Mapping[str, str] = {
    "index": "",
    "show": "one record",
    "as_csv": "csv file",
    "as_xlsx": "Excel file",
}
"""The last part of an endpoint -> what of its feature the page is."""
Names = Mapping[str, str]
NO_NAMES: Names = {}
UNSAID = frozenset({"deferred", "note", "decided", "contact_attempt"})
"""Facts whose reason may hold what a committee or a person said, which is not for every reader."""


def fact_words(fact: Fact, old: Fact | None = None, names: Names = NO_NAMES) -> str:
    """Return what was recorded: "Notice sent: complete"; with `old`, what it was before.

    `names` are the titles of codes that the rulebook gives, such as those of lines of business.
    A correction names both: "Received: Wed 28 Oct 2026 to Thu 29 Oct 2026".
    """
    title = TITLES.get(fact.kind, fact.kind.replace("_", " ").capitalize())
    if fact.kind == "corrected":
        return f"{title}: {', '.join(_names(fact.payload)) or 'values'}"
    told = detail(fact, names)
    if old is None:
        return f"{title}: {told}" if told else title
    was = detail(old, names) or "recorded"
    if old.kind == fact.kind and old.happened_on != fact.happened_on:
        return f"{title}: {day_full(old.happened_on)} to {day_full(fact.happened_on)}"
    return f"{title}: {was} to {told or 'none'}"


def detail(fact: Fact, names: Names = NO_NAMES) -> str:
    """Return what the payload says that every reader may see, empty for nothing."""
    said = (_value(fact.payload.get(key), names) for key in DETAILS.get(fact.kind, ()))
    if fact.kind == "found_incomplete":
        number = len(fact.payload.get("items", ()))
        return f"{number} item{'' if number == 1 else 's'} missing" if number else ""
    if fact.kind == "roster":
        return str(fact.payload.get("words", "")).partition(": ")[2]  # whom it is about comes first
    if fact.kind == "struck":
        struck = str(fact.payload.get("struck", ""))
        return TITLES.get(struck, struck).lower()
    return ", ".join(each for each in said if each)


def _value(value: Any, names: Names) -> str:
    if value is None or isinstance(value, dict | list | bool):
        return ""
    text = str(value)
    try:
        return day_full(date.fromisoformat(text))
    except ValueError:
        told = names.get(text) or VALUES.get(text, text.replace("_", " "))
        return told.rstrip(".")


def _names(payload: Mapping[str, Any]) -> list[str]:
    values: Mapping[str, Any] = payload.get("values", {})
    names = [each.replace("_", " ") for each in values if each != "extra"]
    return [*names, *(each.replace("_", " ") for each in payload.get("restricted", ()))]


def days_late(fact: Fact, recorded_on: date) -> int:
    """Return how many days after it happened a fact was recorded; 0 for the same day or before."""
    return max((recorded_on - fact.happened_on).days, 0)


def late_words(fact: Fact, recorded_on: date) -> str:
    """Return "Entered 2 days after it happened; reason: mail room", empty for what is not late."""
    late = days_late(fact, recorded_on)
    if not late:
        return ""
    said = f"Entered {late:,} day{'' if late == 1 else 's'} after it happened"
    reason = "" if fact.kind in UNSAID else fact.why or fact.origin
    return f"{said}; reason: {reason.rstrip('.')}" if reason else said


def told_words(wrote: str, told: Mapping[str, Any]) -> str:
    """Return what an act wrote and says of itself: "Account changed; roles: none to Auditor"."""
    said = [
        f"roles: {_roles(each['from'])} to {_roles(each['to'])}"
        for each in told.get("roles", {}).values()
    ]
    if link := told.get("link"):
        said.append(f"link to choose a password {link['how']}")
    text = "; ".join(filter(None, (wrote, *said)))
    return f"{text[:1].upper()}{text[1:]}"


def _roles(names: Sequence[str]) -> str:
    """Return the roles as the people page names them, without what explains one."""
    return ", ".join(ROLES.get(each, each).partition(",")[0] for each in names) or "none"


def through_words(act: str) -> str:
    """Return by which page, file or command something was shown: "Applications, csv file"."""
    page, _, name = act.rpartition(".")
    if not page or act.startswith("command "):
        return act_words("look", act, {})
    told = PAGES.get(name, name.replace("_", " "))
    text = page.replace("_", " ")
    return f"{text[:1].upper()}{text[1:]}{told and ', '}{told}"


def act_words(kind: str, act: str, about: Mapping[str, Any]) -> str:
    """Return an act without facts in words: "Export: applications, as csv"; job and command too.

    `about` holds numbers and references of its address, which are told after it.
    """
    told = door_words(act) or act.replace(".", ", ").replace("_", " ")
    for door in ("job ", "command "):
        if act.startswith(door) and not door_words(act):
            told = f"{door.strip()}, {act.removeprefix(door).replace('_', ' ')}"
    values = ", ".join(str(each) for each in about.values() if isinstance(each, str | int))
    text = f"{told} {values}".strip()
    if kind in ACT_WORDS:
        return f"{ACT_WORDS[kind]}: {text}"
    return f"{text[:1].upper()}{text[1:]}"
