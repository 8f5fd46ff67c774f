"""Sign-in rules: how long a session lasts, whom the plan asks for a second step."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from compliance.core.errors import BadValue
from compliance.core.sign_in import sign_in_rules
from compliance.db import transaction
from compliance.settings.forms import SignInRulesForm
from compliance.settings.services import choose_sign_in
from compliance.web.access import permission
from compliance.web.door import current_occasion

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
    if form.validate_on_submit():
        try:
            with transaction():
                choose_sign_in(*form.entry(), on)
        except BadValue as refusal:
            form.refuse(refusal)
        else:
            flash("Whoever signs in from now on does so by these rules.", "success")
            return redirect(url_for("people.people_list"), 303)
    return render_template("settings/sign_in.html", form=form)
