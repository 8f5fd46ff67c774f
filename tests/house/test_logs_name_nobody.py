"""A day's work in the demo leaves no name, address, NPI or token of anybody in the log."""

import io
import json
import logging
import re
from collections.abc import Iterator

import pytest
from sqlalchemy import select

from compliance.accounts.models import Person
from compliance.db import session
from compliance.directory.models import ProviderDetail
from compliance.jobs import TIMETABLE, Runner
from compliance.web.logs import JsonLines

WRONG = {"email": "nobody.known@aldercreek.example", "password": "wrong horse battery"}
TOKEN = "abcdefgh.ijklmnop.qrstuvwx"
FILE = (
    "application_ref,npi,last_name,first_name,role,received_on\n"
    "X-1,12345,Quackenbush,Zebediah,LCSW,2026-02-30\n"
)
ROLES = ("credentialing", "compliance", "admin", "partner")


def names_of_the_plan() -> Iterator[str]:
    """Yield what people and providers of the demo could be known by."""
    for person in session().scalars(select(Person)):
        yield from (person.name, person.email)
    columns = (ProviderDetail.first_name, ProviderDetail.last_name, ProviderDetail.npi)
    for first, last, npi in session().execute(select(*columns)):
        yield from (f"{first} {last}", last, npi)


@pytest.fixture
def log(demo_copy):
    """Return what is logged, as the process writes it."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(JsonLines())
    logger = logging.getLogger()
    logger.addHandler(handler)
    logging.getLogger("compliance").setLevel(logging.INFO)
    demo_copy.app.config["WTF_CSRF_ENABLED"] = False
    yield written
    logger.removeHandler(handler)
    logging.getLogger("compliance").setLevel(logging.NOTSET)


def day_of_work(demo, name: str) -> None:
    """Open, search, write, refuse and fail, as four roles and as nobody."""
    stranger = demo.app.test_client()
    stranger.post("/login", data=WRONG)
    stranger.get(f"/reset/{TOKEN}")
    stranger.get(f"/applications.csv?q={name}", headers={"Authorization": f"Bearer {TOKEN}"})
    for role in ROLES:
        client = demo.client_of(role)
        for page in ("/", f"/applications?q={name}", "/applications/APP-1058", "/network",
                     f"/search?q={name}", f"/no-such/{name}", "/people"):  # fmt: skip
            client.get(page)
        client.post("/applications/APP-1058/acts/note", data={"text": name, "post_key": "k"})
        client.post("/applications/import", data={"file": (io.BytesIO(FILE.encode()), "a.csv")})


def test_no_line_names_anybody(demo_copy, log):
    with demo_copy.app.app_context():
        known = {each for each in names_of_the_plan() if each and len(each) > 3}
        session().rollback()
    day_of_work(demo_copy, "Quackenbush")
    run = Runner(demo_copy.app)
    jobs = [run(entry) for entry in TIMETABLE if entry.name in ("sweep", "deliver", "work")]
    lines = log.getvalue().splitlines()
    assert len(lines) >= 3 + 9 * len(ROLES)
    assert all("time" in json.loads(each) for each in lines)
    assert len(jobs) == 3
    known |= {*WRONG.values(), TOKEN, "Quackenbush", "Zebediah"}
    told = [each for each in known if re.search(rf"\b{re.escape(each)}\b", log.getvalue())]
    assert told == []
