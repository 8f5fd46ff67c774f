"""One's own account: where one stands, how pages look."""

from flask import flash, make_response, redirect, render_template, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from compliance.accounts.forms import PreferencesForm
from compliance.accounts.queries import person_now
from compliance.accounts.second_step import has_second_step
from compliance.accounts.services import keep_preferences
from compliance.accounts.views.base import blueprint
from compliance.db import transaction
from compliance.web.access import permission
from compliance.web.preferences import keep, preferences


@blueprint.get("/account")
@permission("account.own")
def profile() -> str:
    return _page(PreferencesForm(obj=preferences()))


def _page(form: PreferencesForm) -> str:
    return render_template(
        "accounts/profile.html",
        person=person_now(current_user.id),
        form=form,
        has_second_step=has_second_step(current_user.id),
    )


@blueprint.post("/account/preferences")
@permission("account.own")
def change_own_preferences() -> Response | str:
    form = PreferencesForm()
    if not form.validate_on_submit():
        return _page(form)
    chosen = form.entry()
    with transaction():
        keep_preferences(current_user.id, chosen)
    response = make_response(redirect(url_for("accounts.profile"), 303))
    for name, value in chosen.items():
        keep(response, name, value)
    flash("Your preferences are kept.", "success")
    return response
