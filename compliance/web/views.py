"""Doors of the web floor itself."""

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as BaseResponse

from compliance.web.access import public
from compliance.web.addresses import safe_next
from compliance.web.fragments import send_to
from compliance.web.preferences import ALLOWED, keep

blueprint = Blueprint("web", __name__)


@blueprint.post("/preferences")
@public
def change_preferences() -> BaseResponse:
    response: Response = send_to(safe_next(request.form.get("next"), "/"))
    for name in ALLOWED:
        if name in request.form:
            keep(response, name, request.form[name])
    return response
