"""A person's own views of the queue: kept, renamed, removed."""

from flask import flash, render_template, request, url_for
from werkzeug.wrappers import Response

from compliance.core.errors import ComplianceError
from compliance.credentialing.queries.saved import saved_views
from compliance.credentialing.services.saved import forget_view, rename_view, save_view
from compliance.credentialing.views.asked import kept_query
from compliance.credentialing.views.queue import blueprint
from compliance.db import transaction
from compliance.web.access import permission
from compliance.web.addresses import with_query
from compliance.web.door import current_occasion
from compliance.web.fragments import send_to


@blueprint.post("/applications/views")
@permission("applications.view")
def keep_view() -> Response:
    on = current_occasion()
    query = kept_query(request.form.get("query", ""))
    try:
        with transaction():
            name = save_view(request.form.get("name", ""), query, on)
        flash(f"“{name}” is saved. It stands after the views that everybody has.")
    except ComplianceError as error:
        flash(str(error), "error")
    return send_to(with_query("applications.index", query))


@blueprint.get("/applications/views")
@permission("applications.view")
def own_views() -> str:
    return render_template("credentialing/own_views.html", views=saved_views(current_occasion()))


@blueprint.post("/applications/views/<int:number>")
@permission("applications.view")
def change_view(number: int) -> Response:
    on = current_occasion()
    try:
        with transaction():
            if request.form.get("act") == "remove":
                flash(f"“{forget_view(number, on)}” is removed.")
            else:
                flash(
                    f"It is called “{rename_view(number, request.form.get('name', ''), on)}” now."
                )
    except ComplianceError as error:
        flash(str(error), "error")
    return send_to(url_for("applications.own_views"))
