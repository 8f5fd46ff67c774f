"""What the tests of the queue share: applications received, and what a list shows of them."""

from datetime import date, timedelta

from compliance.credentialing.queries.filters import Filters
from compliance.credentialing.queries.lists import Order, queue_rows
from compliance.credentialing.services import completeness
from compliance.credentialing.services.loading import load
from compliance.credentialing.services.receive import receive_applications
from compliance.db import session
from tests.conftest import TODAY, occasion
from tests.makers.applications import make_application, make_received
from tests.web.page_client import Page

QUEUE = "/applications"
KEY = "a-key-of-this-form"


def on(today: date = TODAY):
    return occasion(today)


def received(**matters) -> int:
    number = make_application(on(), **matters)
    session().commit()
    return number


def ready() -> int:
    """Return the number of a complete application, without a decision."""
    number = received()
    completeness.find_complete(load(number, on()), TODAY, on())
    session().commit()
    return number


def many(count: int = 120) -> None:
    days = (TODAY - timedelta(days=number % 30) for number in range(count))
    receive_applications([make_received(on(), received_on=day) for day in days], on())
    session().commit()


def shown(page: Page) -> list[str]:
    """Return the references of the rows, in order."""
    subs = [each.text or "" for each in page.all("span", css="sub")]
    return [text.split(",")[0] for text in subs if text.startswith("APP-")]


def refs(view: str = "all", **more) -> list[str]:
    return [row.ref for row in queue_rows(Filters(view=view, **more), Order(), on())]
