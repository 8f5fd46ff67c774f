"""The deadline kinds of meetings: words, icon and the page of the next step."""

from compliance.deadlines.kinds import DeadlineKind

ACTION_ITEM, MEETING_PACK, MINUTES = "action_item", "meeting_pack", "meeting_minutes"

KINDS: tuple[DeadlineKind, ...] = (
    DeadlineKind(
        ACTION_ITEM,
        verb="Open action item",
        noun="Action item",
        icon="list-check",
        endpoint="meetings.show_action",
        record="meetings.show_action",
        permission="actions.work",
        group="Action items",
    ),
    DeadlineKind(
        MEETING_PACK,
        verb="Make the pack",
        noun="Meeting pack",
        icon="file-type-pdf",
        endpoint="meetings.packs",
        record="meetings.show",
        permission="meetings.manage",
        group="Meetings",
    ),
    DeadlineKind(
        MINUTES,
        verb="Write minutes",
        noun="Minutes",
        icon="note",
        endpoint="meetings.minutes",
        record="meetings.show",
        permission="meetings.manage",
        group="Meetings",
    ),
)
