"""Restricted values of an applicant: shown by an act of their own, and every look is recorded."""

from flask import render_template

from compliance.audit.services import looked_at
from compliance.credentialing.queries.one import application
from compliance.credentialing.views.queue import blueprint
from compliance.directory.services import birth_dates
from compliance.web.access import permission
from compliance.web.door import current_occasion


@blueprint.post("/applications/<ref>/birth-date")
@permission("restricted.birth_date")
def show_birth_date(ref: str) -> str:
    """Answer a post with the value itself: no address shows it, and none can be sent on."""
    on = current_occasion()
    found = application(ref, on)
    looked_at(on.actor.person_id, "birth_date", "application", found.id)
    born_on = birth_dates([found.provider_id]).get(found.provider_id)
    return render_template(
        "credentialing/birth_date.html", application=found, born_on=born_on, today=on.today
    )
