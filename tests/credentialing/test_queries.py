"""How the database answers the queue: by an index over the open rows, read in their order."""

import pytest

from compliance.credentialing.queries.filters import Filters
from compliance.credentialing.queries.lists import Order, queue_page
from compliance.credentialing.services.receive import receive_applications
from compliance.db import session
from compliance.web.paging import Cursor, Place, Way
from tests.conftest import occasion
from tests.makers.applications import make_received
from tests.makers.people import make_person
from tests.makers.statements import statements_asked

pytestmark = pytest.mark.usefixtures("with_rules")


def fill(count: int = 60) -> int:
    on = occasion()
    owner = make_person("Olivia Ortega", on, "credentialing").id
    batch = [make_received(on, owner_id=owner if number % 7 == 0 else None)
             for number in range(count)]  # fmt: skip
    receive_applications(batch, on)
    return owner


def plan(filters: Filters, order: Order) -> list[str]:
    """Return how SQLite would read the page's rows."""
    asked: list[tuple[str, object]] = []
    from sqlalchemy import event

    from compliance.db import db

    def note(_connection, _cursor, statement, parameters, *_rest):
        asked.append((statement, parameters))

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        queue_page(filters, order, occasion())
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    statement, parameters = next(each for each in asked if "FROM applications" in each[0])
    raw = session().connection().connection.driver_connection
    return [str(row[3]) for row in raw.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)]


@pytest.mark.sqlite(reason="reads SQLite's plan of a query")
@pytest.mark.parametrize(
    ("filters", "order", "index"),
    [
        (Filters(), Order(), "ix_applications_soonest"),
        (Filters(), Order("name"), "ix_applications_name"),
        (Filters(), Order("notice"), "ix_applications_notice"),
        (Filters(), Order("decision", is_descending=True), "ix_applications_decision"),
        (Filters(), Order(place=Place(Way.LAST)), "ix_applications_soonest"),
        (Filters(view="unassigned"), Order(), "ix_applications_owner"),
        (Filters(owners=("1",)), Order(), "ix_applications_owner"),
        (Filters(states=("new",)), Order(), "ix_applications_state"),
        (Filters(view="waiting"), Order(), "ix_applications_state"),
        (Filters(view="associates"), Order(), "ix_applications_associate"),
        (Filters(practices=("Cedar Flat Family Medicine",)), Order(), "ix_applications_practice"),
        (Filters(view="closed"), Order(), "ix_applications_closed"),
    ],
)
def test_a_page_of_the_queue_reads_an_index_in_its_order(filters, order, index):
    fill()
    steps = plan(filters, order)
    assert any(index in step for step in steps), steps
    assert not [step for step in steps if "TEMP B-TREE" in step], steps
    assert not [step for step in steps if step.startswith("SCAN") and "INDEX" not in step], steps


@pytest.mark.sqlite(reason="reads SQLite's plan of a query")
def test_a_page_after_a_cursor_starts_there():
    fill()
    last = queue_page(Filters(), Order(), occasion()).rows[-1]
    place = Place(Way.AFTER, Cursor((last.soonest_on, last.application_id)))
    steps = plan(Filters(), Order(place=place))
    assert any(step.startswith("SEARCH applications USING INDEX") for step in steps), steps


def test_a_page_is_one_statement():
    fill(3)
    with statements_asked() as asked:
        queue_page(Filters(), Order(), occasion())
    assert len(asked) == 1
