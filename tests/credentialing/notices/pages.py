"""Helpers at the pages: addresses, forms filled in, messages settled."""

from compliance.core.states import MessageState
from compliance.credentialing.services.loading import load
from compliance.credentialing.services.notice_letters import ref_of
from compliance.credentialing.services.notices import send_notice
from compliance.credentialing.services.settling import take_in_message
from compliance.db import session
from compliance.outbox.models import Message
from compliance.outbox.queries import LogFilter, delivery_log
from tests.credentialing.notices.desk import ANA, on
from tests.makers.applications import make_application


def application(**matters) -> int:
    number = make_application(on(), **{"email": ANA, **matters})
    session().commit()
    return number


def seen(number: int) -> int:
    return load(number, on()).latest_fact_id


def address(number: int, tail: str) -> str:
    return f"/applications/{ref_of(number)}/{tail}"


def form(number: int, letter="complete", items=(), **more) -> dict:
    key = "a-key-of-this-form"
    return {"letter": letter, "items": list(items), "seen": seen(number), "post_key": key, **more}


def messages(number: int) -> list[int]:
    lines = delivery_log(LogFilter(subject_kind="application", subject_id=number))
    return [each.id for each in lines]


def queued(number: int, letter="complete", items=()) -> int:
    message_id = send_notice(load(number, on()), letter, items, on())
    session().commit()
    return message_id


def settled(message_id: int, state: MessageState) -> None:
    row = session().get_one(Message, message_id)
    row.state, row.settled_at, row.result_number = state, on().now, row.result_number + 1
    row.accepted_at = on().now if state is MessageState.SENT else None
    row.claimed_at, row.response = on().now, "the answer"
    session().flush()
    take_in_message(message_id, on())
    session().commit()
