"""One's own account: where one stands, how pages look."""

from flask import flash, make_response, redirect, render_template, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from compliance.accounts.forms import PreferencesForm
from compliance.accounts.queries import person_by_id, place_now
from compliance.accounts.second_step import second_step_now
from compliance.accounts.services import end_sessions, keep_preferences
from compliance.accounts.views.base import blueprint
from compliance.audit.queries.entries import signed_in_at
from compliance.core.permissions import ROLES
from compliance.db import transaction
from compliance.web.access import permission, roles_of
from compliance.web.preferences import keep, preferences
from compliance.web.sessions import stay

SIGN_INS = 3


@blueprint.get("/account")
@permission("account.own")
def profile() -> str:
    return _page(PreferencesForm(obj=preferences()))


def _page(form: PreferencesForm) -> str:
    return render_template(
        "accounts/profile.html",
        roles=[words for name, words in ROLES.items() if name in roles_of(current_user)],
        place=place_now(current_user.id),
        form=form,
        second_step=second_step_now(current_user.id),
        signed_in=signed_in_at(current_user.id, SIGN_INS),
    )


@blueprint.post("/account/sessions/end")
@permission("account.own")
def end_other_sessions() -> Response:
    """End every session of the person but this one, and the links for a new password."""
    with transaction():
        person = person_by_id(current_user.id)
        end_sessions(person)
        stay(person)
    flash("You are signed out everywhere but here.", "success")
    return redirect(url_for("accounts.profile"), 303)


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
