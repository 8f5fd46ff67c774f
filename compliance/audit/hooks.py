"""Put on the app: every writing transaction notes what it wrote and ends with its entry."""

from typing import Any

from flask import Flask
from sqlalchemy import Connection, event
from sqlalchemy.orm import Session

from compliance.audit.natures import QUIET, REFUSALS
from compliance.audit.services import write_pending
from compliance.audit.services.entries import write_act
from compliance.db import db
from compliance.written import written_on


def register(app: Flask) -> None:
    """Listen to the writes and commits of `app`'s database."""
    with app.app_context():
        event.listen(db.engine, "after_execute", _note_rows)
    for name, listener in (("after_flush", _note_numbers), ("before_commit", _end_act)):
        if not event.contains(db.session, name, listener):
            event.listen(db.session, name, listener)
    app.teardown_appcontext(_write_rest)


def _note_rows(connection: Connection, statement: Any, many: Any, *rest: Any) -> None:
    if not getattr(statement, "is_dml", False):
        return
    written, result = written_on(connection), rest[-1]
    if written is None or _is_quiet(statement, result):
        return
    number = len(many) if many else result.rowcount
    if statement.is_insert and not many and statement.select is None:
        number = max(number, 1)
    verb = "insert" if statement.is_insert else "update" if statement.is_update else "delete"
    written.count(statement.table.name, verb, number)


def _is_quiet(statement: Any, result: Any) -> bool:
    """Return whether wrong tries are forgotten, or nothing but quiet columns set.

    What an update sets is bound by the names of the columns.
    """
    table = statement.table
    if statement.is_delete and table.name in REFUSALS:
        return True
    if not statement.is_update or table.name not in QUIET:
        return False
    bound = set(result.context.compiled_parameters[0])
    return bound & set(table.columns.keys()) <= QUIET[table.name]


def _note_numbers(session: Session, _context: Any) -> None:
    written = written_on(session.connection())
    if written is None:
        return
    for row in (*session.new, *session.dirty, *session.deleted):
        mapper: Any = row.__mapper__
        key = mapper.primary_key_from_instance(row)
        if len(key) == 1 and isinstance(key[0], int):
            written.name(mapper.local_table.name, key[0])


def _end_act(session: Session) -> None:
    if session.in_nested_transaction() or not session.in_transaction():
        return
    written = written_on(session.connection())
    if written is not None:
        session.flush()
        write_act(written)


def _write_rest(_error: BaseException | None) -> None:
    """Write what a command or a job noted and nobody has written yet."""
    write_pending()
