"""The crawl: as each role, every link and every form of the demo, once.

Where the role writes most, what the past was answered with is asked before and after as well.
"""

import pytest

from compliance.core.permissions import ROLES
from tests.house.crawler import RECORDS, Crawl
from tests.house.pages import GROUPS, PAGES
from tests.house.past import answers, changes
from tests.house.rewriting import rewrite

WRITERS = ("compliance", "credentialing", "supervisor")
ASKED_OF_PAGES = "supervisor"  # who works on files, duties and meetings alike
AT_MOST = 3  # records of one kind for those who see what the others have opened


def starts(role: str) -> list[str]:
    seen = (page for page in PAGES.values() if page.shows in ("page", "file", "json", "text"))
    return [
        address
        for page in seen
        if page.is_public or (role in GROUPS[page.roles] and page.viewer in ("", role))
        for address in page.addresses
    ]


def crawled(demo, role, records):
    crawl = Crawl(demo.client_of(role), records)
    crawl.follow(*starts(role))
    crawl.submit_all()
    assert not crawl.faults, "\n".join(crawl.faults)
    assert crawl.pages > 3
    assert crawl.posts > 0


@pytest.mark.journey
@pytest.mark.parametrize("role", sorted(set(ROLES) - set(WRITERS)))
def test_no_dead_link_no_crash_no_idle_button(demo_copy, role):
    crawled(demo_copy, role, RECORDS if role in ("admin", "partner") else AT_MOST)


@pytest.mark.journey
@pytest.mark.parametrize("role", WRITERS)
def test_whatever_is_written_the_past_is_answered_as_before(demo_copy, role):
    pages = role == ASKED_OF_PAGES
    before = answers(demo_copy, pages=pages)
    if pages:
        rewrite(demo_copy.app)
    crawled(demo_copy, role, RECORDS if role == "credentialing" else AT_MOST)
    changed = changes(before, answers(demo_copy, pages=pages))
    assert not changed, "\n".join(changed)
