"""Pages of accounts. Importing this package puts every page on its blueprint."""

from compliance.accounts.views import passwords, profile, second_step, tokens
from compliance.accounts.views.base import blueprint

__all__ = ["blueprint", "passwords", "profile", "second_step", "tokens"]
