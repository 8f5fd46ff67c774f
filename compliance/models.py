"""Imports every feature's tables, so that migrations and tests see one complete schema."""

from compliance.accounts import models as accounts
from compliance.audit import models as audit
from compliance.choices import models as choices
from compliance.contracts import models as contracts
from compliance.credentialing import models as credentialing
from compliance.deadlines import models as deadlines
from compliance.directory import models as directory
from compliance.eligibility import models as eligibility
from compliance.intake import models as intake
from compliance.kpis import models as kpis
from compliance.ledger import models as ledger
from compliance.meetings import models as meetings
from compliance.outbox import models as outbox
from compliance.policies import models as policies
from compliance.retention import models as retention
from compliance.rulebook import models as rulebook
from compliance.web import models as web
from compliance.work import models as work

__all__ = [
    "accounts",
    "audit",
    "choices",
    "contracts",
    "credentialing",
    "deadlines",
    "directory",
    "eligibility",
    "intake",
    "kpis",
    "ledger",
    "meetings",
    "outbox",
    "policies",
    "retention",
    "rulebook",
    "web",
    "work",
]
