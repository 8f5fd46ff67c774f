"""Doors of the web floor itself."""

from datetime import date
from http import HTTPStatus

from flask import Blueprint, Response, current_app, redirect, render_template, request
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from compliance.core.errors import BadValue
from compliance.db import transaction
from compliance.web.access import permission, public
from compliance.web.addresses import safe_next
from compliance.web.door import request_clock
from compliance.web.drafts import ASKED, discard, keep_draft, numbers_in
from compliance.web.fragments import send_to
from compliance.web.past import DAY, LookBackForm, seen_on
from compliance.web.preferences import ALLOWED, keep
from compliance.web.sessions import no_activity

blueprint = Blueprint("web", __name__)


@blueprint.post("/preferences")
@public
def change_preferences() -> BaseResponse:
    response: Response = send_to(safe_next(request.form.get("next"), "/"))
    for name in ALLOWED:
        if name in request.form:
            keep(response, name, request.form[name])
    return response


@blueprint.get("/as-of")
@permission("past.view")
def look_back() -> BaseResponse | str:
    """Lead to the page on the day that was asked for; ask again where it is none."""
    target = safe_next(request.args.get("next"), "/")
    today: date = current_app.extensions["daybook.shell"].today()
    given = request.args if DAY in request.args else None
    form = LookBackForm(today=today, formdata=given, meta={"csrf": False})
    if given and form.validate():
        try:
            day = form.entry(today)
        except BadValue as refusal:
            form.refuse(refusal)
        else:
            return redirect(seen_on(target, day if day < today else None), 303)
    return render_template("past/look_back.html", form=form, target=target)


@blueprint.post("/account/drafts")
@permission("account.own")
@no_activity
def keep_typed() -> Response:
    """Keep what a page sends shortly before the session ends; the answer's header says how long."""
    keep_draft(current_user.id, request_clock().now())
    return Response(status=HTTPStatus.NO_CONTENT)


@blueprint.post("/account/drafts/discard")
@permission("account.own")
def discard_draft() -> BaseResponse:
    with transaction():
        discard(numbers_in(request.form.get(ASKED, "")), current_user.id)
    return redirect(safe_next(request.form.get("next"), "/"), 303)
