"""`make screens`: every page of the demo as a picture, at three widths, light and dark."""

import re
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser import FLAGS, chromium
from tests.house.demo import Demo, made, shown_pages
from tests.house.looks import THEMES, WIDTHS, looking
from tests.house.pages import Page
from tests.house.tree import ROOT
from tests.served import served

SCREENS = ROOT / "screens"


def draw(demo: Demo, pages: list[Page], folder: Path) -> int:
    """Write the pictures of the pages and return how many there are."""
    folder.mkdir(exist_ok=True)
    count = 0
    with served(demo.app) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        for page in pages:
            for theme in THEMES:
                with looking(browser, demo, address, page, theme) as shown:
                    for width in WIDTHS:
                        shown.set_viewport_size({"width": width, "height": 900})
                        name = f"{name_of(page)}-{width}-{theme}.png"
                        shown.screenshot(path=str(folder / name), full_page=True)
                        count += 1
        browser.close()
    return count


def name_of(page: Page) -> str:
    """Return the start of a picture's name: design letter, then the address in words."""
    words = re.sub(r"[^A-Za-z0-9-]+", "-", page.address).strip("-")
    return f"{page.design or 'x'}-{words or 'home'}"


def main(wanted: list[str]) -> int:
    """Draw the pages whose endpoint starts with one of the words, or all of them."""
    if not chromium():
        print("No Chromium on this machine: no pictures were made.")
        return 1
    pages = [
        page
        for page in shown_pages()
        if not wanted or any(page.endpoint.startswith(word) for word in wanted)
    ]
    with tempfile.TemporaryDirectory() as folder:
        demo = made(Path(folder) / "instance")
        print(f"{draw(demo, pages, SCREENS)} pictures of {len(pages)} pages in {SCREENS.name}/")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
