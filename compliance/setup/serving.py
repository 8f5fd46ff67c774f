"""Serving the pages: gunicorn with threads, each worker's memory settled before it answers."""

import gc
import logging
import os
import socket
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

from compliance.accounts.queries import has_people
from compliance.config import Settings
from compliance.core.errors import Environment
from compliance.db import db
from compliance.setup.tokens import setup_token

THREADS = 4
GRACE_SECONDS = 20
COLLECT_AFTER = (10_000, 20, 50)  # small and often: five times as many would stall a request


@dataclass(frozen=True)
class Serving:
    """Where to listen, and what starts beside the pages: the jobs, or nothing."""

    host: str
    port: int
    start_beside: Callable[[Flask], Callable[[], None]] | None = None
    workers: int = 2


def worker_count(database_url: str) -> int:
    """Return how many workers serve: SQLite takes one writer at a time, PostgreSQL many."""
    return 4 if database_url.startswith("postgresql") else 2


class OurLog(Logger):  # type: ignore[misc]
    """Gunicorn's log, said where all of the process's log is said."""

    def setup(self, _cfg: Any) -> None:
        """Keep no handlers of its own."""
        self.error_log.propagate = True
        self.error_log.setLevel(logging.WARNING)


class Server(BaseApplication):  # type: ignore[misc]
    """Gunicorn for one opened app, loaded before the workers are forked."""

    def __init__(self, app: Flask, serving: Serving) -> None:
        self._app = app
        self._serving = serving
        super().__init__()

    def load_config(self) -> None:
        """Set what our installation needs; everything else stays as gunicorn has it."""
        for name, value in _options(self._serving).items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Flask:
        """Return the app that the workers serve."""
        return self._app


def _options(serving: Serving) -> dict[str, Any]:
    return {
        "bind": f"{serving.host}:{serving.port}",
        "workers": serving.workers,
        "worker_class": "gthread",
        "threads": THREADS,
        "preload_app": True,
        "graceful_timeout": GRACE_SECONDS,
        "control_socket_disable": True,  # a home folder may be read-only
        "post_worker_init": settle_memory,
        "logger_class": OurLog,
    }


def first_address(settings: Settings, address: str) -> str | None:
    """Return where the first visitor sets Daybook up, with its token; None once somebody has."""
    return None if has_people() else f"{address}/setup?token={setup_token(settings)}"


def settle_memory(_worker: Any) -> None:
    """Take what the app loaded out of the collector's sight: it made the slowest answers slow."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)


def _check_port(serving: Serving) -> None:
    """Find out before anything is started whether somebody listens there already."""
    kind = socket.AF_INET6 if ":" in serving.host else socket.AF_INET
    try:
        socket.create_server((serving.host, serving.port), family=kind).close()
    except OSError as error:
        raise Environment(
            f"Cannot listen on {serving.host} port {serving.port}: {error.strerror}. "
            "Name another: --port."
        ) from error


def run(app: Flask, serving: Serving) -> None:
    """Serve until stopped; the jobs run beside the pages and stop with them."""
    _check_port(serving)
    stop = serving.start_beside(app) if serving.start_beside else None
    parent = os.getpid()
    db.session.remove()
    db.engine.dispose()  # a forked worker opens its own connections
    try:
        Server(app, serving).run()
    finally:
        if stop and os.getpid() == parent:  # workers leave by this door too
            stop()
