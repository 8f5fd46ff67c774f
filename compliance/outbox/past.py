"""Messages as they stood on another day, told from the log of what became of them."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from sqlalchemy import select

from compliance.core.states import MessageState
from compliance.db import session
from compliance.outbox.models import MessageAttempt
from compliance.outbox.queries import Attempt, LogFilter, LogLine, MessageView, delivery_log
from compliance.outbox.rules import STATES, AttemptResult

READ = 500
ACCEPTED = frozenset({AttemptResult.SENT, AttemptResult.WRITTEN, AttemptResult.SETTLED_SENT})
TRIES = ACCEPTED | {AttemptResult.TEMPORARY, AttemptResult.PERMANENT, AttemptResult.UNKNOWN}
WORDLESS = frozenset({AttemptResult.RETRIED, AttemptResult.CANCELLED})
Line = TypeVar("Line", bound=LogLine)


def delivery_log_at(
    at: datetime, wanted: LogFilter, before: tuple[datetime, int] | None = None, limit: int = READ
) -> list[LogLine]:
    """Return the messages queued up to `at`, newest first, each as it stood then.

    States are told from the log, so that an answer that came later does not change the line.
    """
    lines = delivery_log(replace(wanted, states=frozenset(), until=at), before, READ)
    logs = _logs_of([each.id for each in lines])
    told = [_told(each, logs.get(each.id, ()), at) for each in lines]
    found = [each for each in told if not wanted.states or each.state in wanted.states]
    return found[:limit]


def message_at(view: MessageView, at: datetime) -> MessageView:
    """Return a message with its log as it stood at an instant."""
    log = tuple(each for each in view.log if each.tried_at <= at)
    return replace(_told(view, view.log, at), log=log)


def _logs_of(ids: Collection[int]) -> Mapping[int, Sequence[Attempt]]:
    row = MessageAttempt
    columns = (row.message_id, row.tried_at, row.result, row.response, row.person_id)
    query = select(*columns).where(row.message_id.in_(ids)).order_by(row.id)
    found: dict[int, list[Attempt]] = defaultdict(list)
    for number, at, result, response, person in session().execute(query):
        found[number].append(Attempt(at, result, response, person))
    return found


def _told(line: Line, log: Sequence[Attempt], at: datetime) -> Line:
    known = [each for each in log if each.tried_at <= at and each.result in STATES]
    state = _state(line, log, known)
    said = [each.response for each in known if each.result not in WORDLESS]
    is_settled = bool(known) and state is not MessageState.WAITING
    return replace(
        line,
        state=state,
        attempts=_tries(known),
        next_attempt_at=None,
        accepted_at=line.accepted_at if any(each.result in ACCEPTED for each in known) else None,
        settled_at=known[-1].tried_at if is_settled else None,
        response=said[-1] if said else "",
    )


def _state(line: LogLine, log: Sequence[Attempt], known: Sequence[Attempt]) -> MessageState:
    """Return the state; a put-off was the last try where only a person's word sent it again."""
    if not known:
        return MessageState.WAITING
    last = known[-1]
    if last.result is AttemptResult.TEMPORARY:
        later = [each for each in log if each.tried_at > last.tried_at]
        is_over = later[0].result is AttemptResult.RETRIED if later else bool(line.settled_at)
        return MessageState.FAILED if is_over else MessageState.WAITING
    return STATES[last.result]


def _tries(known: Sequence[Attempt]) -> int:
    number = 0
    for each in known:
        number = 0 if each.result is AttemptResult.RETRIED else number + (each.result in TRIES)
    return number
