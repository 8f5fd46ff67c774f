"""Settings: the set-up list and its pages."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from compliance.choices.rules import is_demo
from compliance.choices.services import NewChoice
from compliance.config import Settings
from compliance.core.dates import day_full
from compliance.credentialing.services.rebuilding import reproject_all
from compliance.db import transaction
from compliance.mail import html_of_text, mail_way
from compliance.occasions import Occasion
from compliance.outbox.services import NewMessage, queue_message
from compliance.setup.forms import PREFIXES, ClocksForm, PlanForm
from compliance.setup.queries import Reading, readings
from compliance.setup.queries import tasks as setup_tasks
from compliance.setup.rules import BASIS_KEY, DELEGATED_KEY, SECOND_NOTICE_KEY
from compliance.setup.services import decide, name_plan
from compliance.web.access import permission
from compliance.web.door import current_occasion
from compliance.web.forms import choices

blueprint = Blueprint("setup", __name__, url_prefix="/settings")
TEST_SUBJECT = "Test message from Daybook"
TEST_TEXT = "This message was sent to find out whether Daybook can send mail. It needs no answer.\n"


@blueprint.get("")
@permission("settings.view")
def tasks() -> str:
    listed = setup_tasks(_settings(), current_occasion())
    left = next((each for each in listed if each.is_needed and not each.is_done), None)
    return render_template("setup/tasks.html", tasks=listed, left=left)


def _settings() -> Settings:
    settings: Settings = current_app.extensions["daybook"]["settings"]
    return settings


@blueprint.route("/plan", methods=["GET", "POST"])
@permission("settings.manage")
def plan() -> Response | str:
    on = current_occasion()
    filled: dict[str, Any] = {field: on.book.choice(key, "") for field, key in PREFIXES.items()}
    form = PlanForm(today=on.today, data={**filled, "from_on": on.today})
    if form.validate_on_submit():
        names, from_on = form.entry()
        with transaction():
            name_plan(names, from_on, on)
        flash("The names are kept. Letters and pages use them from that day.", "success")
        return redirect(url_for("setup.tasks"), 303)
    return render_template("setup/plan.html", form=form)


@blueprint.route("/clocks", methods=["GET", "POST"])
@permission("settings.manage")
def clocks() -> Response | str:
    on = current_occasion()
    form = _clocks_form(readings(on.today, on), on)
    if form.validate_on_submit():
        chosen, why = form.entry()
        with transaction():
            for key, value in chosen.items():
                decide(NewChoice(key, value, on.today, why=why), on)
            reproject_all(_under(chosen, on))
        flash("The clocks count this way from today.", "success")
        return redirect(url_for("setup.tasks"), 303)
    return render_template("setup/clocks.html", form=form, today=on.today)


def _under(chosen: dict[str, str], on: Occasion) -> Occasion:
    """Return the occasion under the choices just made."""
    return replace(on, book=replace(on.book, choices={**on.book.choices, **chosen}))


def _clocks_form(offered: list[Reading], on: Occasion) -> ClocksForm:
    form = ClocksForm(
        data={
            "basis": on.book.choice(BASIS_KEY, "stricter"),
            "second_notice": on.book.choice(SECOND_NOTICE_KEY, "on"),
            "is_delegated": on.book.choice(DELEGATED_KEY, "no"),
        }
    )
    form["basis"].choices = choices((each.value, _worded(each)) for each in offered)
    return form


def _worded(reading: Reading) -> str:
    due = reading.due
    legal = f", by law {day_full(due.legal_on)} at the latest" if due.legal_on else ""
    return f"{reading.title}. Received today, due {day_full(due.due_on)}{legal}."


@blueprint.get("/mail")
@permission("settings.view")
def mail() -> str:
    settings = _settings()
    way = mail_way(settings, is_demo=is_demo(current_occasion().book.choices))
    return render_template("setup/mail.html", way=way.value, settings=settings)


@blueprint.post("/mail/test")
@permission("settings.manage")
def test_mail() -> Response:
    message = NewMessage(
        kind="test",
        to_address=current_user.email,
        subject=TEST_SUBJECT,
        body_text=TEST_TEXT,
        body_html=html_of_text(TEST_SUBJECT, TEST_TEXT),
        person_id=current_user.id,
    )
    with transaction():
        queue_message(message, current_occasion())
    flash(f"A test message to {current_user.email} goes out within a minute.", "success")
    return redirect(url_for("setup.mail"), 303)
