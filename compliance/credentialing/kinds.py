"""The deadline kinds of credentialing: words, icon and the page of the next step."""

from compliance.deadlines.kinds import DeadlineKind

NOTICE = {"endpoint": "notices.send_notice", "permission": "notices.send", "group": "Notices"}
ACT = {"endpoint": "applications.act", "permission": "applications.work"}

KINDS: tuple[DeadlineKind, ...] = (
    DeadlineKind("completeness_notice", "Send notice", "Notice", "mail", statutory=True, **NOTICE),
    DeadlineKind("general_notice", "Send notice", "Notice", "mail", statutory=True, **NOTICE),
    DeadlineKind("second_notice", "Send notice", "Second notice", "mail", **NOTICE),
    DeadlineKind(
        "decision",
        "Record decision",
        "Decision",
        "gavel",
        statutory=True,
        group="Decisions",
        args={"name": "decision"},
        **ACT,
    ),
    DeadlineKind(
        "general_decision",
        "Record decision",
        "Decision",
        "gavel",
        statutory=True,
        group="Decisions",
        args={"name": "decision"},
        **ACT,
    ),
    DeadlineKind(
        "activation",
        "Record activation",
        "Activation",
        "circle-check",
        group="Activations",
        args={"name": "activation"},
        **ACT,
    ),
)
