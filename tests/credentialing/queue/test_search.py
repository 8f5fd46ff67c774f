"""Finding an application: by any words of its name or practice, or at once by its number."""

import pytest

from compliance.credentialing.queries.filters import Filters
from compliance.credentialing.queries.lists import Order, queue_rows
from compliance.credentialing.services import decisions
from compliance.credentialing.services.loading import load
from compliance.db import session, transaction
from tests.conftest import TODAY
from tests.credentialing.queue.desk import QUEUE, on, received, refs, shown
from tests.makers.applications import make_application
from tests.web.page_client import PageClient

pytestmark = pytest.mark.usefixtures("with_rules")
FIND = f"{QUEUE}?view=any&q="


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ortega", True),
        ("Maricela Ortega", True),
        ("ORTEGA-RUIZ", True),
        ("ortega ruiz", True),
        ("ortega-ruiz, mar", True),
        ("2000000010", True),
        ("200000001", True),
        ("000000010", False),
        ("app-1001", True),
        ("1001", True),
        ("cedar", True),
        ("ortega cedar", True),
        ("%", False),
        ("_", False),
        ("\\", False),
        ("Ortega Caleb", False),
    ],
)
def test_the_text_filter_finds_names_npi_reference_and_practice(text, found):
    name = {"first_name": "Maricela", "last_name": "Ortega-Ruiz"}
    received(**name, npi="2000000010", practice_name="Cedar Flat")
    assert bool(refs(text=text)) == found


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("García", "Garcia"),
        ("Garcia", "García"),
        ("Nguyễn Thị", "nguyen thi"),
        ("O’Brien", "o'brien"),  # noqa: RUF001
        ("O'Brien", "obrien"),
        ("Muñoz", "MUNOZ"),
        ("Đặng", "dang"),
    ],
)
def test_accents_and_apostrophes_do_not_matter(name, text):
    received(last_name=name)
    assert refs(text=text) == ["APP-1001"]
    assert refs(text=f"{text}x") == []


def test_a_practice_is_found_without_its_accents():
    received(practice_name="Clínica Álamo")
    assert refs(text="clinica alamo") == ["APP-1001"]


def test_names_with_accents_are_sorted_among_the_others():
    for name in ("Zamora", "Ávila", "Ortega Ruiz", "Ortega", "Baker"):
        received(last_name=name, first_name="Zoe")
    rows = queue_rows(Filters(), Order("name"), on())
    names = [row.last_name for row in rows]
    assert names == ["Ávila", "Baker", "Ortega", "Ortega Ruiz", "Zamora"]


def test_both_databases_find_alike(database_on):
    with transaction():
        for name in ("García", "Garcia", "O'Brien", "Nguyễn"):
            make_application(on(), last_name=name, npi="2000000010")
    assert len(refs(text="GARCÍA")) == 2
    assert len(refs(text="obrien")) == 1
    assert len(refs(text="nguyen 2000")) == 1
    assert len(refs(view="any", text="2000000010")) == 4


def test_a_reference_of_a_file_is_found_as_it_is_written():
    received(ref="tern-7b")
    assert refs(text="tern-7b") == ["tern-7b"]


@pytest.mark.parametrize("text", ["APP-1002", "app-1002", "1002", "2000000010", "+2000000010+"])
def test_an_exact_number_opens_the_record(theo_pages: PageClient, text):
    received(npi="2000000028")
    received(npi="2000000010")
    answer = theo_pages.get(f"{FIND}{text}", 303).response
    assert answer.location == f"{QUEUE}/APP-1002"


def test_an_exact_number_opens_a_closed_record_too(theo_pages: PageClient):
    number = received(npi="2000000010")
    decisions.close(load(number, on()), "withdrawn", TODAY, "", on())
    session().commit()
    assert theo_pages.get(f"{FIND}2000000010", 303).response.location == f"{QUEUE}/APP-1001"


def test_an_npi_of_two_applications_lists_both(theo_pages: PageClient):
    received(npi="2000000010")
    received(npi="2000000010", destination="mbho")
    assert shown(theo_pages.get(f"{FIND}2000000010")) == ["APP-1001", "APP-1002"]


def test_a_number_in_the_filter_narrows_the_view_and_leads_nowhere(theo_pages: PageClient):
    received(npi="2000000010")
    page = theo_pages.get(f"{QUEUE}?q=2000000010")
    assert shown(page) == ["APP-1001"]
    assert "1 of 1 open" in page.text


def test_a_search_looks_at_open_and_closed_and_keeps_the_day(theo_pages: PageClient):
    page = theo_pages.get(f"{QUEUE}?as_of=2026-11-19")
    sent = {each.get("name"): each.get("value") for each in page.all("input", type="hidden")}
    assert (sent["view"], sent["as_of"]) == ("any", "2026-11-19")
