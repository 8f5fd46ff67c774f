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
        with looking_from(context, address, page) as shown:
            yield shown
    finally:
        context.close()


@contextmanager
def looking_from(context: Any, address: str, page: Page) -> Iterator[Any]:
    """Yield the page, opened in a window that may have shown others before."""
    shown = context.new_page()
    shown.said = []
    shown.on("console", lambda message: shown.said.append(message.text))
    shown.on("pageerror", lambda error: shown.said.append(str(error)))
    try:
        answer = shown.goto(address + page.address, wait_until="load")
        assert answer.ok, f"{page.address}: {answer.status}"
        yield shown
    finally:
        shown.close()
