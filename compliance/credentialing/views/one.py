"""The application page: next step, both clocks, checks, checklist, timeline, pathway."""

from typing import Any

from flask import Response, render_template, url_for

from compliance.core.states import APPLICATION_WORDS, ApplicationState
from compliance.credentialing.forms.acts import CHECKS, RESULTS
from compliance.credentialing.queries.filters import VIEWS, Filters
from compliance.credentialing.queries.neighbours import Neighbours, neighbours
from compliance.credentialing.queries.notices import notices_of
from compliance.credentialing.queries.one import Application, application
from compliance.credentialing.queries.others import others_of
from compliance.credentialing.queries.waits import waits_of
from compliance.credentialing.rules.allowed import acts_allowed
from compliance.credentialing.rules.clocks import at_risk_on
from compliance.credentialing.rules.steps import LETTER_WAITS, STEPS
from compliance.credentialing.services.belonging import OVER
from compliance.credentialing.services.completeness import checklist_for
from compliance.credentialing.views.asked import list_come_from
from compliance.credentialing.views.cells import MODEL_WORDS
from compliance.credentialing.views.checklist import checklist_head, checklist_items
from compliance.credentialing.views.next_bar import (
    bar_act,
    checks_note,
    named_step,
    next_sentence,
)
from compliance.credentialing.views.panels import clock_panels, waiting_panel
from compliance.credentialing.views.pathway import way_of
from compliance.credentialing.views.queue import blueprint
from compliance.credentialing.views.role_lines import role_lines
from compliance.credentialing.views.timeline import timeline
from compliance.credentialing.views.waits import bar_act as letter_act
from compliance.credentialing.views.waits import sentence
from compliance.occasions import Occasion
from compliance.retention.queries import holds_on
from compliance.web.access import may, permission
from compliance.web.addresses import with_query
from compliance.web.door import current_occasion
from compliance.web.filters import day_table

PRESCRIBER_CHECKS = frozenset({"dea", "board_certification"})


@blueprint.get("/applications/<ref>")
@permission("applications.view")
def show(ref: str) -> str | Response:
    on = current_occasion()
    found = application(ref, on)
    today = on.day_seen
    checks, items = _checks(found, on), checklist_items(found, on)
    step = named_step(STEPS[found.snapshot.step], checks)
    said, note, tone = next_sentence(found, step, today)
    wait = next(iter(waits_of(found, on)), None) if step is LETTER_WAITS else None
    query, came_from = list_come_from()
    near = neighbours(found.id, came_from.filters, came_from.order, on)
    return render_template(
        "credentialing/application.html",
        application=found,
        story=found.snapshot.story,
        word=APPLICATION_WORDS[ApplicationState(found.snapshot.state)],
        model_word=MODEL_WORDS.get(found.snapshot.story.entry.model, ""),
        lede=_lede(found),
        panels=_panels(found, on),
        step=letter_act(wait) if wait else bar_act(step, found.ref, checks),
        sentence=sentence(wait, today) if wait else said,
        note=checks_note(step, checks, note),
        tone=tone,
        can=acts_allowed(ApplicationState(found.snapshot.state), found.snapshot.story),
        at_risk_on=at_risk_on(found.snapshot.story, on.book),
        checks=checks,
        items=items,
        checked=checklist_head(found, items, today),
        events=timeline(found, on.book, today),
        documents=_documents(found),
        notices=notices_of(found, on),
        others=others_of(found.id, on),
        **_ways(near, query),
        standing=_standing(near, came_from.filters) or found.ref,
        home=with_query("applications.index", query),
        today=today,
        way=way_of(found, on, may_add=_may_add_twin(found, on)),
        role_lines=role_lines(found, on),
        holds=holds_on("application", found.ref, on),
        is_past=bool(on.as_of or on.known_on),
    )


def _may_add_twin(found: Application, on: Occasion) -> bool:
    """Return whether the other file of the pair may be entered now, by this person."""
    is_past = bool(on.as_of or on.known_on)
    return not is_past and found.snapshot.state not in OVER and may("applications.work")


def _ways(near: Neighbours, query: str) -> dict[str, str | None]:
    """Return the addresses of the files before and after in the list the reader came from."""
    refs = {"before": near.before, "after": near.after}
    return {
        name: ref and url_for("applications.show", ref=ref, list=query or None)
        for name, ref in refs.items()
    }


def _standing(near: Neighbours, filters: Filters) -> str:
    """Return the place in the list the reader came from: "All open, 12 of 13"."""
    if not near.number:
        return ""
    title = "Search" if filters.is_narrowed else VIEWS.get(filters.view, "List")
    return f"{title}, {near.number:,} of {near.total:,}"


def _lede(found: Application) -> str:
    entry = found.snapshot.story.entry
    parts = [found.ref, f"NPI {entry.npi}" if entry.npi else "no NPI"]
    if entry.license_number:
        parts.append(f"license {entry.license_number}")
    where = entry.practice_name
    model = MODEL_WORDS.get(entry.model, entry.model)
    program = f" {model} program at {where}." if model and where else f" {where}." if where else ""
    owner = f"Owner {found.owner_name}" if found.owner_name else "Nobody owns it yet"
    return f"{', '.join(parts)}.{program} {owner}."


def _panels(found: Application, on: Occasion) -> list[Any]:
    today = on.day_seen
    panels = clock_panels(found.snapshot, on.book, today)
    is_open = ApplicationState(found.snapshot.state).is_open
    if found.snapshot.decision is None and is_open:
        panels.insert(1, waiting_panel(found, on.book, today))
    return panels


def _checks(found: Application, on: Occasion) -> list[dict[str, Any]]:
    done = {each.check: each for each in found.snapshot.story.checks}
    results = dict(RESULTS)
    tones = {"verified": "met", "finding": "soon", "no_answer": "wait"}
    rows = []
    needed = {item.code for item in checklist_for(found.snapshot.story, on)}
    for code, title in CHECKS:
        check = done.get(code)
        if code in PRESCRIBER_CHECKS and "dea" not in needed and not check:
            continue
        rows.append(
            {
                "code": code,
                "title": title,
                "source": check.source if check else "",
                "tone": tones.get(check.result, "none") if check else "none",
                "word": results.get(check.result, check.result) if check else "Not checked",
                "day": day_table(check.checked_on, on.day_seen) if check else "",
                "who": found.people.get(check.person_id or 0, "") if check else "",
            }
        )
    return rows


def _documents(found: Application) -> list[dict[str, Any]]:
    return [
        {
            "name": fact.payload["name"],
            "size": fact.payload["size"],
            "day": fact.happened_on,
            "href": url_for("applications.view_document", ref=found.ref, fact_id=fact.id),
        }
        for fact in reversed(found.facts)
        if fact.kind == "document_attached" and fact.id not in found.replaced
    ]
