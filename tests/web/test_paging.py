from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import (
    Column,
    Connection,
    Date,
    Index,
    Integer,
    MetaData,
    Table,
    create_engine,
    insert,
    select,
    text,
)

from compliance.core.errors import BadValue
from compliance.web.paging import (
    Cursor,
    Page,
    Place,
    Total,
    Way,
    count_statement,
    make_page,
    page_statement,
    place_from,
    total_of,
)

TASKS = Table(
    "tasks",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("due_on", Date, nullable=False),
)
Index("ix_tasks_due_on_id", TASKS.c.due_on, TASKS.c.id)
ORDER = (TASKS.c.due_on, TASKS.c.id)
EVERYTHING = select(TASKS.c.due_on, TASKS.c.id)
KEYS = st.one_of(
    st.text(st.characters(exclude_characters="\x00")),
    st.integers(1 - 2**31, 2**31 - 1),
    st.dates(),
    st.datetimes(timezones=st.just(UTC)),
    st.booleans().map(int),
)


@pytest.fixture(scope="module")
def connection() -> Iterator[Connection]:
    engine = create_engine("sqlite://")
    with engine.begin() as opened:
        TASKS.metadata.create_all(opened)
        rows = [{"id": n, "due_on": date(2026, 1, 1 + n * 7 % 9)} for n in range(1, 24)]
        opened.execute(insert(TASKS), rows)
        yield opened


def page_at(connection: Connection, place: Place, descending=False, size=5) -> Page:
    asked = page_statement(EVERYTHING, ORDER, place, descending=descending, size=size)
    rows = connection.execute(asked).all()
    return make_page(rows, place, tuple, size=size, total=Total(23))


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("size", [1, 5, 23, 50])
def test_walking_next_and_back_sees_every_row_once(connection, descending, size):
    everything = sorted(connection.execute(EVERYTHING).all(), reverse=descending)
    seen, place = [], Place()
    while True:
        page = page_at(connection, place, descending, size)
        assert page.start == len(seen) + 1
        seen += page.rows
        if page.next is None:
            break
        place = place_from(page.next)
    assert seen == everything
    back = list(page.rows)
    while page.prev is not None:
        page = page_at(connection, place_from(page.prev), descending, size)
        back = [*page.rows, *back]
    assert back == everything
    assert page.first is None


def test_the_last_page_ends_with_the_last_row_and_is_numbered(connection):
    page = page_at(connection, place_from({"last": "1"}))
    assert page.rows[-1] == max(connection.execute(EVERYTHING).all())
    assert (page.start, page.end) == (19, 23)
    assert page.next is page.last is None


def test_one_page_leads_nowhere(connection):
    page = page_at(connection, Place(), size=50)
    assert page.first is page.prev is page.next is page.last is None


def test_the_index_serves_a_later_page(connection):
    place = Place(Way.AFTER, Cursor((date(2026, 1, 3), 7)))
    asked = page_statement(EVERYTHING, ORDER, place).compile(
        connection, compile_kwargs={"literal_binds": True}
    )
    plan = " ".join(str(row) for row in connection.execute(text(f"EXPLAIN QUERY PLAN {asked}")))
    assert "SEARCH" in plan
    assert "TEMP B-TREE" not in plan


@settings(deadline=None)
@given(st.lists(KEYS, min_size=1, max_size=4).map(tuple))
def test_a_cursor_survives_the_address(values):
    assert Cursor.decode(Cursor(values).encode()) == Cursor(values)


@pytest.mark.parametrize(
    "damaged", ["x", "!!!!", "e30", "W1siaSIsIngiXV0", Cursor(("a", 1)).encode()[:-3], "é"]
)
def test_a_damaged_address_is_refused(damaged):
    with pytest.raises(BadValue, match="damaged"):
        Cursor.decode(damaged)


@pytest.mark.parametrize(
    "values", [(), (1, 2), (date(2026, 1, 1), "1"), (datetime(2026, 1, 1, tzinfo=UTC), 1)]
)
def test_a_cursor_of_another_list_is_refused(values):
    with pytest.raises(BadValue):
        page_statement(EVERYTHING, ORDER, Place(Way.AFTER, Cursor(values)))


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from(["after", "before", "last", "start"]), st.text(max_size=30)))
def test_any_query_gives_a_place_or_is_refused(args):
    with suppress(BadValue):
        assert isinstance(place_from(args), Place)


@pytest.mark.parametrize(("cap", "shown"), [(1000, "23"), (23, "23"), (22, "22+")])
def test_counting_stops_at_the_cap(connection, cap, shown):
    counted = connection.execute(count_statement(EVERYTHING, cap)).scalar_one()
    assert str(total_of(counted, cap)) == shown


def test_a_great_total_reads_with_a_plus():
    assert str(total_of(1001)) == "1,000+"
