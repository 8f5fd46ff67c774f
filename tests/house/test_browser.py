"""Pages in a real browser: nothing for axe to find, an empty console, no sideways scroll."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.house.demo import role_for, shown_pages
from tests.house.looks import HEIGHT, WIDTHS, looking, signed_in, tab_of, turned_to
from tests.house.pages import PAGES
from tests.served import served

pytestmark = pytest.mark.browser
LETTER = 720  # pixels between the margins of US Letter
FOLDED = """[...document.querySelectorAll("details.work > :not(summary)")]
    .filter((each) => !each.checkVisibility()).length"""
NARROW = (1280, 901, 390, 320)
QUEUE_WIDTHS = (1440, 1367, 1366, 1280, 1261, 1260, 1024, 901)
QUEUE = ".dt.queue, .dt.q, .views"
CUT = """[...document.querySelectorAll(".dt.queue, .dt.q, .views")]
    .map((each) => each.closest(".dtw") || each)
    .filter((each) => each.scrollWidth > each.clientWidth)
    .map((each) => `${each.className}: ${each.scrollWidth} in ${each.clientWidth}`)"""
BUT_COLORS = {
    "rules": {"color-contrast": {"enabled": False}},
    "resultTypes": ["violations"],
}
COLORS = {"runOnly": ["color-contrast"], "resultTypes": ["violations"]}
THIN = """() => {
    const kept = /(\\s(?:class|type|hidden|open|disabled|aria-current|data-[\\w-]+)(?:="[^"]*")?)/g
    const shape = (each) => each.outerHTML
        .replace(/>[^<]+</g, "><")
        .replace(/<(\\w+)([^>]*)>/g, (whole, tag, rest) => tag + (rest.match(kept) || []).join(""))
    for (const parent of document.querySelectorAll("body, body *")) {
        const seen = new Set()
        for (const child of [...parent.children]) {
            const looks = shape(child)
            if (seen.has(looks)) child.remove()
            seen.add(looks)
        }
    }
}"""
FRAMELESS = """() => document.querySelectorAll(".app-nav, .app-top, .tabbar")
    .forEach((each) => each.remove())"""
DARKEN = (
    "document.documentElement.dataset.bsTheme = document.documentElement.dataset.theme = 'dark'"
)


@pytest.fixture(scope="module")
def address(demo):
    with served(demo.app) as at:
        yield at


@pytest.fixture(scope="module")
def tabs(browser, demo, address):
    """Return what gives the tab of a role, opened once: its pages fetch what they share once."""
    opened = {}

    def tab(role):
        if role not in opened:
            opened[role] = tab_of(signed_in(browser, demo, address, role, "light"))
        return opened[role]

    yield tab
    for each in opened.values():
        each.context.close()


@pytest.fixture(scope="module", params=shown_pages(), ids=lambda page: page.endpoint)
def shown(tabs, address, request):
    """Return one page, loaded once for all that is asked of it."""
    return turned_to(tabs(role_for(request.param)), address, request.param)


def violations(shown, options) -> list[str]:
    shown.set_viewport_size({"width": WIDTHS[0], "height": HEIGHT})
    if not shown.evaluate("'axe' in window"):
        shown.evaluate(Axe().axe_script)
    found = shown.evaluate("(options) => axe.run(options)", options)["violations"]
    return [
        f"{each['id']}: {each['help']}: {each['nodes'][0]['html'][:160]} ({len(each['nodes'])})"
        for each in found
    ]


def test_axe_finds_nothing(shown):
    assert not violations(shown, BUT_COLORS)


def test_the_console_stays_empty(shown):
    assert not shown.said


def test_nothing_scrolls_sideways(shown):
    for width in NARROW:
        shown.set_viewport_size({"width": width, "height": HEIGHT})
        wide = shown.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{shown.url} is {wide} wide at {width}"


def test_no_queue_scrolls_inside_its_panel(shown):
    for width in QUEUE_WIDTHS if shown.locator(QUEUE).count() else WIDTHS[:1]:
        shown.set_viewport_size({"width": width, "height": HEIGHT})
        assert not shown.evaluate(CUT), f"{shown.url} at {width}"


def test_a_printed_page_fits_the_paper(shown):
    shown.set_viewport_size({"width": LETTER, "height": HEIGHT})
    shown.emulate_media(media="print")
    try:
        wide, folded = (
            shown.evaluate("document.documentElement.scrollWidth"),
            shown.evaluate(FOLDED),
        )
    finally:
        shown.emulate_media(media="screen")
    assert wide <= LETTER, f"{shown.url} is {wide} wide on paper"
    assert not folded, f"{shown.url} prints without its working"


def test_colors_can_be_read_light_and_dark(shown):
    """What looks like its sibling is judged once, and so is the frame that all pages share.

    The page is not asked anything after this.
    """
    if shown.turns > 1:
        shown.evaluate(FRAMELESS)
    shown.evaluate(THIN)
    light = violations(shown, COLORS)
    shown.evaluate(DARKEN)
    assert not light + violations(shown, COLORS)


def test_the_working_is_open_on_a_first_visit_then_as_it_was_left(browser, demo, address):
    record = PAGES["applications.show"]
    with looking(browser, demo, address, record, "light") as shown:
        closed, opened = (
            shown.locator(f"details.work{each}") for each in (":not([open])", "[open]")
        )
        assert opened.count() > 0
        assert closed.count() == 0
        shown.reload()
        assert opened.count() == 0
        closed.first.locator("summary").click()
        shown.reload()
        assert opened.count() == 1
        shown.evaluate("localStorage.clear()")
        shown.set_viewport_size({"width": WIDTHS[2], "height": HEIGHT})
        shown.reload()
        assert opened.count() == 0
