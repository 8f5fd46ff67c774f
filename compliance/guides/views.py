"""The public sheets."""

from dataclasses import replace

from flask import Blueprint, render_template

from compliance.eligibility.queries import Decisions, decisions_known
from compliance.eligibility.rules.answers import Kept, associate_roles, lines_in_use
from compliance.guides.rules import Told, coverage, told_of
from compliance.occasions import Occasion
from compliance.web.access import public
from compliance.web.door import current_occasion

blueprint = Blueprint("guides", __name__)


@blueprint.get("/guides/roles")
@public
def roles() -> str:
    on = replace(current_occasion(), as_of=None, known_on=None)
    choice = on.book.choice
    return render_template(
        "guides/roles.html",
        roles=[(on.book.roles[role], told) for role, told in _sheet(on)],
        plan=str(choice("plan.name", "")),
        phone=str(choice("plan.phone", "")),
        email=str(choice("plan.email", "")),
        today=on.today,
    )


def _sheet(on: Occasion) -> list[tuple[str, list[Told]]]:
    found = decisions_known(on)
    titles = {code: coverage(line.title) for code, line in on.book.lines.items()}
    return [
        (role, list(told_of(found.answers([role]), _coming(found, role, on), titles)))
        for role in associate_roles(on.book)
    ]


def _coming(found: Decisions, role: str, on: Occasion) -> list[Kept]:
    lines = lines_in_use(on.book)
    return [
        each
        for each in found.kept
        if each.said.role == role and each.line in lines and each.span.from_on > on.today
    ]
