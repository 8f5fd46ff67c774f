"""A client that reads pages as a person would, and checks every page it opens."""

from collections import Counter
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from flask.testing import FlaskClient
from html5lib import HTMLParser
from werkzeug.test import TestResponse

UNLABELLED = ("hidden", "submit", "button", "reset", "image")


@dataclass(frozen=True)
class Page:
    """An answer with its HTML read; `tree` is None where the answer is no whole page."""

    response: TestResponse
    tree: Element | None

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def text(self) -> str:
        """Return what a reader sees, with single spaces."""
        return words(self.body)

    @property
    def body(self) -> Element:
        assert self.tree is not None, f"{self.status}, no page: {self.response.text[:200]}"
        return self.tree

    @property
    def heading(self) -> str:
        return words(self.one("h1"))

    @property
    def title(self) -> str:
        return words(self.one("title"))

    def all(self, tag: str, css: str = "", **attributes: str) -> list[Element]:
        """Return the elements of a tag with a class and the given attributes."""
        wanted = {key.replace("_", "-"): value for key, value in attributes.items()}
        return [
            each
            for each in self.body.iter()
            if str(each.tag).rpartition("}")[2] == tag
            and (not css or css in (each.get("class") or "").split())
            and all(each.get(key) == value for key, value in wanted.items())
        ]

    def one(self, tag: str, css: str = "", **attributes: str) -> Element:
        found = self.all(tag, css, **attributes)
        assert len(found) == 1, f"{len(found)} of {tag}.{css} {attributes}"
        return found[0]

    def links(self) -> dict[str, str]:
        """Return the addresses of the links by their words."""
        return {words(each): each.get("href") or "" for each in self.all("a")}

    def fields(self, action: str) -> dict[str, str]:
        """Return what a form would send as it stands, by the address it is sent to."""
        form = next(each for each in self.all("form") if each.get("action") == action)
        return {name: value for name, value in map(_sent, _controls(form)) if name}


class PageClient:
    """Opens and posts through a Flask client; every page is checked before it is returned."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def get(self, path: str, status: int = 200, **kwargs: object) -> Page:
        return self._read(self.client.get(path, **kwargs), path, status)

    def post(self, path: str, data: object = None, status: int = 302, **kwargs: object) -> Page:
        return self._read(self.client.post(path, data=data, **kwargs), path, status)

    def follow(self, page: Page, status: int = 200) -> Page:
        """Return the page that a redirect leads to."""
        assert page.response.location, f"{page.status} leads nowhere"
        return self.get(page.response.location, status)

    def _read(self, response: TestResponse, path: str, status: int) -> Page:
        assert response.status_code == status, (
            f"{path}: {response.status_code}, {response.text[:500]}"
        )
        is_html = (response.mimetype == "text/html" and status < 300) or status >= 400
        if not is_html or "<html" not in response.text:
            return Page(response, None)
        page = Page(response, read_html(response.text, path))
        check_page(page, path)
        return page


def read_html(text: str, path: str = "page") -> Element:
    """Return the tree of a valid page; anything a browser would have to mend fails."""
    parser = HTMLParser(namespaceHTMLElements=False)
    tree = parser.parse(text)
    problems = [f"line {at[0]}: {code} {data}" for at, code, data in parser.errors]
    assert not problems, f"{path} is not valid HTML: {problems[:5]}"
    return tree


def check_page(page: Page, path: str) -> None:
    """Check title, heading, labels, forms and ids of a page."""
    assert page.title.rpartition(" - ")[0] == page.heading, f"{path}: {page.title} / {page.heading}"
    assert page.one("html").get("lang"), f"{path} names no language"
    check_ids(page, path)
    for control in [each for tag in ("input", "select", "textarea") for each in page.all(tag)]:
        if control.get("type") not in UNLABELLED:
            assert name_of(control, page), f"{path}: {control.attrib} has no label"
    for form in page.all("form"):
        assert form.get("action"), f"{path} has a form without an action"
    for button in page.all("button"):
        assert words(button) or button.get("aria-label"), f"{path} has a button without words"
    for link in page.all("a"):
        assert link.get("href"), f"{path} has a link that leads nowhere: {words(link)}"
        assert words(link) or link.get("aria-label"), f"{path} has a link without words"


def check_ids(page: Page, path: str) -> None:
    """Check that ids are unique, and that everything that names one finds it."""
    ids = Counter(each.get("id") for each in page.body.iter() if each.get("id"))
    twice = [name for name, number in ids.items() if number > 1]
    assert not twice, f"{path} uses ids twice: {twice}"
    for each in page.body.iter():
        named = [
            each.get(key) or "" for key in ("for", "form", "aria-describedby", "aria-labelledby")
        ]
        missing = [name for names in named for name in names.split() if name not in ids]
        assert not missing, f"{path}: {each.tag} names {missing}, which is not there"


def name_of(control: Element, page: Page) -> str:
    """Return the accessible name of a control: its label, the label around it, or aria-label."""
    if label := control.get("aria-label"):
        return label
    for each in page.all("label"):
        if each.get("for") == control.get("id", "-") or control in list(each.iter()):
            return words(each)
    return ""


def words(element: Element) -> str:
    """Return the text inside an element, with single spaces."""
    return " ".join("".join(element.itertext()).split())


def _controls(form: Element) -> list[Element]:
    return [each for each in form.iter() if each.tag in ("input", "select", "textarea")]


def _sent(control: Element) -> tuple[str, str]:
    name = control.get("name") or ""
    if control.get("type") in ("checkbox", "radio") and control.get("checked") is None:
        return "", ""
    if control.tag == "select":
        chosen = [each for each in control.iter("option") if each.get("selected") is not None]
        options = chosen or list(control.iter("option"))[:1]
        return name, (options[0].get("value") or "") if options else ""
    return name, words(control) if control.tag == "textarea" else control.get("value") or ""
