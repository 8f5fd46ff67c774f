"""What a script shows instead of a sign-in: `Authorization: Bearer …`, beside no cookie."""

from flask import g, request

BEARER = "bearer "


def bearer_token() -> str | None:
    """Return the token that the request shows; None where it shows none."""
    shown = request.headers.get("Authorization", "")
    return shown[len(BEARER) :].strip() if shown.lower().startswith(BEARER) else None


def token_scope() -> frozenset[str] | None:
    """Return the permissions that the request's token was made for; None for a person's session."""
    scope: frozenset[str] | None = g.get("token_scope")
    return scope
