"""Sign-in rules: how long a session lasts, whom the plan asks for a second step."""

from functools import partial

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from compliance.core.sign_in import sign_in_rules
from compliance.occasions import Occasion
from compliance.settings.forms import SignInRulesForm
from compliance.settings.services import choose_sign_in
from compliance.web.access import permission
from compliance.web.door import current_occasion
from compliance.web.posts import tried

blueprint = Blueprint("sign_in", __name__, url_prefix="/settings/sign-in")


@blueprint.route("", methods=["GET", "POST"])
@permission("people.manage")
def rules() -> Response | str:
    on = current_occasion()
    standing = sign_in_rules(on.book.choices)
    form = SignInRulesForm(
        data={
            "idle_minutes": standing.idle_minutes,
            "whole_hours": standing.whole_hours,
            "second_step": sorted(standing.second_step),
        }
    )
    if form.validate_on_submit() and (leads_to := tried(form, on, partial(_choose, form, on))):
        return redirect(leads_to, 303)
    return render_template("settings/sign_in.html", form=form)


def _choose(form: SignInRulesForm, on: Occasion) -> str:
    choose_sign_in(*form.entry(), on)
    flash("Whoever signs in from now on does so by these rules.", "success")
    return url_for("people.people_list")
