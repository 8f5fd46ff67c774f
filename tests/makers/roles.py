"""Role decisions for tests, with sound defaults."""

from datetime import date
from typing import Any

from compliance.db import session
from compliance.eligibility.rules.decisions import Decision
from compliance.eligibility.services import decide_role
from compliance.occasions import Occasion


def role_decision(role: str = "ASW", billing: str = "supervised", **given: Any) -> Decision:
    """Return a decision that lacks nothing."""
    said = {
        "credentialed": "no" if billing == "not_eligible" else "yes",
        "from_on": date(2026, 7, 1),
        "basis": "Policy III.1",
        "evidence": "Committee minutes, item 4",
        "supervisor": "LCSW or LMFT, credentialed with the plan",
        "claim_fields": "Supervisor renders",
        "decided_by": "Credentialing committee",
        "decided_on": date(2026, 6, 10),
    }
    return Decision(role=role, billing=billing, **(said | given))


def decide(on: Occasion, *lines: str, **given: Any) -> list[int]:
    """Record a decision on some lines and return its numbers."""
    numbers = decide_role(role_decision(**given), lines or ("commercial_dmhc",), on)
    session().commit()
    return numbers
