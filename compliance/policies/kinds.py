"""What duties hand up: deadline kinds with their next step, and the live figures of our own."""

from collections.abc import Mapping

from compliance.deadlines.kinds import DeadlineKind
from compliance.policies.sources import Source

KINDS: tuple[DeadlineKind, ...] = (
    DeadlineKind(
        "duty",
        verb="Add evidence",
        noun="Responsibility",
        icon="checklist",
        endpoint="duties.show",
        record="duties.show",
        permission="duties.view",
        group="Responsibilities",
    ),
    DeadlineKind(
        "duty_vacancy",
        verb="Assign owner",
        noun="Owner",
        icon="user-plus",
        endpoint="duties.assign_one",
        record="duties.show",
        permission="duties.assign",
        group="Responsibilities",
    ),
)

LIVE: Mapping[str, Source] = {
    "owners.sponsor": Source("compliance.policies.queries.live:sponsor_named", "Sponsors"),
    "owners.leads": Source("compliance.policies.queries.live:leads_named", "Leads"),
    "owners.named": Source("compliance.policies.queries.live:owners_named", "Owners"),
    "roles.decided": Source(
        "compliance.policies.queries.live:roles_decided",
        "Role table",
        "roles.index",
        "Open the role table",
    ),
}
"""Live figures that duties may be proved by, beside the KPIs."""
KPIS = "compliance.policies.queries.live:kpi"
"""What reads the KPIs."""
