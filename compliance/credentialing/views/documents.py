"""A document seen in the page, beside the application it belongs to."""

from flask import render_template

from compliance.core.errors import NotFound
from compliance.core.media import SHOWN
from compliance.credentialing.queries.one import application
from compliance.credentialing.views.queue import blueprint
from compliance.web.access import permission
from compliance.web.door import current_occasion


@blueprint.get("/applications/<ref>/documents/<int:fact_id>/view")
@permission("documents.view")
def view_document(ref: str, fact_id: int) -> str:
    on = current_occasion()
    found = application(ref, on)
    facts = (fact for fact in found.facts if fact.kind == "document_attached")
    fact = next((each for each in facts if each.id == fact_id), None)
    if fact is None:
        raise NotFound(f"{found.ref} has no such document.")
    return render_template(
        "credentialing/document.html",
        application=found,
        fact=fact,
        can_show=fact.payload["media_type"] in SHOWN,
        today=on.day_seen,
    )
