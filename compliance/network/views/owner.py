"""Who answers for the dates that lapse."""

from flask import flash, render_template, url_for
from werkzeug.wrappers import Response

from compliance.accounts.queries import people_now
from compliance.network.forms import OwnerForm
from compliance.network.services.watching import OWNER, choose_owner
from compliance.network.views.listing import blueprint
from compliance.web.access import permission
from compliance.web.door import current_occasion
from compliance.web.forms import choices
from compliance.web.fragments import send_to
from compliance.web.posts import write_once

WORKERS = frozenset({"credentialing", "supervisor"})


@blueprint.route("/network/owner", methods=["GET", "POST"])
@permission("network.import")
def choose_who_answers() -> str | Response:
    on = current_occasion()
    form = OwnerForm(data={"owner_id": str(on.book.choice(OWNER, ""))})
    people = [each for each in people_now(active_only=True) if WORKERS & set(each.roles)]
    form["owner_id"].choices = choices(
        ((str(each.id), each.name) for each in people), blank="Nobody: the supervisors are told"
    )
    if form.validate_on_submit():
        chosen = form.entry()

        def write() -> str:
            choose_owner(chosen, on)
            return url_for("network.index")

        location = write_once(form, on, write)
        flash("From now on this person is warned before a date lapses.", "success")
        return send_to(location)
    return render_template("network/owner.html", form=form)
