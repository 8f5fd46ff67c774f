"""Yesterday is read-only: no page of another day offers an act."""

from urllib.parse import urlencode

import pytest

from compliance.core.permissions import READING
from compliance.web.access import stated_access
from tests.house.crawler import Crawl, forms_of, links, local, parsed, split
from tests.house.demo import shown_pages
from tests.house.pages import GROUPS, Page, product

ROLES = ("compliance", "credentialing", "supervisor", "admin")
DAYS = (
    {"as_of": "2026-10-30", "known_on": "2026-10-30"},
    {"as_of": "2026-11-23"},
    {"known_on": "2026-11-23"},
)
SHELL = {"web.change_preferences", "security.logout"}
ELSEWHERE = {  # about the session and the account, not the record
    "security.verify",
    "security.change_password",
    "accounts.set_up_second_step",
    "accounts.make_own_token",
}


def pages_of(role: str) -> list[Page]:
    return [
        each
        for each in shown_pages()
        if not each.is_public and role in GROUPS[each.roles] and each.endpoint not in ELSEWHERE
    ]


def acts_on(crawl: Crawl, address: str) -> list[str]:
    """Return what a page offers to do: forms that are posted, links to pages that act."""
    answer = crawl.client.get(address)
    if answer.status_code in (302, 303, 403, 404, 409):
        return []  # a record that was not there yet, or an act's page, which is refused
    assert answer.status_code == 200, f"{address}: {answer.status_code}"
    tree = parsed(answer)
    posted = [
        local(each.get("action", ""), address)
        for each in forms_of(tree)
        if each.get("method") == "post"
    ]
    led = [each for each in links(tree, address) if acts(crawl, each)]
    found = [each for each in posted if crawl._endpoint(each) not in SHELL]
    steps = [each.get("href", "") for each in tree.iter("a") if "data-next" in each.attrib]
    boxes = [each.get("name", "") for each in tree.iter("input") if each.get("form") == "bulk"]
    return [f"{address}: {each}" for each in found + led + steps + boxes]


def acts(crawl: Crawl, link: str) -> bool:
    endpoint = crawl._endpoint(split(link)[0])
    view = product().view_functions.get(endpoint)
    access = stated_access(view) if view else None
    is_known = access not in (None, "public")
    return endpoint == "applications.act" or (is_known and access not in READING)


@pytest.mark.journey
@pytest.mark.parametrize("role", ROLES)
def test_no_page_of_another_day_offers_an_act(demo, role):
    crawl = Crawl(demo.client_of(role))
    asked = [
        f"{page.address}{'&' if '?' in page.address else '?'}{urlencode(day)}"
        for page in pages_of(role)
        for day in (DAYS if role == "compliance" else DAYS[:1])
    ]
    asked += [f"/?whose={whose}&as_of=2026-10-30" for whose in ("mine", "team", "waiting")]
    found = [each for address in asked for each in acts_on(crawl, address)]
    assert not found, "\n".join(found)


@pytest.mark.journey
def test_the_rail_counts_nothing_on_another_day(demo):
    client = demo.client_of("credentialing")
    rail = client.get("/applications").text.split('id="menu"')[1].split("</nav>")[0]
    assert 'class="count' in rail
    past = client.get("/applications?as_of=2026-11-23").text
    assert 'class="count' not in past.split('id="menu"')[1].split("</nav>")[0]
