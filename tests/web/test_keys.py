"""The two scripts in a real browser: keys, bulk bar, date echo, one post per click."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import expect

from compliance.core.sign_in import SignInRules
from compliance.web import sessions
from tests.served import served

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(toy: Flask) -> Iterator[str]:
    with served(toy) as found:
        yield found


@pytest.fixture
def page(browser, address: str) -> Iterator:
    context = browser.new_context(base_url=address, viewport={"width": 1280, "height": 800})
    opened = context.new_page()
    said: list[str] = []
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    yield opened
    context.close()
    assert not said


def press(page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_rows_are_moved_through_selected_and_cleared(page):
    page.goto("/applications")
    assert page.locator("[data-bulk]").is_hidden()
    press(page, "j", "x", "j", "Shift+X")
    assert page.locator("[data-bulk-count]").inner_text() == "2 selected"
    press(page, "Escape")
    page.locator("[data-bulk]").wait_for(state="hidden")


def test_select_all_takes_the_page_and_offers_the_rest(page):
    page.goto("/applications")
    page.check("[data-bulk-page]")
    assert page.locator("[data-bulk-count]").inner_text() == "3 selected"
    assert page.locator(".bulk-all").is_visible()


def test_enter_opens_e_does_the_next_step_and_g_goes(page):
    page.goto("/applications")
    press(page, "j", "Enter")
    page.wait_for_url("**/record?id=1039")
    press(page, "e")
    page.wait_for_url("**/form")
    press(page, "g", "a")
    page.wait_for_url("**/applications")


def test_a_key_of_a_bulk_act_opens_it_for_the_row_under_the_cursor(page):
    page.goto("/applications")
    press(page, "n")
    assert page.url.endswith("/applications")
    press(page, "j", "n")
    page.wait_for_url("**/form")


def test_the_one_primary_button_stands_in_the_row_under_the_cursor(page):
    page.goto("/applications")
    press(page, "j")
    there = page.locator("tr.cursor [data-next]")
    expect(there).to_have_css("background-color", "rgb(27, 79, 156)")
    for other in page.locator("tr[data-row]:not(.cursor) [data-next]").all():
        expect(other).to_have_css("background-color", "rgb(255, 255, 255)")


@pytest.mark.parametrize("key", ["Enter", "n"])
def test_coming_back_to_a_list_the_cursor_stands_where_it_was(page, key):
    page.goto("/applications?sort=name")
    press(page, "j", "j", key)
    page.wait_for_url(lambda url: "/applications" not in url)
    page.go_back()
    expect(page.locator("tr[data-row]").nth(1)).to_have_class("cursor")
    assert page.evaluate("document.activeElement.closest('tr.cursor') !== null")


@pytest.mark.parametrize("key", ["/", "f"])
def test_escape_leaves_a_search_for_the_row_it_was_opened_from(page, key):
    page.goto("/applications")
    press(page, "j", "j", key)
    page.keyboard.type("abc")
    press(page, "Escape")
    assert page.evaluate("document.activeElement.closest('tr.cursor') !== null")
    assert page.locator(f"[data-key='{key}']").input_value() == "abc"
    press(page, "k")
    assert page.locator("tr[data-row]").first.get_attribute("class") == "cursor"


def test_the_list_of_keys_names_every_key_there_is(page):
    page.goto("/applications")
    press(page, "?")
    named = {each.inner_text() for each in page.locator("#keys-help kbd").all()}
    assert named == {*"/?gtajkexnozf1", "Esc", "Enter", "Shift"}


def test_a_link_to_a_folded_part_opens_it_and_leads_into_its_field(page):
    page.goto("/applications")
    page.click("text=Save this view")
    expect(page.locator("#save-view input")).to_be_focused()


def test_keys_do_nothing_while_somebody_types(page):
    page.goto("/applications")
    press(page, "/")
    page.keyboard.type("jx?g")
    assert page.locator(".app-top [name=q]").input_value() == "jx?g"
    assert page.locator("tr.cursor").count() == 0


def test_single_letters_can_be_turned_off(page, address):
    page.context.add_cookies([{"name": "daybook_keys", "value": "off", "url": address}])
    page.goto("/applications")
    press(page, "j", "?")
    assert page.locator("tr.cursor").count() == 0
    assert page.locator("#keys-help").is_hidden()


def test_the_list_of_keys_opens_and_closes(page):
    page.goto("/applications")
    press(page, "j", "x", "?")
    assert page.locator("#keys-help").is_visible()
    press(page, "Escape")
    assert page.locator("#keys-help").is_hidden()
    assert page.locator("[data-bulk-count]").inner_text() == "1 selected"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("13 nov 2026", "Fri 13 Nov 2026"),
        ("y", "Mon 23 Nov 2026"),
        ("+7", "Tue 1 Dec 2026"),
        ("2026-02-30", ""),
        ("soon", ""),
    ],
)
def test_a_date_is_echoed_with_its_weekday(page, typed, said):
    page.goto("/form")
    page.fill("#received_on", typed)
    assert page.locator("#received_on-echo").inner_text() == said


def test_a_failed_form_puts_the_reader_at_the_summary(page):
    page.goto("/form")
    page.click("text=Save")
    page.wait_for_selector("[role=alert]")
    assert page.evaluate("document.activeElement.getAttribute('role')") == "alert"


def test_a_double_click_posts_once(page):
    page.goto("/form")
    posts: list[str] = []
    page.on(
        "request", lambda request: posts.append(request.url) if request.method == "POST" else None
    )
    page.evaluate("for (const _ of [1, 2, 3]) document.querySelector('main form button').click()")
    page.wait_for_selector("[role=alert]")
    assert len(posts) == 1


def test_what_stands_open_is_remembered(page):
    page.goto("/record")  # open on this first visit
    page.goto("/record")
    page.click("text=Show working")
    page.goto("/applications")
    page.goto("/record")
    assert page.locator("details.work").get_attribute("open") is not None


@pytest.mark.parametrize("width", [320, 390, 901, 1280])
@pytest.mark.parametrize("path", ["/", "/applications", "/form", "/record", "/login"])
def test_nothing_scrolls_sideways(page, path, width):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/", "/applications", "/empty", "/form", "/record", "/login"])
def test_axe_finds_nothing(page, path, theme, address):
    from axe_playwright_python.sync_playwright import Axe

    page.context.add_cookies([{"name": "daybook_theme", "value": theme, "url": address}])
    page.goto(path)
    found = Axe().run(page).response["violations"]
    assert [(each["id"], each["nodes"][0]["html"][:120]) for each in found] == []


def test_two_minutes_before_its_end_a_session_may_be_kept(page, monkeypatch):
    monkeypatch.setattr(sessions, "USUAL", SignInRules(idle_minutes=121 / 60))
    page.goto("/applications")
    stay = page.get_by_role("button", name="Stay signed in")
    expect(page.locator(".ends")).to_contain_text("You are signed out in 2 minutes.")
    stay.click()
    expect(stay).to_be_hidden()
    expect(stay).to_be_visible()  # a second later, the same again


def test_a_session_at_its_very_end_offers_nothing_that_would_not_work(page, monkeypatch):
    monkeypatch.setattr(sessions, "USUAL", SignInRules(whole_hours=121 / 3600))
    page.goto("/applications")
    expect(page.locator(".ends")).to_contain_text("You are signed out in 2 minutes.")
    expect(page.get_by_role("button", name="Stay signed in")).to_have_count(0)
