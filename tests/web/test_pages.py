import pytest

from tests.web.page_client import Page as Opened
from tests.web.page_client import PageClient, check_page, read_html

HEAD = "<!doctype html><html lang=en><head><title>A - Daybook</title></head>"
GOOD = HEAD + "<body><h1>A</h1>{}</body></html>"


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/applications",
        "/applications?sort=-name&model=p",
        "/empty",
        "/form",
        "/record",
        "/login",
    ],
)
def test_every_page_of_the_toy_app_is_sound(pages: PageClient, path):
    assert pages.get(path).heading


@pytest.mark.parametrize(
    "flaw",
    [
        "<p id=x></p><p id=x></p>",
        "<input name=q>",
        "<form><button>Save</button></form>",
        "<label for=nobody>Name</label>",
        "<button></button>",
        "<a>nowhere</a>",
        "<h1>Two</h1>",
        "<p><div></p></div>",
    ],
)
def test_the_page_client_notices(flaw):
    with pytest.raises(AssertionError):
        check_page(Opened(None, read_html(GOOD.format(flaw))), "page")


def test_a_title_that_is_not_the_heading_is_noticed():
    text = GOOD.format("").replace("<h1>A", "<h1>B")
    with pytest.raises(AssertionError):
        check_page(Opened(None, read_html(text)), "page")


def test_names_are_escaped_everywhere(pages: PageClient):
    page = pages.get("/applications")
    assert "Ann & <b>Bo</b>" in page.text
    assert not page.all("b", css="Bo")


def test_the_menu_holds_what_the_person_may_see(pages: PageClient):
    page = pages.get("/applications")
    rail = page.one("nav", id="menu")
    assert [item.get("href") for item in rail.iter("a") if item.get("class") == "item"] == [
        "/",
        "/applications",
    ]
    current = [each.get("href") for each in rail.iter("a") if each.get("aria-current")]
    assert current == ["/applications"]
    assert "2 overdue" in page.text


def test_a_stranger_sees_the_plain_page_without_menu(pages: PageClient):
    page = pages.get("/login?anon=1")
    assert not page.all("nav")
    assert "Alder Creek" in page.text


def test_a_running_clock_says_its_days_and_its_closed_day(pages: PageClient):
    page = pages.get("/applications")
    bars = [each.get("aria-label") for each in page.all("svg", role="img")]
    assert "3 days left. Day 4 of 9." in bars
    assert "Office closed that day. Act by Wed 25 Nov." in page.text


def test_head_cells_say_how_the_table_is_sorted(pages: PageClient):
    page = pages.get("/applications?sort=-name&after=zzz")
    head = page.one("th", aria_sort="descending")
    assert head.find(".//a").get("href") == "/applications?sort=name"
    other = page.one("th", aria_sort="none")
    assert other.find(".//a").get("href") == "/applications?sort=received"


def test_a_filter_in_force_can_be_removed_and_keeps_the_others(pages: PageClient):
    page = pages.get("/applications?model=p&q=ann")
    assert (
        page.one("a", aria_label="Remove filter Model: PCBH").get("href") == "/applications?q=ann"
    )
    assert page.fields("/applications?model=p&q=ann")["model"] == "p"


def test_bulk_boxes_belong_to_the_bulk_form(pages: PageClient):
    page = pages.get("/applications")
    boxes = page.all("input", name="ids")
    assert {box.get("form") for box in boxes} == {"bulk"}
    assert "Select all 1,000+ that match" in page.text


def test_pages_are_real_links_that_keep_the_filter(pages: PageClient):
    links = pages.get("/applications?model=p").links()
    assert links["Next"] == "/applications?model=p&after=abc&start=51"
    assert links["Last"] == "/applications?model=p&last=1"
    assert "First" not in links


def test_an_empty_list_says_the_way_out(pages: PageClient):
    page = pages.get("/empty")
    assert "No application matches" in page.text
    assert not page.all("table")


def test_groups_have_headings_with_their_number(pages: PageClient):
    page = pages.get("/")
    assert [words.text for words in page.all("th", scope="rowgroup")] != []
    assert "Today 2" in page.text


def test_a_row_button_that_acts_is_a_post_with_a_token(pages: PageClient):
    page = pages.get("/applications")
    assert page.fields("/form").get("csrf_token")


def test_the_record_shows_working_sources_and_timeline(pages: PageClient):
    page = pages.get("/record")
    assert "confirmed at the source, read Tue 24 Nov 2026" in page.text
    assert len(page.all("svg", css="line")) == 2
    assert page.one("time").get("datetime") == "2026-11-24"
