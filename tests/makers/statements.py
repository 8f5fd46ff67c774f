"""Counting what a page asks the database, apart from the one look it writes at its end."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from compliance.db import db

FRAME = ("BEGIN", "PRAGMA", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")
LOOK = ("INSERT INTO ACCESS_LOG", "SELECT PG_ADVISORY_XACT_LOCK")
"""The look, and on PostgreSQL the turn that it waits for."""


@contextmanager
def statements_asked() -> Iterator[list[str]]:
    """Give the list of statements that the database is asked inside the block."""
    asked: list[str] = []

    def note(_connection, _cursor, statement, *_rest):
        if not statement.lstrip().upper().startswith((*FRAME, *LOOK)):
            asked.append(statement)

    engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", note)
