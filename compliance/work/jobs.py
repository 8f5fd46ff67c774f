"""Doing queued work: a door, run every few seconds by the leader."""

import logging
import os
import socket
from collections import Counter
from importlib import import_module
from typing import Any, Protocol
from uuid import uuid4

from compliance.core.errors import ComplianceError, Conflict
from compliance.db import transaction
from compliance.doors import Door
from compliance.work.services import WorkAtHand, claim_next, fail, finish, release

logger = logging.getLogger(__name__)


class Handler(Protocol):
    """What does one kind of work.

    It opens its own transactions, a second each at most, and in each calls `report_progress`, so
    that work killed half way is taken up where it stood. It returns the result to be shown. When
    `door.is_stopping()` says so it raises `Stopped`.
    """

    def __call__(self, work: WorkAtHand, door: Door) -> dict[str, Any]:
        """Do the work from `work.done` on and return its result."""


class Stopped(Exception):
    """Raised by a handler that was asked to stop: the work is given back unfinished."""


def run_waiting(door: Door) -> dict[str, int]:
    """Do all work that waits, one piece after another; return how many ended each way."""
    worker = f"{socket.gethostname()[:60]}:{os.getpid()}:{uuid4().hex[:12]}"
    ended: Counter[str] = Counter()
    while not door.is_stopping():
        outcome = run_next(worker, door)
        if outcome is None:
            break
        ended[outcome] += 1
    return dict(ended)


def run_next(worker: str, door: Door) -> str | None:
    """Do one piece of work; return done, failed, stopped or lost, or None when none waits."""
    with transaction():
        work = claim_next(worker, door.clock.now())
    if work is None:
        return None
    try:
        return _ended(work, door)
    except Conflict:
        logger.warning("Work %s (%s) was cancelled or taken over.", work.id, work.kind)
        return "lost"


def _ended(work: WorkAtHand, door: Door) -> str:
    try:
        result = _handler(work.kind, door)(work, door)
    except Conflict:
        raise
    except Stopped:
        with transaction():
            release(work)
        return "stopped"
    except Exception as error:
        logger.exception("Work %s (%s) failed.", work.id, work.kind)
        with transaction():
            fail(work, _said(error), door.clock.now())
        return "failed"
    with transaction():
        finish(work, result, door.clock.now())
    return "done"


def _handler(kind: str, door: Door) -> Handler:
    module, _, name = door.handlers[kind].partition(":")
    handler: Handler = getattr(import_module(module), name)
    return handler


def _said(error: Exception) -> str:
    """Return what a person can act on; details of other errors stay in the log."""
    if isinstance(error, ComplianceError):
        return str(error)
    return f"It stopped on an error of its own ({type(error).__name__}). The log has the details."
