"""The occasion of a request: who asks, when, under which rules, seen from which day."""

from datetime import date
from typing import cast

from flask import current_app, g, request
from flask_login import current_user

from compliance.core.dates import BadDay, parse_file_day
from compliance.core.errors import BadValue, NotAllowed
from compliance.occasions import SYSTEM, Actor, Moment, Occasion, occasion_at
from compliance.wallclock import WallClock
from compliance.web.access import roles_of
from compliance.web.tokens import token_scope

STRANGER = Actor(0, "Somebody not signed in")
LOOKING_BACK = "past.view"


def request_clock() -> WallClock:
    """Return the clock of this instance."""
    return cast(WallClock, current_app.extensions["daybook"]["clock"])


def current_actor() -> Actor:
    """Return who asks: the signed-in person with roles, or a stranger who may do nothing."""
    if not current_user.is_authenticated:
        return STRANGER
    person, scope = current_user, token_scope()
    if scope is not None:
        scope |= {LOOKING_BACK}  # an export of another day is no more than an export
    return Actor(person.id, person.name, roles_of(person), person.organization, scope)


def system_occasion() -> Occasion:
    """Return the occasion of what Daybook does for somebody who is not signed in yet."""
    clock = request_clock()
    return occasion_at(SYSTEM, Moment(clock.now(), clock.today()))


def current_occasion() -> Occasion:
    """Return the occasion of this request, made once.

    `as_of` and `known_on` come from the address; an act under such an address is refused.

    Raises:
        BadValue: `as_of` or `known_on` is no date, or lies after today.
        NotAllowed: a partner looks at another day.
        NotNow: an act while looking at another day.
    """
    made = cast("Occasion | None", g.get("occasion"))
    if made is None:
        made = g.occasion = _occasion(current_actor())
    return made


def _occasion(actor: Actor) -> Occasion:
    clock = request_clock()
    as_of, known_on = _day("as_of"), _day("known_on")
    if (as_of or known_on) and actor.roles and not actor.may(LOOKING_BACK):
        raise NotAllowed("Looking at another day is for the plan's own staff. Leave it out.")
    occasion = occasion_at(actor, Moment(clock.now(), clock.today(), as_of, known_on))
    if request.method not in ("GET", "HEAD"):
        occasion.refuse_past()
    return occasion


def _day(name: str) -> date | None:
    text = request.args.get(name, "")
    try:
        return parse_file_day(text) if text else None
    except BadDay as error:
        raise BadValue(str(error), name) from error
