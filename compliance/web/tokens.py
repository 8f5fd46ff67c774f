"""What a script shows instead of a sign-in: `Authorization: Bearer …`, beside no cookie."""

from flask import current_app, g, request

from compliance.core.permissions import READING

BEARER = "bearer "
EXPORTS = (".csv", ".xlsx")


def bearer_token() -> str | None:
    """Return the token that the request shows; None where it shows none."""
    shown = request.headers.get("Authorization", "")
    return shown[len(BEARER) :].strip() if shown.lower().startswith(BEARER) else None


def token_scope() -> frozenset[str] | None:
    """Return the permissions that the request's token was made for; None for a person's session."""
    scope: frozenset[str] | None = g.get("token_scope")
    return scope


def is_open_to_tokens(path: str) -> bool:
    """Return whether a token may read the route of this path: exports and JSON, no pages."""
    return path.endswith(EXPORTS) or path.startswith("/api/")


def export_permissions() -> frozenset[str]:
    """Return the reading permissions that open something to a token."""
    opened = {
        getattr(current_app.view_functions[rule.endpoint], "required_permission", "")
        for rule in current_app.url_map.iter_rules()
        if is_open_to_tokens(rule.rule) and "GET" in (rule.methods or ())
    }
    return READING & opened
