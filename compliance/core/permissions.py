"""Who may do what: one table from permission to the roles that hold it (contract section 7)."""

ROLES: dict[str, str] = {
    "credentialing": "Credentialing staff",
    "supervisor": "Team supervisor",
    "committee": "Committee member",
    "compliance": "Compliance officer",
    "owner": "Owner of duties",
    "meetings": "Meeting organizer",
    "claims": "Claims staff",
    "partner": "MBHO partner",
    "auditor": "Auditor, read-only",
    "admin": "Administrator",
}

_STAFF = frozenset(
    {"credentialing", "supervisor", "committee", "compliance", "owner", "meetings", "claims"}
)
_READERS = _STAFF | {"auditor"}
_FILE_READERS = _READERS - {"owner"}  # an owner sees what is assigned to that person
_WORKERS = frozenset({"credentialing", "supervisor"})

PERMISSIONS: dict[str, frozenset[str]] = {
    "today.view": _READERS,
    "applications.view": _FILE_READERS,
    "applications.work": _WORKERS,
    "applications.import": _WORKERS | {"compliance"},
    "applications.correct": _WORKERS | {"compliance"},
    "applications.reopen": frozenset({"supervisor", "compliance"}),
    "applications.assign": _WORKERS,
    "applications.decide": _WORKERS | {"committee"},
    "notices.send": _WORKERS,
    "documents.view": _FILE_READERS,
    "alerts.view": _READERS | {"admin"},
    "alerts.snooze": _WORKERS | {"compliance"},
    "alerts.run": frozenset({"supervisor", "compliance", "admin"}),
    "outbox.settle": frozenset({"supervisor", "compliance"}),
    "eligibility.view": _READERS | {"partner", "admin"},
    "eligibility.decide": frozenset({"supervisor", "compliance", "committee"}),
    "network.view": _FILE_READERS,
    "network.import": _WORKERS | {"compliance"},
    "contracts.view": _READERS,
    "contracts.manage": frozenset({"compliance", "claims", "supervisor"}),
    "duties.view": _READERS | {"admin"},
    "duties.assign": frozenset({"compliance", "admin"}),
    "duties.work": _STAFF,
    "duties.review": frozenset({"compliance"}),
    "kpis.view": _READERS,
    "kpis.load": frozenset({"compliance", "meetings", "supervisor"}),
    "kpis.define": frozenset({"compliance", "meetings"}),
    "meetings.view": _READERS | {"partner"},
    "meetings.manage": frozenset({"meetings", "compliance"}),
    "actions.work": _STAFF | {"partner"},
    "partner.view": frozenset({"partner"}),
    "partner.report": frozenset({"partner"}),
    "rules.view": _READERS | {"admin", "partner"},
    "rules.confirm": frozenset({"compliance", "admin"}),
    "settings.view": frozenset({"admin", "supervisor", "compliance", "auditor"}),
    "people.manage": frozenset({"admin"}),
    "settings.manage": frozenset({"admin"}),
    "audit.view": _FILE_READERS | {"admin"},
    "past.view": _READERS | {"admin"},
    "retention.hold": frozenset({"compliance"}),
    "account.own": frozenset(ROLES),
    "restricted.birth_date": _WORKERS,
    "restricted.npdb": frozenset({"supervisor", "committee"}),
    "restricted.deliberation": frozenset({"committee"}),
    "restricted.disclosures": _WORKERS | {"committee"},
    "restricted.ssn_digits": _WORKERS,
    "restricted.race_ethnicity": frozenset({"compliance"}),
}
READING = frozenset(name for name in PERMISSIONS if name.endswith(".view")) | {"account.own"}
"""What may be done while another day is looked at; every other permission changes something."""

RESTRICTED: dict[str, str] = {
    "birth_date": "Birth date",
    "npdb": "NPDB results",
    "deliberation": "Committee deliberation",
    "disclosures": "Disclosure answers",
    "ssn_digits": "Social security number, last digits",
    "race_ethnicity": "Race and ethnicity",
}
"""The restricted class of contract section 7: data -> words; `restricted.<data>` opens each.

Only the birth date is on record so far; the others are named so that whoever adds them finds the
permission. None is in search, for partners or auditors, in mail, packs or exports.
"""

ONLY_OWN = frozenset({"owner", "partner"})
"""Roles that act on what is assigned to the person, and on nothing else."""
PARTNER = "partner"

READING_WORDS = {
    "contracts.view": "Who pays",
    "duties.view": "Responsibilities",
    "eligibility.view": "Role eligibility",
    "kpis.view": "Figures",
    "meetings.view": "Meetings and action items",
}
"""Reading permissions whose pages are called otherwise."""


def allows(roles: frozenset[str] | set[str], permission: str) -> bool:
    """Return whether any of `roles` holds `permission`; an unknown permission raises KeyError."""
    return not PERMISSIONS[permission].isdisjoint(roles)


def permission_words(name: str) -> str:
    """Return what a reading permission opens, in words: "Applications"."""
    return READING_WORDS.get(name, name.removesuffix(".view").replace("_", " ").capitalize())
