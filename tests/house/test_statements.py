"""How many SQL statements a page of the demo takes: three for the shell, three of its own."""

import tomllib

import pytest
from sqlalchemy import event

from compliance.db import db
from tests.house.demo import role_for, shown_pages
from tests.house.tree import ROOT

BUDGET = tomllib.loads((ROOT / "tests/house/budgets.toml").read_text(encoding="utf-8"))[
    "statements"
]
FRAME = ("BEGIN", "PRAGMA", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


@pytest.fixture
def statements(demo):
    """Yield the list of statements that the demo's database is asked from now on."""
    asked: list[str] = []

    def note(_connection, _cursor, statement, *_rest):
        if not statement.lstrip().upper().startswith(FRAME):
            asked.append(statement)

    with demo.app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    yield asked
    event.remove(engine, "before_cursor_execute", note)


@pytest.mark.parametrize("page", shown_pages(), ids=lambda page: page.endpoint)
def test_a_page_asks_the_database_few_times(demo, statements, page):
    role = role_for(page)
    client = demo.client_of(role) if role else demo.app.test_client()
    client.get(page.address)
    statements.clear()
    assert client.get(page.address).status_code == 200
    most = BUDGET.get(page.endpoint, BUDGET["page"])
    assert len(statements) <= most, "\n\n".join(statements)
