"""The token that lets whoever reads the console, and nobody else, make the first account."""

import hmac
from hashlib import sha256

from compliance.config import Settings

LENGTH = 32


def setup_token(settings: Settings) -> str:
    """Return the token of this instance; every worker works out the same one."""
    made = hmac.new(settings.secret_key.encode(), b"daybook first run", sha256)
    return made.hexdigest()[:LENGTH]


def is_setup_token(text: str, settings: Settings) -> bool:
    """Return whether the text is the token of this instance."""
    return hmac.compare_digest(text.encode(), setup_token(settings).encode())
