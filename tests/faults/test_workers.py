"""Several workers of the real server on one database: nothing is lost, nobody sees a lock."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from pathlib import Path

import pytest
from sqlalchemy import func, select

from compliance.audit.models import AccessLook
from compliance.credentialing.models import ApplicationRef
from compliance.db import session
from compliance.ledger.models import FactRow
from compliance.setup.serving import worker_count
from compliance.setup.story import begin_story
from tests.conftest import TODAY
from tests.faults.conftest import ROOT, wait_for
from tests.makers.people import PASSWORD
from tests.packaging.test_wheel import free_port
from tests.setup.vault import instance, tell_story

pytestmark = pytest.mark.faults
WRITERS, NOTES = 4, 2
HIDDEN = re.compile(r'name="(csrf_token|post_key|seen)"[^>]*value="([^"]*)"')
CHANGED = "This record was changed after you opened it"


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


@dataclass
class Browser:
    """One person's browser, signed in over HTTP."""

    home: str
    opened: urllib.request.OpenerDirector = field(
        default_factory=lambda: urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(CookieJar()), _Stay()
        )
    )

    def get(self, path: str) -> tuple[int, str]:
        return self._answer(urllib.request.Request(self.home + path))  # noqa: S310

    def post(self, path: str, form: dict[str, str]) -> tuple[int, str]:
        body = urllib.parse.urlencode(form).encode()
        return self._answer(urllib.request.Request(self.home + path, body))  # noqa: S310

    def _answer(self, request: urllib.request.Request) -> tuple[int, str]:
        try:
            with self.opened.open(request, timeout=30) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as answer:
            with answer:
                return answer.code, answer.read().decode()

    def form(self, path: str) -> dict[str, str]:
        status, page = self.get(path)
        assert status == 200, (path, status, page[:300])
        return dict(HIDDEN.findall(page))

    def sign_in(self) -> "Browser":
        typed = {"email": "olivia@aldercreek.example", "password": PASSWORD}
        status, page = self.post("/login", {**self.form("/login"), **typed})
        assert status in (302, 303), (status, page[:300])
        return self


@dataclass
class Served:
    home: str
    process: subprocess.Popen
    ref: str


@contextmanager
def served(folder: Path, address: str, pack: tuple[str, str]) -> Iterator[Served]:
    """Serve a small story with the real command, and be at its database in this process too."""
    begin_story(folder, TODAY)
    with instance(folder, address) as made:
        tell_story(pack, made)
        ref = session().scalars(select(ApplicationRef.ref).limit(1)).one()
        session().rollback()
        port = free_port()
        words = ("--instance", str(folder), "serve", "--no-jobs", "--port", str(port))
        process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-c", "from compliance.cli import main; main()", *words],
            cwd=ROOT,
            env={**os.environ, "DAYBOOK_DATABASE_URL": made.settings.database_url},
            stderr=subprocess.PIPE,
        )
        browser = Browser(f"http://127.0.0.1:{port}")
        try:
            wait_for(lambda: answers(browser), 60)
            yield Served(browser.home, process, ref)
        finally:
            process.terminate()
            process.communicate(timeout=30)


def answers(browser: Browser) -> bool:
    with suppress(urllib.error.URLError, ConnectionError):
        return browser.get("/readyz")[0] == 200
    return False


@pytest.fixture(
    scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]
)
def server(request, tmp_path_factory, shipped_pack) -> Iterator[Served]:
    """Yield a server that the last test of each database stops."""
    address = ""
    if request.param == "postgres":
        address = request.getfixturevalue("postgres").fresh("daybook_workers")
    with served(tmp_path_factory.mktemp("served"), address, shipped_pack) as made:
        yield made


def write_notes(server: Served, number: int, start: threading.Barrier) -> list[str]:
    """Write notes on one file, again where another came between; return what each had seen."""
    browser, place, seen = (
        Browser(server.home).sign_in(),
        f"/applications/{server.ref}/acts/note",
        [],
    )
    start.wait(30)
    for each in range(NOTES):
        while True:
            form = browser.form(place)
            status, page = browser.post(place, {**form, "text": f"Note {number}-{each}"})
            if status == 303:
                seen.append(form["seen"])
                break
            assert status == 200, (status, page[:500])
            assert CHANGED in page
    return seen


def test_writers_of_one_record_lose_nothing_and_meet_no_lock(server):
    start = threading.Barrier(WRITERS)
    with ThreadPoolExecutor(WRITERS) as pool:
        wrote = [pool.submit(write_notes, server, number, start) for number in range(WRITERS)]
        seen = [each for writer in wrote for each in writer.result(60)]
    session().rollback()
    noted = select(FactRow.payload).where(FactRow.kind == "note")
    texts = {payload["text"] for payload in session().scalars(noted)}
    assert texts == {f"Note {each}-{note}" for each in range(WRITERS) for note in range(NOTES)}
    looks = select(func.count(AccessLook.id)).where(AccessLook.act == "applications.act")
    assert session().scalar(looks) >= len(seen), "a page was shown without its look"
    assert len(set(seen)) == len(seen), "two notes were written on the same state of the record"


def test_told_to_stop_the_server_answers_what_it_has_begun(server):
    browser = Browser(server.home).sign_in()
    with ThreadPoolExecutor(2) as pool:
        asked = [pool.submit(browser.get, "/kpis") for _ in range(2)]
        time.sleep(0.1)
        os.kill(server.process.pid, signal.SIGTERM)
        assert {each.result(30)[0] for each in asked} == {200}
    wait_for(lambda: server.process.poll() is not None, 30)
    assert server.process.returncode == 0


def test_two_workers_share_a_file_and_four_a_server():
    assert worker_count("sqlite:////srv/daybook/daybook.db") == 2
    assert worker_count("postgresql+psycopg://daybook@/daybook") == 4
