"""Follows every link and submits every form of a site, as one person would."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from flask.testing import FlaskClient
from lxml.html import HtmlElement as Element
from lxml.html import HTMLParser, document_fromstring
from sqlalchemy import text
from werkzeug.test import TestResponse

from compliance.db import Base, db
from tests.house.identity import (
    Identities,
    fault_of,
    identities,
    looks_written,
    missing_look,
)

REFUSED = {400, 409, 413, 422}
DONE = {200, 204, 302, 303}
LEAVES = "security.logout"  # posted last: it ends the person's session
UNTOLD = {"post_keys", "access_log"}
"""Written by every form, and by every page that names somebody: says nothing about an effect."""
TEXT = "Tried by a test"
BY_TYPE = {
    "date": "2026-11-20",
    "email": "robin@example.org",
    "number": "1",
    "tel": "9165550100",
    "url": "https://example.org/",
    "password": "correct horse battery staple",
    "search": "Rivera",
}
ASKED = 2  # of each kind of page: whether a look was written where somebody is named
STORED = {"applications.document"}
"""Hands out a stored document: one of the record, whatever its bytes say."""
VARIANTS = 3  # of one form, and of one page with the same questions in its address
RECORDS = 12  # of one kind
READER = HTMLParser(remove_comments=True, encoding="utf-8")
Fault = Callable[[Identities, TestResponse, int], str]
Button = tuple[str, str] | None  # name and value; None for one without a name


@dataclass(frozen=True)
class Form:
    """One form as found on a page, with one of its buttons and where that one leads."""

    page: str
    index: int
    action: str
    method: str
    button: Button


@dataclass
class Crawl:
    """What one person met: faults in words, forms still to be tried."""

    client: FlaskClient
    records: int = RECORDS
    seen: set[str] = field(default_factory=set)
    variants: dict[tuple[str, tuple[str, ...]], int] = field(default_factory=dict)
    forms: dict[tuple[str, str, str], list[Form]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    known: Identities | None = None
    pages: int = 0
    posts: int = 0

    def follow(self, *addresses: str) -> None:
        """Open the addresses and all that they lead to, each once."""
        self.known = identities(self.client)
        waiting = [(address, "the menu") for address in addresses]
        while waiting:
            address, came_from = waiting.pop()
            if not self._is_new(address):
                continue
            answer = self._opened(address)
            self.pages += 1
            if answer.status_code >= 400:
                self.faults.append(f"{came_from} leads to {address}: {answer.status_code}")
            elif answer.status_code in (301, 302, 303):
                waiting.append((local(answer.headers["Location"], address), address))
            elif "html" in answer.content_type:
                tree = parsed(answer)
                waiting += [(each, address) for each in links(tree, address)]
                self._note_forms(tree, address)
            answer.close()  # a document is a file that is open until then

    def _opened(self, address: str) -> TestResponse:
        """Open an address; of each kind of page a few are asked whether they wrote their look."""
        kind = self._kind(address)
        if self.variants[kind] > ASKED or kind[0] in STORED:
            return self.client.get(address)
        return self._asked(address, partial(self.client.get, address), fault_of)

    def _asked(self, what: str, ask: Callable[[], TestResponse], fault: Fault) -> TestResponse:
        """Return an answer, and note what is wrong with the look that it wrote or did not."""
        before = looks_written(self.client)
        answer = ask()
        if self.known and (wrong := fault(self.known, answer, looks_written(self.client) - before)):
            self.faults.append(f"{what}: {wrong}")
        return answer

    def submit_all(self) -> None:
        """Submit each form once with each of its buttons; the one that signs out comes last."""
        watch(self.client)
        leaves_last = sorted(
            self.forms.items(), key=lambda pair: self._endpoint(pair[0][0]) == LEAVES
        )
        for _, found in leaves_last:
            for form in found:
                if self._submit(form):
                    break

    def _submit(self, form: Form) -> bool:
        """Fill one form in and send it; False when the page no longer has it."""
        tree = parsed(self.client.get(form.page))
        elements = list(forms_of(tree))
        if form.index >= len(elements):
            return False
        element = elements[form.index]
        if (form.button, form.action) not in ways(tree, element, form.page):
            return False
        values = filled(tree, element, form.button)
        before = fingerprint(self.client)
        what = f"{form.page}: {form.method} {form.action} {form.button or ''}".strip()
        answer = self._asked(what, partial(self._send, form, values), missing_look)
        self.posts += 1
        if answer.status_code not in DONE | REFUSED:
            self.faults.append(f"{what}: {answer.status_code}")
        elif form.method == "post" and not self._has_effect(form, before, answer):
            self.faults.append(f"{what}: nothing happened")
        return True

    def _send(self, form: Form, values: list[tuple[str, Any]]) -> TestResponse:
        if form.method == "get":
            return self.client.get(f"{form.action.split('?')[0]}?{urlencode(values)}")
        data: dict[str, list[Any]] = {}
        for name, value in values:
            data.setdefault(name, []).append(value)
        return self.client.post(form.action, data=data, headers={"Referer": form.page})

    def _has_effect(self, form: Form, before: int, answer: TestResponse) -> bool:
        """Return whether a record, a preference or another page came of it, or a refusal."""
        if answer.status_code in REFUSED or self._endpoint(form.action) == LEAVES:
            return True
        kept = [each for each in answer.headers.getlist("Set-Cookie") if "daybook_" in each]
        if kept or fingerprint(self.client) != before:
            return True
        if answer.status_code in (302, 303):
            return local(answer.headers["Location"], form.page).split("?")[0] != form.page
        return without_tokens(answer.text) != without_tokens(self.client.get(form.page).text)

    def _is_new(self, address: str) -> bool:
        path, query = split(address)
        normal, kind = f"{path}?{urlencode(sorted(query))}", self._kind(address)
        most = VARIANTS if query else self.records
        if any(key == "as_of" for key, _ in query):
            most = 1  # that such pages lead to no act is asked elsewhere
        if normal in self.seen or self.variants.get(kind, 0) >= most:
            return False
        self.seen.add(normal)
        self.variants[kind] = self.variants.get(kind, 0) + 1
        return True

    def _kind(self, address: str) -> tuple[str, tuple[str, ...]]:
        path, query = split(address)
        return self._endpoint(path), tuple(sorted({key for key, _ in query}))

    def _endpoint(self, path: str) -> str:
        app = self.client.application
        adapter = app.url_map.bind("localhost")
        for method in ("GET", "POST"):
            try:
                return str(adapter.match(urlsplit(path).path, method)[0])
            except Exception:  # noqa: BLE001, S112  (no route: the answer itself will say so)
                continue
        return path

    def _note_forms(self, tree: Element, address: str) -> None:
        for index, element in enumerate(forms_of(tree)):
            method = (element.get("method") or "get").lower()
            for button, action in ways(tree, element, address):
                form = Form(address, index, action, method, button)
                key = (self._endpoint(action), method, str(button))
                kept = self.forms.setdefault(key, [])
                if len(kept) < VARIANTS:
                    kept.append(form)


def parsed(answer: TestResponse) -> Element:
    """Return the tree of a page or a fragment; comments are left out."""
    return document_fromstring(answer.data or b"<p>", parser=READER)


def without_tokens(page: str) -> str:
    """Return a page without the values that differ each time it is shown."""
    return re.sub(r'value="[^"]*"', "", page)


def split(address: str) -> tuple[str, list[tuple[str, str]]]:
    parts = urlsplit(address)
    return parts.path, parse_qsl(parts.query, keep_blank_values=True)


def local(target: str, base: str) -> str:
    """Return a path of our own with its query; an address of somebody else stays whole."""
    parts = urlsplit(urljoin(f"http://localhost{base}", target))
    if parts.netloc != "localhost":
        return target
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def links(tree: Element, base: str) -> Iterator[str]:
    """Return the addresses of our own that a page leads to, by itself or by a link."""
    linked = [element.get("href", "") for element in tree.iter("a")]
    loaded = [element.get("hx-get", "") for element in tree.iter()]
    for target in linked + loaded:
        if re.match(r"(https?:|mailto:|tel:|#)", target) or not target:
            continue
        yield local(target, base)


def forms_of(tree: Element) -> Iterator[Element]:
    yield from tree.iter("form")


def controls(tree: Element, form: Element) -> list[Element]:
    """Return the controls inside a form, and those elsewhere that name it."""
    own = [each for each in form.iter() if "form" not in each.attrib]
    if name := form.get("id"):
        own += [each for each in tree.iter() if each.get("form") == name]
    return own


def ways(tree: Element, form: Element, page: str) -> list[tuple[Button, str]]:
    """Return the buttons of a form, each with where it leads; None for one that has no name."""
    action = form.get("action") or page
    found: list[tuple[Button, str]] = []
    for element in controls(tree, form):
        if element.tag not in ("button", "input"):
            continue
        kind = element.get("type", "submit" if element.tag == "button" else "text")
        if kind == "submit" and "disabled" not in element.attrib:
            name = element.get("name")
            button = (name, element.get("value", "")) if name else None
            found.append((button, local(element.get("formaction") or action, page)))
    return list(dict.fromkeys(found)) or [(None, local(action, page))]


def filled(tree: Element, form: Element, button: Button) -> list[tuple[str, Any]]:
    """Return what a person would send: what stands there, or something sound."""
    values: list[tuple[str, Any]] = [button] if button else []
    checked: set[str] = set()
    for element in controls(tree, form):
        name = element.get("name", "")
        if not name or "disabled" in element.attrib:
            continue
        if element.tag == "textarea":
            values.append((name, element.text or TEXT))
        elif element.tag == "select":
            values.append((name, chosen(element)))
        elif element.tag == "input":
            values += input_value(element, name, checked)
    return values


def input_value(element: Element, name: str, checked: set[str]) -> list[tuple[str, Any]]:
    kind = element.get("type", "text")
    if kind in ("submit", "button", "reset", "image"):
        return []
    if kind == "file":
        return []  # a file that nobody chose
    if kind in ("checkbox", "radio"):
        if kind == "radio" and name in checked:
            return []
        checked.add(name)
        return [(name, element.get("value", "on"))]
    stands = element.get("value", "")
    if kind == "hidden":
        return [(name, stands)]
    sound = "2026-11-20" if name.endswith("_on") else BY_TYPE.get(kind, TEXT)
    return [(name, stands or sound)]


def chosen(select: Element) -> str:
    options = list(select.iter("option"))
    marked = [each for each in options if "selected" in each.attrib]
    values = [each.get("value", each.text or "") for each in [*marked, *options]]
    return next((value for value in values if value), "")


def watch(client: FlaskClient) -> None:
    """Let the database itself count whatever is written in it from now on."""
    with client.application.app_context(), db.engine.begin() as connection:
        connection.execute(text("CREATE TABLE IF NOT EXISTS written (at INTEGER)"))
        for name in sorted(set(Base.metadata.tables) - UNTOLD):
            for act in ("INSERT", "UPDATE", "DELETE"):
                counted = f'CREATE TRIGGER IF NOT EXISTS "{act}_{name}" AFTER {act} ON "{name}" '
                connection.execute(text(f"{counted} BEGIN INSERT INTO written VALUES (1); END"))  # noqa: S608


def fingerprint(client: FlaskClient) -> int:
    """Return a number that changes when any record does."""
    with client.application.app_context(), db.engine.connect() as connection:
        return int(connection.scalar(text("SELECT count(*) FROM written")) or 0)
