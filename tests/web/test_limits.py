"""What no address and no form may hold is refused for every page, on both databases."""

import json
from base64 import urlsafe_b64encode

import pytest

from compliance.core.errors import BadValue
from compliance.credentialing.queries.filters import Filters
from compliance.credentialing.queries.lists import Order, queue_page
from compliance.web.paging import Cursor, Place, Way
from tests.conftest import TODAY, occasion, sign_in
from tests.web.page_client import PageClient

HUGE = "99999999999999999999999"
TOO_LARGE = str(2**31)


@pytest.fixture
def desk(client, people) -> PageClient:
    return PageClient(sign_in(client, people.olivia))


@pytest.mark.parametrize(
    "path",
    ["/?kind=%00", "/applications?q=a%00b", "/applications?%00=1", "/applications/%00", "/%00"],
)
def test_a_nul_in_an_address_is_refused_in_words(desk, path):
    page = desk.get(path, 400)
    assert page.heading == "That could not be read"
    assert "NUL" in page.text


@pytest.mark.parametrize("form", [{"name": "a\x00"}, {"\x00": "a"}])
def test_a_nul_in_a_form_is_refused_in_words(desk, form):
    assert "NUL" in desk.post("/applications/views", form, 400).text


def test_a_nul_in_a_sign_in_is_refused(client):
    assert client.post("/login", data={"email": "\x00", "password": "x"}).status_code == 400


@pytest.mark.parametrize("number", [HUGE, TOO_LARGE])
@pytest.mark.parametrize(
    "path", ["/alerts/{}/snooze", "/notices/{}", "/applications/import/{}", "/applications/{}"]
)
def test_a_number_that_no_record_has_leads_nowhere(desk, path, number):
    desk.get(path.format(number), 404)


def cursor(*values: object) -> str:
    return urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "text",
    [
        cursor(["d", "2026-11-24"], ["i", 10**30]),
        cursor(["d", "2026-11-24"], ["i", 2**31]),
        cursor(["d", "2026-11-24"], ["i", float("inf")]),
        cursor(["s", "a\x00"], ["i", 1]),
        cursor(["s", "\ud800"], ["i", 1]),
        urlsafe_b64encode(b"[" * 3000).decode(),
    ],
)
def test_a_cursor_that_a_database_would_refuse_is_refused_before(text):
    with pytest.raises(BadValue, match="damaged"):
        Cursor.decode(text)


def test_the_largest_cursor_is_only_a_page_without_rows(database_on):
    place = Place(Way.AFTER, Cursor.decode(cursor(["d", "9999-12-31"], ["i", 2**31 - 1])))
    assert not queue_page(Filters(), Order(place=place), occasion(TODAY)).rows
