"""The KPI review of a meeting: its charts, and what we say about them."""

from flask import flash, request, url_for
from werkzeug.wrappers import Response

from compliance.kpis.queries import review
from compliance.meetings.forms.agenda import CommentForm
from compliance.meetings.queries.pages import MeetingPage
from compliance.meetings.rules.leads import figures_month
from compliance.meetings.services.agenda import comment
from compliance.meetings.views.base import asked_page, blueprint, shown
from compliance.web.access import permission
from compliance.web.door import current_occasion
from compliance.web.fragments import send_to
from compliance.web.posts import tried


@blueprint.get("/meetings/<ref>/kpi")
@permission("meetings.view")
def kpi(ref: str) -> str:
    page = asked_page(ref)
    said = page.meeting.commentary
    form = CommentForm(formdata=None, data={"text": said.text if said else ""})
    return _page(page, form)


def _page(page: MeetingPage, form: CommentForm) -> str:
    on = current_occasion()
    partner = page.series.settled.organization
    told = review(figures_month(page.meeting.day, on.book), on, partner=partner)
    as_table = request.args.get("show") == "table"
    return shown("kpi", page, "kpi", review=told, form=form, as_table=as_table)


@blueprint.post("/meetings/<ref>/kpi")
@permission("meetings.manage")
def say(ref: str) -> str | Response:
    on, page = current_occasion(), asked_page(ref)
    form = CommentForm()

    def write() -> str:
        comment(page.meeting.id, form.entry(), on)
        return url_for("meetings.kpi", ref=ref)

    if form.validate_on_submit() and (location := tried(form, on, write)):
        flash("Saved. It is printed with the figures of the pack.")
        return send_to(location)
    return _page(page, form)
