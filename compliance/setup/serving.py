"""Serving the pages: gunicorn with threads, each worker's memory settled before it answers."""

import gc
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]

WORKERS = 2
THREADS = 4
GRACE_SECONDS = 20
COLLECT_AFTER = (50_000, 20, 50)


@dataclass(frozen=True)
class Serving:
    """Where to listen, and what starts beside the pages: the jobs, or nothing."""

    host: str
    port: int
    start_beside: Callable[[Flask], Any] | None = None


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
        "workers": WORKERS,
        "worker_class": "gthread",
        "threads": THREADS,
        "preload_app": True,
        "graceful_timeout": GRACE_SECONDS,
        "control_socket_disable": True,  # a home folder may be read-only
        "post_worker_init": settle_memory,
        "loglevel": "warning",
    }


def settle_memory(_worker: Any) -> None:
    """Take what the app loaded out of the collector's sight: it made the slowest answers slow."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)


def run(app: Flask, serving: Serving) -> None:
    """Serve until stopped; the jobs run beside the pages and stop with them."""
    from compliance.db import db

    beside = serving.start_beside(app) if serving.start_beside else None
    db.session.remove()
    db.engine.dispose()  # a forked worker opens its own connections
    try:
        Server(app, serving).run()
    finally:
        if beside is not None:
            beside.stop()
