"""Alert rules: the ladders in force, whom each step tells, and where they come from."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import render_template

from compliance.core.calendars import Source
from compliance.core.rulebook import EVERY_OTHER_KIND, Ladder, Rungs
from compliance.deadlines.kinds import noun_of
from compliance.deadlines.views.base import blueprint
from compliance.occasions import Occasion
from compliance.web.access import permission
from compliance.web.door import current_occasion
from compliance.web.filters import listed, plural


@dataclass(frozen=True)
class LadderView:
    """One ladder as its panel shows it: steps as (when, who is told)."""

    title: str
    kinds: str
    steps: tuple[tuple[str, str], ...]
    due_soon_days: int
    sources: tuple[Source, ...]


@blueprint.get("/alerts/rules")
@permission("alerts.view")
def alert_rules() -> str:
    on = current_occasion()
    ladders = [_view(each, on) for each in on.book.ladders.values()]
    return render_template("deadlines/rules.html", ladders=ladders, version=on.book.version)


def _view(ladder: Ladder, on: Occasion) -> LadderView:
    rungs = ladder.rungs_on(on.day_seen)
    named = [noun_of(kind, on.book) for kind in ladder.kinds if kind != EVERY_OTHER_KIND]
    return LadderView(
        ladder.title,
        "; ".join(named) or "Everything else",
        tuple(_steps(rungs)),
        rungs.due_soon_days,
        ladder.sources,
    )


def _steps(rungs: Rungs) -> Iterator[tuple[str, str]]:
    for days in sorted(rungs.before, reverse=True):
        when = f"{plural(days, 'calendar day')} before our date" if days else "On our date"
        yield when, listed(list(rungs.before[days])).capitalize()
    yield "The day after our date", listed(list(rungs.past_due)).capitalize()
    for days in sorted(rungs.after):
        when = f"{plural(days, 'calendar day')} overdue, where no law sets a limit"
        yield when, listed(list(rungs.after[days])).capitalize()
    yield "The day after the legal limit", listed(list(rungs.past_legal)).capitalize()
    if rungs.repeat_past_legal_days:
        every = plural(rungs.repeat_past_legal_days, "calendar day")
        yield f"Every {every} after that", listed(list(rungs.past_legal)).capitalize()
