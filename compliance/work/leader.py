"""Which process leads: one among many holds a lock, which ends with the process.

A file lock where the database is SQLite (all processes are on one machine), an advisory lock of
PostgreSQL otherwise.
"""

import fcntl
import os
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol

from compliance.config import Settings

LOCK_NUMBER = 0x0DA9B00C  # any number; the same for every process of an instance
PATIENCE: dict[str, Any] = {  # a server that is gone is noticed within seconds
    "connect_timeout": 5,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}


class Lock(Protocol):
    """A lock that one process holds; asking again tells whether it is still held."""

    def is_held(self) -> bool:
        """Return whether this process leads, taking the lead if it is free."""

    def release(self) -> None:
        """Let another process lead."""


def lock_for(settings: Settings) -> Lock:
    """Return the lock that all processes of an instance share."""
    if settings.database_url.startswith("postgresql"):
        return AdvisoryLock(settings.database_url)
    return FileLock(settings.instance / "jobs.lock")


class FileLock:
    """Held while the file is open and locked; the system frees it when the process dies."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None

    def is_held(self) -> bool:
        """Return whether this process leads, taking the lead if it is free."""
        if self._file is not None:
            return True
        file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(file)
            return False
        self._file = file
        return True

    def release(self) -> None:
        """Let another process lead."""
        if self._file is not None:
            os.close(self._file)
            self._file = None


class AdvisoryLock:
    """Held by a connection of its own; gone when the connection is, so it is asked each time."""

    def __init__(self, database_url: str) -> None:
        self._address = database_url.replace("postgresql+psycopg://", "postgresql://", 1)
        self._connection: Any = None
        self._has_lock = False

    def is_held(self) -> bool:
        """Return whether this process leads, taking the lead if it is free."""
        import psycopg

        try:
            if self._connection is None:
                self._connection = psycopg.connect(self._address, autocommit=True, **PATIENCE)
            if self._has_lock:
                self._connection.execute("SELECT 1")
            else:
                self._has_lock = self._is_taken()
        except psycopg.OperationalError:
            self.release()
        return self._has_lock

    def _is_taken(self) -> bool:
        row = self._connection.execute("SELECT pg_try_advisory_lock(%s)", (LOCK_NUMBER,))
        return bool(row.fetchone()[0])

    def release(self) -> None:
        """Let another process lead."""
        import psycopg

        had_lock, self._has_lock = self._has_lock, False
        if self._connection is not None:
            with suppress(psycopg.Error):
                if had_lock:  # the server notices a closed connection only after a while
                    self._connection.execute("SELECT pg_advisory_unlock(%s)", (LOCK_NUMBER,))
                self._connection.close()
            self._connection = None
