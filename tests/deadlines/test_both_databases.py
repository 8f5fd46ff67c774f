from datetime import timedelta

from compliance.db import transaction
from compliance.deadlines.queries import AlertView, alert_counts, closed_stats, due_items
from compliance.deadlines.services import (
    Swept,
    set_deadlines,
    sweep,
    sweep_slices,
    write_digests,
)
from compliance.occasions import Actor
from compliance.outbox.queries import LogFilter, delivery_log
from tests.conftest import TODAY, occasion
from tests.makers.deadlines import make_subject, make_wanted, open_alerts
from tests.makers.people import make_people


def swept(on, size: int) -> Swept:
    slices = sweep_slices(on, size=size)
    return sum((sweep(on, before=place) for place in slices), Swept())


def test_deadlines_are_swept_in_slices_and_mailed(database_on):
    on = occasion()
    late = [TODAY - timedelta(days=number) for number in range(1, 6)]
    with transaction():
        people = make_people(on)
        theo, boss = people.theo.id, people.olivia.id
        subjects = [
            make_subject(make_wanted(day), number=number, owner_id=theo)
            for number, day in enumerate(late, start=1)
        ]
        set_deadlines(subjects, on, sweep=False)
        assert swept(on, size=2) == Swept(5, 10)
        assert swept(on, size=2) == Swept()
    with transaction():
        assert write_digests(on, "https://daybook.example") == 2
        assert write_digests(on, "https://daybook.example") == 0
    assert {person for _, _, person in open_alerts()} == {theo, boss}
    assert {each.kind for each in delivery_log(LogFilter())} == {"breach"}


def test_met_deadlines_close_their_alerts_and_count(database_on):
    on = occasion()
    due = TODAY - timedelta(days=3)
    with transaction():
        theo = make_people(on).theo
        actor = Actor(theo.id, theo.name, frozenset({"credentialing"}))
        set_deadlines([make_subject(make_wanted(due), owner_id=theo.id)], on)
    mine = occasion(actor=actor)
    assert alert_counts(mine)[AlertView.OPEN].number == 1
    assert [each.ref for each in due_items(mine)] == ["APP-1001"]
    with transaction():
        set_deadlines([make_subject(make_wanted(due, met_on=TODAY), owner_id=theo.id)], on)
    assert open_alerts() == []
    found = closed_stats(mine)
    assert (found.closed, found.by_due, found.open_past_due) == (1, 0, 0)
