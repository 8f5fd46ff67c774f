"""Rendering mail: a folder of three templates under `templates/mail/`, styles put inline."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from compliance.config import asset_folder

if TYPE_CHECKING:
    from css_inline import CSSInliner


@dataclass(frozen=True)
class RenderedMail:
    """A mail as it will be read."""

    subject: str
    text: str
    html: str


def render_mail(name: str, **values: Any) -> RenderedMail:
    """Return the mail of `templates/mail/<name>/`: subject.txt, body.txt and body.html.

    A value that a template names and nobody gave is an error, not a blank.
    """
    pages = _templates()
    return RenderedMail(
        subject=" ".join(pages.get_template(f"mail/{name}/subject.txt").render(**values).split()),
        text=pages.get_template(f"mail/{name}/body.txt").render(**values).strip() + "\n",
        html=_inlined(pages.get_template(f"mail/{name}/body.html").render(**values)),
    )


def html_of_text(title: str, text: str, sender: str = "") -> str:
    """Return plain text as a mail page: paragraphs at blank lines, addresses as links."""
    paragraphs = [_linked(each) for each in re.split(r"\n\s*\n", text.strip())]
    page = _templates().get_template("mail/plain.html")
    return _inlined(page.render(title=title, paragraphs=paragraphs, sender=sender))


def _linked(paragraph: str) -> list[list[tuple[str, bool]]]:
    """Return the lines of a paragraph as pieces, each with whether it is a web address."""
    lines = (
        re.split(r"(https?://[^\s<>\"]*[^\s<>\".,;:)])", line) for line in paragraph.split("\n")
    )
    return [
        [(piece, number % 2 == 1) for number, piece in enumerate(pieces) if piece]
        for pieces in lines
    ]


@lru_cache(maxsize=1)
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(asset_folder("templates")),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@lru_cache(maxsize=1)
def _inliner() -> "CSSInliner":
    from css_inline import CSSInliner

    return CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)


def _inlined(html: str) -> str:
    return str(_inliner().inline(html))
