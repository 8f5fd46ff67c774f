"""Delivering the outbox: a door, run every minute and by `daybook deadlines deliver`."""

import os
import socket
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from importlib import import_module
from typing import Any, cast
from uuid import uuid4

from compliance.choices.queries import choices_on
from compliance.choices.rules import is_demo
from compliance.core.states import MessageState
from compliance.db import session, transaction
from compliance.doors import Door
from compliance.mail import DeliveryProblem, OutgoingMail, Sender, Unreachable, sender_for
from compliance.occasions import Occasion
from compliance.outbox.queries import waiting_count
from compliance.outbox.services import NewMessage, queue_message
from compliance.outbox.services.delivery import (
    Claim,
    claim_next,
    claim_one,
    give_up_lost,
    mark_accepted,
    mark_problem,
)


@dataclass(frozen=True)
class Delivered:
    """What one run did, and how many messages wait after it, due or not."""

    sent: int
    failed: int
    waiting: int
    unknown: int
    written: int = 0


def deliver(door: Door, sender: Sender | None = None) -> Delivered:
    """Send every message that is due, one after another, and return the counts.

    Stops early when the mail server takes nothing at all, so that an outage costs one message
    one try a run and not all of them.
    """
    claimer = new_claimer()
    with transaction():
        counts = Counter({MessageState.UNKNOWN: give_up_lost(door.clock.now())})
    with closing(sender or _way_out(door)) as way_out:
        while not door.is_stopping():
            with transaction():
                claim = claim_next(claimer, door.clock.now())
            if claim is None:
                break
            state, problem = hand_over(claim, way_out, door)
            counts[state] += 1
            if isinstance(problem, Unreachable):
                break
    return _delivered(counts)


def _way_out(door: Door) -> Sender:
    """Return where messages go, with no transaction left open."""
    choices = choices_on(door.clock.today(), None)
    session().rollback()
    return sender_for(door.settings, is_demo=is_demo(choices))


def _delivered(counts: Counter[MessageState]) -> Delivered:
    waiting = waiting_count()
    session().rollback()
    return Delivered(
        sent=counts[MessageState.SENT],
        failed=counts[MessageState.FAILED],
        waiting=waiting,
        unknown=counts[MessageState.UNKNOWN],
        written=counts[MessageState.WRITTEN],
    )


def send_now(new: NewMessage, on: Occasion, door: Door) -> tuple[int, DeliveryProblem | None]:
    """Queue a message and send it at once, for the only time.

    Returns its number and what went wrong, if anything.
    """
    with transaction():
        number = queue_message(new, on)
        claim = claim_one(number, new_claimer(), door.clock.now())
    with closing(_way_out(door)) as way_out:
        return number, hand_over(claim, way_out, door, is_last=True)[1]


def hand_over(
    claim: Claim, sender: Sender, door: Door, *, is_last: bool = False
) -> tuple[MessageState, DeliveryProblem | None]:
    """Send a claimed message with no transaction open, then mark it; return what became of it."""
    try:
        accepted = sender.send(_finished(claim, door))
    except DeliveryProblem as problem:
        with transaction():
            state = mark_problem(claim, problem, door.clock.now(), is_last=is_last)
        return state, problem
    with transaction():
        return mark_accepted(claim, accepted, door.clock.now()), None


def _finished(claim: Claim, door: Door) -> OutgoingMail:
    """Return the mail as it goes out, with what is made now and stored nowhere: its link."""
    if claim.kind not in door.finishers:
        return claim.mail
    finished = _named(door.finishers[claim.kind])(claim, door.settings)
    session().rollback()
    return cast(OutgoingMail, finished)


def tell_results(door: Door) -> None:
    """Let every feature take in now what became of its messages, not with the next run."""
    for place in door.hearers:
        _named(place)(door)


def _named(place: str) -> Callable[..., Any]:
    module, _, name = place.partition(":")
    return cast("Callable[..., Any]", getattr(import_module(module), name))


def new_claimer() -> str:
    """Return the name under which one run claims messages; no other run has the same."""
    return f"{socket.gethostname()[:60]}:{os.getpid()}:{uuid4().hex[:12]}"
