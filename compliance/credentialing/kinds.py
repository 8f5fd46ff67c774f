"""The deadline kinds of credentialing: words, icon and the page of the next step."""

from functools import partial

from compliance.deadlines.kinds import DeadlineKind

_notice = partial(
    DeadlineKind,
    verb="Send notice",
    icon="mail",
    endpoint="notices.send_notice",
    record="applications.show",
    permission="notices.send",
    group="Notices",
)
_decision = partial(
    DeadlineKind,
    verb="Record decision",
    noun="Decision",
    icon="gavel",
    endpoint="applications.act",
    record="applications.show",
    args={"name": "decision"},
    permission="applications.decide",
    group="Decisions",
    statutory=True,
)

KINDS: tuple[DeadlineKind, ...] = (
    _notice("completeness_notice", noun="Notice", statutory=True),
    _notice("general_notice", noun="Notice", statutory=True),
    _notice("second_notice", noun="Second notice"),
    _decision("decision"),
    _decision("general_decision"),
    DeadlineKind(
        "activation",
        verb="Record activation",
        noun="Activation",
        icon="circle-check",
        endpoint="applications.act",
        record="applications.show",
        args={"name": "activation"},
        permission="applications.work",
        group="Activations",
    ),
)
