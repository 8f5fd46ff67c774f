"""How many SQL statements a page of the demo takes: three for the shell, three of its own."""

import tomllib

import pytest

from tests.house.demo import role_for, shown_pages
from tests.house.tree import ROOT
from tests.makers.statements import statements_asked

BUDGET = tomllib.loads((ROOT / "tests/house/budgets.toml").read_text(encoding="utf-8"))[
    "statements"
]


@pytest.mark.parametrize("page", shown_pages(), ids=lambda page: page.endpoint)
def test_a_page_asks_the_database_few_times(demo, page):
    role = role_for(page)
    client = demo.client_of(role) if role else demo.app.test_client()
    client.get(page.address)
    with demo.app.app_context(), statements_asked() as asked:
        assert client.get(page.address).status_code == 200
    most = BUDGET.get(page.endpoint, BUDGET["page"])
    assert len(asked) <= most, "\n\n".join(asked)
