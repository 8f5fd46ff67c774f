"""Pages in a real browser: nothing for axe to find, an empty console, no sideways scroll."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.house.demo import served, shown_pages
from tests.house.looks import THEMES, looking

pytestmark = pytest.mark.browser
NARROW = (1280, 901, 390, 320)


@pytest.fixture(scope="module")
def address(demo):
    with served(demo.app) as at:
        yield at


def violations(shown) -> list[str]:
    found = Axe().run(shown).response["violations"]
    return [
        f"{each['id']}: {each['help']}: {each['nodes'][0]['html'][:160]} ({len(each['nodes'])})"
        for each in found
    ]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("page", shown_pages(), ids=lambda page: page.endpoint)
def test_axe_finds_nothing(browser, demo, address, page, theme):
    with looking(browser, demo, address, page, theme) as shown:
        assert not violations(shown), "\n".join(violations(shown))
        assert not shown.said, "\n".join(shown.said)


@pytest.mark.parametrize("page", shown_pages(), ids=lambda page: page.endpoint)
def test_nothing_scrolls_sideways(browser, demo, address, page):
    with looking(browser, demo, address, page, "light") as shown:
        for width in NARROW:
            shown.set_viewport_size({"width": width, "height": 900})
            wide = shown.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, f"{page.address} is {wide} wide at {width}"
