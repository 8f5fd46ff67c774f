"""The practice of an application in the browser: its addresses, added and ended."""

from tests.credentialing.desk import received
from tests.web.page_client import PageClient

HOME = "/applications/APP-1001/practice"
ADD = f"{HOME}/locations"
MILL = {"line": "210 Mill Street", "city": "Auburn", "state": "ca", "zip_code": "95603"}


def add(pages: PageClient, status: int, **typed: str):
    return pages.post(ADD, {**pages.get(ADD).fields(ADD), **MILL, **typed}, status)


def test_an_address_is_added_once_and_ended(theo_pages: PageClient):
    received()
    page = theo_pages.follow(add(theo_pages, 303))
    assert "210 Mill Street, Auburn, CA 95603" in page.text
    assert "on record already" in add(theo_pages, 200).text
    end = next(href for text, href in page.links().items() if text.startswith("End"))
    form = theo_pages.get(end).fields(end)
    done = theo_pages.follow(theo_pages.post(end, form, 303))
    assert "No address is on record." in done.text
    assert theo_pages.post(end, form, 303).response.location.endswith(HOME)
    theo_pages.get(end, 404)


def test_an_address_cannot_end_before_it_began(theo_pages: PageClient):
    received()
    page = theo_pages.follow(add(theo_pages, 303))
    end = next(href for text, href in page.links().items() if text.startswith("End"))
    form = {**theo_pages.get(end).fields(end), "until_on": "2026-01-01"}
    assert "did not hold yet" in theo_pages.post(end, form, 200).text


def test_a_zip_code_that_is_none_is_refused_with_what_was_typed(theo_pages: PageClient):
    received()
    page = add(theo_pages, 200, zip_code="9560")
    assert "9560 is not a ZIP code" in page.text
    assert page.fields(ADD)["city"] == "Auburn"


def test_the_application_leads_there_and_one_without_a_practice_does_not(theo_pages: PageClient):
    received()
    received(practice_name="")
    assert HOME in theo_pages.get("/applications/APP-1001").links().values()
    without = HOME.replace("1001", "1002")
    assert without not in theo_pages.get("/applications/APP-1002").links().values()
    theo_pages.get(without, 404)


def test_a_reader_sees_the_addresses_and_adds_none(nora_pages: PageClient):
    received()
    assert ADD not in nora_pages.get(HOME).links().values()
    nora_pages.get(ADD, 403)
