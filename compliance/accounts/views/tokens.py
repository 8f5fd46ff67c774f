"""One's own API tokens: made, shown once, revoked."""

from datetime import timedelta

from flask import flash, redirect, render_template, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from compliance.accounts.forms import TokenForm
from compliance.accounts.rules import USUAL_TOKEN_DAYS
from compliance.accounts.tokens import make_token, revoke_token, tokens_now
from compliance.accounts.views.base import blueprint, show_once, shown_once
from compliance.core.errors import BadValue
from compliance.core.permissions import allows, permission_words
from compliance.db import transaction
from compliance.web.access import permission, roles_of
from compliance.web.door import current_occasion
from compliance.web.posts import once
from compliance.web.tokens import export_permissions


@blueprint.get("/account/tokens")
@permission("account.own")
def tokens() -> str:
    on = current_occasion()
    rows = tokens_now(on.today, current_user.id)
    return render_template(
        "accounts/tokens.html",
        rows=rows,
        fresh=shown_once("token"),
        today=on.today,
        words=permission_words,
    )


@blueprint.route("/account/tokens/new", methods=["GET", "POST"])
@permission("account.own")
def make_own_token() -> Response | str:
    on = current_occasion()
    roles = roles_of(current_user)
    offered = frozenset(each for each in export_permissions() if allows(roles, each))
    last = on.today + timedelta(days=USUAL_TOKEN_DAYS)
    form = TokenForm(sorted(offered, key=permission_words), today=on.today, data={"ends_on": last})
    if not form.validate_on_submit():
        return render_template("accounts/make_token.html", form=form)
    leads_to = url_for("accounts.tokens")

    def make() -> str:
        show_once("token", [make_token(form.entry(), offered, on)])
        return leads_to

    try:
        with transaction():
            once(form.key, current_user.id, on.now, make)
    except BadValue as refusal:
        form.refuse(refusal)
        return render_template("accounts/make_token.html", form=form)
    return redirect(leads_to, 303)


@blueprint.post("/account/tokens/<int:token_id>/revoke")
@permission("account.own")
def revoke_own_token(token_id: int) -> Response:
    with transaction():
        revoke_token(token_id, current_occasion(), owner_id=current_user.id)
    flash("The token opens nothing any more.", "success")
    return redirect(url_for("accounts.tokens"), 303)
