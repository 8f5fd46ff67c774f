"""Templates: small, composed, without script or style of their own, every import used."""

import re

import pytest

from tests.house.tree import templates

MOST_LINES = 200
IMPORT = re.compile(r"\{%-?\s*from\s+[\"']([^\"']+)[\"']\s+import\s+(.+?)\s*-?%\}", re.S)
WHOLE = re.compile(r"\{%-?\s*import\s+[\"']([^\"']+)[\"']\s+as\s+(\w+)")
NAMED = re.compile(r"\{%-?\s*(?:include|extends)\s+[\"']([^\"']+)[\"']")
COMMENT = re.compile(r"\{#.*?#\}", re.S)
FORBIDDEN = {
    "the filter that trusts text": re.compile(r"\|\s*safe\b"),
    "an inline style": re.compile(r"<style\b|\sstyle\s*=", re.I),
    "a script of its own": re.compile(
        r"<script\b(?![^>]*\b(?:src=|type=\"application/json\"))", re.I
    ),
    "an event attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.I),
    "a script address": re.compile(r"javascript:", re.I),
    "autoescape switched off": re.compile(r"autoescape\s+false"),
}


def pages() -> list[str]:
    return sorted(templates())


def imports_of(text: str) -> list[tuple[str, str]]:
    """Return the (file, name used here) pairs that a template imports."""
    pairs = [(file, alias) for file, alias in WHOLE.findall(text)]
    for file, names in IMPORT.findall(text):
        for each in re.sub(r"\s+with(out)?\s+context$", "", names).split(","):
            pairs.append((file, each.split(" as ")[-1].strip()))
    return pairs


@pytest.mark.parametrize("page", pages())
def test_every_import_of_a_template_is_used_and_exists(page):
    text = COMMENT.sub("", templates()[page])
    body = WHOLE.sub("", IMPORT.sub("", text))
    for file, name in imports_of(text):
        assert file in templates(), f"{page} imports from {file}, which is not there"
        assert re.search(rf"\b{name}\b", body), f"{page} imports {name} and never uses it"
    for file in NAMED.findall(text):
        assert file in templates(), f"{page} names {file}, which is not there"


@pytest.mark.parametrize("page", pages())
def test_a_template_holds_nothing_that_the_house_forbids(page):
    text = COMMENT.sub("", templates()[page])
    for what, pattern in FORBIDDEN.items():
        if page.startswith("mail/") and what == "an inline style":
            continue  # mail programs know nothing else; css-inline makes it
        found = pattern.search(text)
        assert not found, f"{page} holds {what}: {found.group() if found else ''}"


@pytest.mark.parametrize("page", pages())
def test_a_template_is_short(page):
    assert templates()[page].count("\n") <= MOST_LINES


def test_every_macro_is_used_somewhere():
    everything = "\n".join(templates().values())
    for page, text in templates().items():
        for macro in re.findall(r"\{%-?\s*macro\s+(\w+)", text):
            uses = len(re.findall(rf"\b{macro}\b", everything))
            assert uses > 1, f"{page} defines {macro}, which nothing uses"
