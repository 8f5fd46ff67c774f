"""Partial pages for htmx: every such act is also a plain form post."""

from flask import Response, request


def wants_fragment() -> bool:
    """Return whether htmx asks for a part of the page rather than all of it."""
    asks = request.headers.get("HX-Request") == "true"
    return asks and request.headers.get("HX-Boosted") != "true"


def send_to(location: str) -> Response:
    """Return an answer that leads to `location`, for htmx and for plain posts alike."""
    if wants_fragment():
        return Response(status=204, headers={"HX-Redirect": location})
    return Response(status=303, headers={"Location": location})
