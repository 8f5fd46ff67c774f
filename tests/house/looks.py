"""A page in Chromium, signed in, in a theme and a width."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.house.demo import Demo, role_for
from tests.house.pages import Page

WIDTHS = (1440, 1280, 390)
THEMES = ("light", "dark")
HEIGHT = 900


def signed_in(browser: Any, demo: Demo, address: str, role: str | None, theme: str) -> Any:
    """Return a window of the browser for a person of a role, None for nobody."""
    context = browser.new_context(
        viewport={"width": WIDTHS[0], "height": HEIGHT}, reduced_motion="reduce", locale="en-US"
    )
    cookies = [{"name": "daybook_theme", "value": theme, "url": address}]
    if role:
        name = demo.app.config["SESSION_COOKIE_NAME"]
        cookies.append({"name": name, "value": demo.session_cookie(role), "url": address})
    context.add_cookies(cookies)
    return context


@contextmanager
def looking(browser: Any, demo: Demo, address: str, page: Page, theme: str) -> Iterator[Any]:
    """Yield the page, opened at `address` by a person who sees most of it."""
    context = signed_in(browser, demo, address, role_for(page), theme)
    try:
        yield turned_to(tab_of(context), address, page)
    finally:
        context.close()


def tab_of(context: Any) -> Any:
    """Return a tab that notes what its pages say on the console."""
    tab = context.new_page()
    tab.turns = 0
    tab.on("console", lambda message: tab.said.append(message.text))
    tab.on("pageerror", lambda error: tab.said.append(str(error)))
    return tab


def turned_to(tab: Any, address: str, page: Page) -> Any:
    """Return the tab showing the page, its turns counted; what it said before is forgotten."""
    tab.set_viewport_size({"width": WIDTHS[0], "height": HEIGHT})
    tab.said = []
    tab.turns += 1
    answer = tab.goto(address + page.address, wait_until="load")
    assert answer.ok, f"{page.address}: {answer.status}"
    return tab
