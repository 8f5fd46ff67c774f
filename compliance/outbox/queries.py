"""Reading the outbox: one message, the delivery log, and results waiting to be taken in."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, ScalarSelect, and_, func, or_, select

from compliance.core.errors import NotFound
from compliance.core.states import MessageState
from compliance.db import session
from compliance.outbox.models import Message, MessageAttempt
from compliance.outbox.rules import ATTEMPT_WORDS, AttemptResult

LONGEST_PAGE = 500


@dataclass(frozen=True)
class Attempt:
    """One line of a message's log."""

    tried_at: datetime
    result: AttemptResult
    response: str
    person_id: int | None

    @property
    def word(self) -> str:
        """Return the result in a word: "accepted", "put off"."""
        return ATTEMPT_WORDS[self.result]


@dataclass(frozen=True)
class LogLine:
    """One message as the delivery log lists it."""

    id: int
    kind: str
    subject_kind: str
    subject_id: int | None
    subject: str
    to_address: str
    queued_at: datetime
    queued_by: int | None
    state: MessageState
    attempts: int
    next_attempt_at: datetime | None
    accepted_at: datetime | None
    settled_at: datetime | None
    response: str


@dataclass(frozen=True)
class MessageView(LogLine):
    """One message as its page shows it, with its words and its log."""

    cc_address: str
    person_id: int | None
    body_text: str
    body_html: str
    not_before: datetime | None
    log: tuple[Attempt, ...] = field(default=())


@dataclass(frozen=True)
class SettledMessage:
    """A result for the feature that queued the message.

    `accepted_at` is when the mail server took it (or a file was written) and stays when it
    bounces; `settled_at` is when the present state was learned.
    """

    id: int
    kind: str
    subject_kind: str
    subject_id: int | None
    state: MessageState
    accepted_at: datetime | None
    settled_at: datetime
    response: str
    result_number: int


@dataclass(frozen=True)
class UnderWay:
    """A message about one subject of which its feature has not heard the end.

    `not_before` ends its undo window; `next_attempt_at` is the next try, None once handed over.
    """

    id: int
    subject_id: int
    state: MessageState
    not_before: datetime | None
    next_attempt_at: datetime | None
    attempts: int


@dataclass(frozen=True)
class LogFilter:
    """Which messages of the delivery log are asked for; None and empty mean all."""

    states: frozenset[MessageState] = frozenset()
    kinds: frozenset[str] = frozenset()
    since: datetime | None = None
    until: datetime | None = None
    subject_kind: str = ""
    subject_id: int | None = None
    person_id: int | None = None


PROBLEMS = frozenset({MessageState.FAILED, MessageState.UNKNOWN, MessageState.BOUNCED})
_LINE = (
    Message.id,
    Message.kind,
    Message.subject_kind,
    Message.subject_id,
    Message.subject,
    Message.to_address,
    Message.queued_at,
    Message.queued_by,
    Message.state,
    Message.attempts,
    Message.next_attempt_at,
    Message.accepted_at,
    Message.settled_at,
    Message.response,
)


def delivery_log(
    wanted: LogFilter, before: tuple[datetime, int] | None = None, limit: int = 50
) -> list[LogLine]:
    """Return messages, newest first; `before` is (queued_at, id) of the last line already seen."""
    query = select(*_LINE).where(*_conditions(wanted))
    if before is not None:
        moment, number = before
        query = query.where(
            or_(
                Message.queued_at < moment,
                and_(Message.queued_at == moment, Message.id < number),
            )
        )
    query = query.order_by(Message.queued_at.desc(), Message.id.desc())
    rows = session().execute(query.limit(min(limit, LONGEST_PAGE))).mappings()
    return [LogLine(**row) for row in rows]


