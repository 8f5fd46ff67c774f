"""Recording on a file as it stood when its form was opened: once, or shown what came between."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from flask import url_for

from compliance.core.errors import ComplianceError, Conflict
from compliance.credentialing.queries.one import Application, application
from compliance.credentialing.services.loading import Loaded, load_unchanged
from compliance.credentialing.views.timeline import timeline
from compliance.occasions import Occasion
from compliance.web.posts import write_once


@dataclass
class Attempt:
    """What came of a try; `newer` is what others recorded meanwhile, as the timeline tells it."""

    newer: list[Any] = field(default_factory=list)


@contextmanager
def attempt(form: Any, found: Application, on: Occasion) -> Iterator[Attempt]:
    """Put what is refused inside the block into the form, and what came between into the try."""
    told = Attempt()
    try:
        yield told
    except Conflict:
        told.newer = _catch_up(form, found, on)
    except ComplianceError as error:
        form.refuse(error)


def record_once(
    form: Any, found: Application, on: Occasion, write: Callable[[Loaded], None]
) -> str:
    """Write on the file once, however often the form is sent; return the address of its page.

    Raises:
        Conflict: something was recorded since the form was opened.
    """

    def act() -> str:
        write(load_unchanged(found.id, int(form["seen"].data), on))
        return url_for("applications.show", ref=found.ref)

    return write_once(form, on, act)


def _catch_up(form: Any, found: Application, on: Occasion) -> list[Any]:
    """Return what was recorded since the form was opened; sent again, it counts as opened now."""
    seen = int(form["seen"].data)
    newer = application(found.ref, on)
    form["seen"].raw_data = None
    form["seen"].data = newer.latest_fact_id
    facts = tuple(fact for fact in newer.facts if fact.id > seen)
    told = replace(newer, facts=facts or newer.facts)
    return [event for event in timeline(told, on.book, on.today) if event.look != "fut"]
