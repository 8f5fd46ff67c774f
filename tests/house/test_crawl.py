"""The crawl: as each role, every link and every form of the demo, once."""

import pytest

from compliance.core.permissions import ROLES
from tests.house.crawler import Crawl
from tests.house.pages import GROUPS, PAGES


def starts(role: str) -> list[str]:
    seen = (page for page in PAGES.values() if page.shows in ("page", "file", "json", "text"))
    return [
        address
        for page in seen
        if page.is_public or (role in GROUPS[page.roles] and page.viewer in ("", role))
        for address in page.addresses
    ]


@pytest.mark.journey
@pytest.mark.parametrize("role", sorted(ROLES))
def test_no_dead_link_no_crash_no_idle_button(demo_copy, role):
    crawl = Crawl(demo_copy.client_of(role))
    crawl.follow(*starts(role))
    crawl.submit_all()
    assert not crawl.faults, "\n".join(crawl.faults)
    assert crawl.pages > 3
    assert crawl.posts > 0
