"""`daybook deadlines`: sweep any day up to the present one, deliver what is due."""

from datetime import date
from typing import Protocol

import click

from compliance.core.dates import day_words
from compliance.core.errors import NotNow
from compliance.db import transaction
from compliance.deadlines.jobs import deliver as deliver_due
from compliance.deadlines.jobs import sweep_day
from compliance.deadlines.queries.runs import SWEEP
from compliance.doors import Console, door_of
from compliance.occasions import Occasion
from compliance.outbox.jobs import tell_results
from compliance.wallclock import WallClock
from compliance.work.services import Ran, record_run


class Root(Console, Protocol):
    """What the root command hands down, with the instance's own clock and nature."""

    is_story: bool
    clock: WallClock

    def writing(self, today: date | None = None) -> Occasion:
        """Return the occasion of a command that writes, on `today` if given."""


@click.group()
def deadlines() -> None:
    """Sweep for alerts, deliver them."""


def _day(_ctx: click.Context, _param: click.Parameter, text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise click.BadParameter(f"{text} is not a date. Use YYYY-MM-DD.") from None


@deadlines.command()
@click.option("--on", "day", callback=_day, metavar="YYYY-MM-DD", help="Sweep as on this day.")
@click.pass_obj
def sweep(root: Root, day: date | None) -> None:
    """Write the alerts whose day has come."""
    with root.app.app_context():
        refuse_future(day, root)
        on = root.writing(day)
        began = root.clock.now()
        swept = sweep_day(on, door_of(root.app))
        document = {"looked_at": swept.looked_at, "alerts_written": swept.alerts_written}
        if on.today == root.clock.today():
            with transaction():
                record_run(Ran(SWEEP, began, root.clock.now(), document))
    line = f"{swept.looked_at} deadlines looked at, {swept.alerts_written} alerts written."
    root.emit(document, [line])


def refuse_future(day: date | None, root: Root) -> None:
    """Refuse a day that has not come, except in an instance made with another today.

    Raises:
        NotNow: the day lies after the real today.
    """
    today = root.clock.today()
    if day and day > today and not root.is_story:
        raise NotNow(
            f"{day_words(day)} has not come: today is {day_words(today)}. "
            "Sweep a day up to today, or use an instance made with `setup --today`."
        )


@deadlines.command()
@click.pass_obj
def deliver(root: Root) -> None:
    """Send every message that is due; what was accepted counts at once."""
    with root.app.app_context():
        root.writing()
        door = door_of(root.app)
        counts = deliver_due(door)
        tell_results(door)
    line = ", ".join(f"{number} {word}" for word, number in counts.items())
    root.emit(counts, [line])
