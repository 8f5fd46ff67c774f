"""Recording on one duty: once, however often the form is sent, with refusals in the form."""

from collections.abc import Callable
from typing import Any

from flask import flash, url_for
from werkzeug.wrappers import Response

from compliance.core.errors import ComplianceError
from compliance.db import transaction
from compliance.occasions import Occasion
from compliance.web.fragments import send_to
from compliance.web.posts import once


def recorded(
    form: Any, on: Occasion, write: Callable[[], object], said: str, ref: str = ""
) -> Response | None:
    """Write once and return the way back; None where it was refused, with the reason in the form.

    `ref` is the duty whose page it leads to, the register without one.
    """

    def act() -> str:
        write()
        return url_for("duties.show", ref=ref) if ref else url_for("duties.index")

    try:
        with transaction():
            location = once(form.key, on.actor.person_id or 0, on.now, act)
    except ComplianceError as error:
        form.refuse(error)
        return None
    flash(said)
    return send_to(location)