def _conditions(wanted: LogFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.states:
        conditions.append(Message.state.in_(wanted.states))
    if wanted.kinds:
        conditions.append(Message.kind.in_(wanted.kinds))
    if wanted.since is not None:
        conditions.append(Message.queued_at >= wanted.since)
    if wanted.until is not None:
        conditions.append(Message.queued_at <= wanted.until)
    if wanted.subject_kind:
        conditions.append(Message.subject_kind == wanted.subject_kind)
    if wanted.subject_id is not None:
        conditions.append(Message.subject_id == wanted.subject_id)
    if wanted.person_id is not None:
        conditions.append(Message.person_id == wanted.person_id)
    return conditions


def message(message_id: int) -> MessageView:
    """Return one message with its words and its log; raises `NotFound`."""
    row = session().get(Message, message_id)
    if row is None:
        raise NotFound(f"There is no message {message_id}.")
    return MessageView(
        **{column.key: getattr(row, column.key) for column in _LINE},
        cc_address=row.cc_address,
        person_id=row.person_id,
        body_text=row.body_text,
        body_html=row.body_html,
        not_before=row.not_before,
        log=_log_of(message_id),
    )


def _log_of(message_id: int) -> tuple[Attempt, ...]:
    query = (
        select(
            MessageAttempt.tried_at,
            MessageAttempt.result,
            MessageAttempt.response,
            MessageAttempt.person_id,
        )
        .where(MessageAttempt.message_id == message_id)
        .order_by(MessageAttempt.id)
    )
    return tuple(Attempt(*row) for row in session().execute(query))


def settled_messages(kind: str, limit: int = LONGEST_PAGE) -> list[SettledMessage]:
    """Return results of one kind that its feature has not taken in yet, oldest message first.

    Take them in and call `services.mark_heard` in the same transaction: then none is missed and
    none is taken in twice, whatever crashes. Messages still under way are not among them.
    """
    query = (
        select(
            Message.id,
            Message.kind,
            Message.subject_kind,
            Message.subject_id,
            Message.state,
            Message.accepted_at,
            Message.settled_at,
            Message.response,
            Message.result_number,
        )
        .where(
            Message.kind == kind,
            Message.heard_number < Message.result_number,
            Message.settled_at.is_not(None),
        )
        .order_by(Message.id)
        .limit(limit)
    )
    return [SettledMessage(**row) for row in session().execute(query).mappings()]


def messages_under_way(
    kind: str, subject_kind: str, subject_ids: Collection[int]
) -> list[UnderWay]:
    """Return the messages about the subjects that wait, go out, or were not heard of yet."""
    if not subject_ids:
        return []
    query = (
        select(
            Message.id,
            Message.subject_id,
            Message.state,
            Message.not_before,
            Message.next_attempt_at,
            Message.attempts,
        )
        .where(
            Message.kind == kind,
            Message.subject_kind == subject_kind,
            Message.subject_id.in_(subject_ids),
            or_(
                Message.state.in_((MessageState.WAITING, MessageState.SENDING)),
                Message.heard_number < Message.result_number,
            ),
        )
        .order_by(Message.id)
    )
    return [UnderWay(**row) for row in session().execute(query).mappings()]


def newest_message(person_id: int, kinds: Collection[str]) -> tuple[int, str] | None:
    """Return number and key of the last message of some kinds to a person; None for none."""
    query = select(Message.id, Message.message_key).where(
        Message.person_id == person_id, Message.kind.in_(kinds)
    )
    row = session().execute(query.order_by(Message.id.desc()).limit(1)).first()
    return (row.id, row.message_key or "") if row else None


def count_query(wanted: LogFilter) -> ScalarSelect[int]:
    """Return how many messages of the delivery log are asked for, within a statement."""
    return select(func.count(Message.id)).where(*_conditions(wanted)).scalar_subquery()


def waiting_count() -> int:
    """Return how many messages wait to go out, now or later."""
    query = select(func.count(Message.id)).where(Message.state == MessageState.WAITING)
    return session().scalar(query) or 0
