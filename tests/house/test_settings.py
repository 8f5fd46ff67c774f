"""Every setting and every command stands in the README, and nothing else does."""

import re

from compliance.cli import COMMANDS
from tests.house.tree import ROOT, package_sources

README = (ROOT / "README.md").read_text(encoding="utf-8")
SETTING = re.compile(r"DAYBOOK_[A-Z_]*[A-Z]")
ROW = re.compile(r"^\| `([a-z]+)` \|", re.M)


def test_every_setting_is_in_the_readme():
    in_code = {found for text in package_sources().values() for found in SETTING.findall(text)}
    in_readme = set(re.findall(r"^\| `(DAYBOOK_[A-Z_]+)` \|", README, re.M))
    assert {each.removesuffix("_FILE") for each in in_code} == in_readme


def test_every_command_is_in_the_readme():
    assert set(ROW.findall(README)) == set(COMMANDS)


def test_every_make_target_is_in_help_and_readme():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.search(r"^\.PHONY: (.+)$", makefile, re.M).group(1).split())
    assert targets == set(re.findall(r"^([a-z-]+):.*## ", makefile, re.M))
    assert targets <= set(re.findall(r"[a-z-]+", README))


def test_a_document_that_the_readme_names_exists():
    named = re.findall(r"`((?:docs|compliance|tests|policies)/[\w./-]+)`|\]\(([\w./-]+)\)", README)
    missing = [path for pair in named for path in pair if path and not (ROOT / path).exists()]
    assert not missing
