"""Routes: each is on the list of pages, states who may open it, and keeps everybody else out."""

import pytest

from compliance.app import MENU, OTHER_DAYS
from compliance.core.permissions import PERMISSIONS, READING
from compliance.db import session
from compliance.web.access import stated_access
from tests.conftest import occasion
from tests.house.pages import (
    GROUPS,
    PAGES,
    SCOPES,
    SHOWS,
    WITHOUT_A_PAST,
    Page,
    missing_lines,
    product,
    routes,
)
from tests.house.records import address
from tests.makers.people import make_person
from tests.makers.scope import Side

GUARDED = [page for page in PAGES.values() if not page.is_public]
SAMPLES = {"int": "1", "": "x", "path": "x"}


def opened(client, page: Page):
    """Return the answer to each method that the page takes."""
    methods = set()
    for rule in product().url_map.iter_rules(page.endpoint):
        methods |= rule.methods or set()
    address = page.address_with(**SAMPLES)
    return [client.open(address, method=each) for each in sorted(methods & {"GET", "POST"})]


def asks_to_sign_in(answer) -> bool:
    return answer.status_code == 401 or "/login" in answer.headers.get("Location", "")


def test_every_route_is_on_the_list():
    missing = missing_lines()
    assert not missing, "add to tests/house/pages.yaml:\n" + "\n".join(missing)


@pytest.mark.parametrize("page", PAGES.values(), ids=lambda page: page.endpoint)
def test_a_line_of_the_list_is_right(page):
    assert sorted(routes().get(page.endpoint, [])) == sorted(page.paths)
    assert page.shows in SHOWS
    assert page.scope in SCOPES
    assert page.is_public or page.roles in GROUPS


@pytest.mark.parametrize("endpoint", sorted(routes()))
def test_every_view_states_its_permission(endpoint):
    access = stated_access(product().view_functions[endpoint])
    assert access == "public" or access in PERMISSIONS, f"{endpoint} states no permission"


@pytest.mark.parametrize("page", PAGES.values(), ids=lambda page: page.endpoint)
def test_the_permission_admits_the_roles_of_the_list(page):
    access = stated_access(product().view_functions[page.endpoint])
    if page.is_public:
        assert access == "public"
    else:
        assert PERMISSIONS[access] == GROUPS[page.roles]


@pytest.mark.parametrize("page", GUARDED, ids=lambda page: page.endpoint)
def test_whoever_opens_a_page_opens_one_that_it_stands_under(page):
    """Pages of the menu stand by themselves."""
    above = [each for each in GUARDED if each.shows == "page" and is_under(page, each)]
    if above and page.endpoint not in {entry.endpoint for entry in MENU}:
        assert any(GROUPS[page.roles] <= GROUPS[each.roles] for each in above), page.endpoint


@pytest.mark.parametrize("page", GUARDED, ids=lambda page: page.endpoint)
def test_a_route_says_which_record_its_address_names(page):
    """Without it the permission matrix has no expectation for the route."""
    anything = Side("k", None, "m", "a", "f", 0.0, 1, 1)
    assert "<" not in address(page, anything)


def is_under(page: Page, above: Page) -> bool:
    return above.paths[0] != "/" and page.paths[0].startswith(f"{above.paths[0]}/")


@pytest.mark.parametrize("page", PAGES.values(), ids=lambda page: page.endpoint)
def test_a_list_has_the_twins_it_names(page):
    views = product().view_functions
    by_path = {path: endpoint for endpoint, paths in routes().items() for path in paths}
    for twin in page.twins:
        path = f"{page.paths[0]}.{twin}"
        assert path in by_path, f"{page.endpoint} has no {path}"
        assert stated_access(views[by_path[path]]) == stated_access(views[page.endpoint])


@pytest.mark.parametrize("page", GUARDED, ids=lambda page: page.endpoint)
def test_a_stranger_is_sent_to_sign_in(client, page):
    assert all(asks_to_sign_in(answer) for answer in opened(client, page))


def test_links_keep_the_day_among_the_pages_that_show_another():
    assert {page.endpoint for page in PAGES.values() if page.as_of} == OTHER_DAYS


def changes_something(page: Page) -> bool:
    access = stated_access(product().view_functions[page.endpoint])
    return page.shows == "act" or access not in {*READING, "public"}


@pytest.mark.parametrize("page", PAGES.values(), ids=lambda page: page.endpoint)
def test_a_page_that_is_read_answers_for_another_day_or_says_why_not(page):
    said = page.as_of + (page.never in WITHOUT_A_PAST) + changes_something(page)
    assert said == 1, f"{page.endpoint}: as_of: yes, or never: one of {', '.join(WITHOUT_A_PAST)}"


@pytest.mark.parametrize("role", ["compliance", "supervisor", "admin"])
def test_what_changes_something_is_refused_on_another_day(client, role):
    person = make_person("Robin Rivers", occasion(), role)
    session().commit()
    with client.session_transaction() as cookies:
        cookies["_user_id"], cookies["_fresh"] = person.fs_uniquifier, True
    opened_to = [each for each in GUARDED if role in GROUPS[each.roles] and each.shows == "page"]
    for page in filter(changes_something, opened_to):
        address = page.address_with(**SAMPLES)
        answer = client.get(address, query_string={"as_of": "2026-10-30"})
        assert answer.status_code == 409, page.endpoint
