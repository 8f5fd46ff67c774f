"""Importing: the stages of a file, and which of its cells change an application."""

from collections.abc import Mapping
from enum import StrEnum

from compliance.core.states import Word
from compliance.credentialing.rules.story import Notice, Story


class Stage(StrEnum):
    """How far a file is. Nothing of it can be seen before `applying`; that stage only goes on."""

    LOADED = "loaded"
    CHECKED = "checked"
    STAGING = "staging"
    APPLYING = "applying"
    DONE = "done"
    FAILED = "failed"
    DISCARDED = "discarded"


STAGE_WORDS: dict[Stage, Word] = {
    Stage.LOADED: Word("Being checked", "run", "player-play"),
    Stage.CHECKED: Word("Waiting for you", "wait", "hourglass-empty"),
    Stage.STAGING: Word("Being prepared", "run", "player-play"),
    Stage.APPLYING: Word("Being brought in", "run", "player-play"),
    Stage.DONE: Word("Brought in", "met", "circle-check"),
    Stage.FAILED: Word("Could not be read", "over", "circle-x"),
    Stage.DISCARDED: Word("Discarded", "none", "circle-minus"),
}

DATE_COLUMNS = frozenset(
    {"received_on", "completed_on", "notice_sent_on", "decided_on", "withdrawn_on"}
)
NEVER_COMPARED = frozenset({"application_ref"})


def present_values(story: Story, owner_email: str) -> dict[str, str]:
    """Return what an application holds now, column by column, as a file would write it."""
    values = {key: str(value) for key, value in story.entry.as_payload().items() if key != "lines"}
    notice = told_of(story)
    days = {
        "received_on": story.received_on,
        "completed_on": story.completed_on,
        "notice_sent_on": notice.sent_on if notice else None,
        "decided_on": story.decided_on,
        "withdrawn_on": story.ended_on if story.ended == "withdrawn" else None,
    }
    return {
        **values,
        "lines": ";".join(story.entry.lines),
        "owner_email": owner_email,
        "notice_said": notice.said if notice else "",
        "decision": story.decision,
        **{column: day.isoformat() for column, day in days.items() if day},
    }


def told_of(story: Story) -> Notice | None:
    """Return the latest completeness notice that reached the applicant, or None."""
    told = [
        each
        for each in story.notices
        if each.said in {"complete", "incomplete"} and not each.is_bounced
    ]
    return told[-1] if told else None


def changed_columns(given: Mapping[str, str], imported: Mapping[str, str]) -> frozenset[str]:
    """Return the columns whose cell is not what the last file said. Blank cells never count."""
    return frozenset(
        column
        for column, text in given.items()
        if imported.get(column) != text and column not in NEVER_COMPARED
    )


def differing_columns(
    given: Mapping[str, str], imported: Mapping[str, str], present: Mapping[str, str]
) -> frozenset[str]:
    """Return the columns that a file changes: not what the last file said, nor what is so now."""
    changed = changed_columns(given, imported)
    return frozenset(each for each in changed if given[each] != present.get(each, ""))
