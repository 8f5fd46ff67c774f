"""Imports every feature's tables, so that migrations and tests see one complete schema."""

from compliance.accounts import models as accounts
from compliance.choices import models as choices
from compliance.ledger import models as ledger
from compliance.outbox import models as outbox
from compliance.rulebook import models as rulebook

__all__ = ["accounts", "choices", "ledger", "outbox", "rulebook"]
