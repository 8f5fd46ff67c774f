"""Recording on one duty: once, however often the form is sent, with refusals in the form."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import flash, render_template, url_for
from werkzeug.wrappers import Response

from compliance.occasions import Occasion
from compliance.policies.queries.register import DutyLine
from compliance.web.fragments import send_to
from compliance.web.posts import tried


@dataclass(frozen=True)
class ActPage:
    """The words of one act on a duty: heading, button, what it means, what is said when done."""

    title: str
    button: str
    action: str
    says: str
    said: str


def act_page(
    line: DutyLine, form: Any, page: ActPage, on: Occasion, write: Callable[[], object]
) -> str | Response:
    """Do the act of a form that was sent and lead back to its duty; else show the form."""
    if form.validate_on_submit():
        done = recorded(form, on, write, page.said, line.duty.id)
        if done:
            return done
    return render_template("policies/act.html", line=line, form=form, **vars(page))


def recorded(
    form: Any, on: Occasion, write: Callable[[], object], said: str, ref: str = ""
) -> Response | None:
    """Write once and return the way back; None where it was refused, with the reason in the form.

    `ref` is the duty whose page it leads to, the register without one.
    """

    def act() -> str:
        write()
        return url_for("duties.show", ref=ref) if ref else url_for("duties.index")

    location = tried(form, on, act)
    if location is None:
        return None
    flash(said)
    return send_to(location)
