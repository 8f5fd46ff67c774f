"""Every point of the brief resolves to a page, a command, a test, a make target or a file."""

import ast
import csv
import re
import tomllib

import pytest

from compliance.cli import COMMANDS
from tests.house.pages import PAGES
from tests.house.tree import ROOT, parsed

BRIEF = ROOT / "docs" / "coverage.csv"
BUDGETS = tomllib.loads((ROOT / "tests/house/budgets.toml").read_text(encoding="utf-8"))


def rows() -> list[dict[str, str]]:
    with BRIEF.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def proofs(row: dict[str, str]) -> list[str]:
    return [each.strip() for each in row["proofs"].split(";") if each.strip()]


def stands(proof: str) -> bool:
    """Return whether what a proof names is there."""
    kind, _, named = proof.partition(":")
    return {
        "page": lambda: named in PAGES,
        "command": lambda: named.split()[0] in COMMANDS,
        "test": lambda: is_test(named),
        "make": lambda: bool(re.search(rf"^{named}:", (ROOT / "Makefile").read_text(), re.M)),
        "file": (ROOT / named).exists,
    }[kind]()


def is_test(named: str) -> bool:
    path, _, function = named.partition("::")
    if not (ROOT / path).is_file():
        return False
    tests = {node.name for node in ast.walk(parsed(path)) if isinstance(node, ast.FunctionDef)}
    return function in tests if function else any(each.startswith("test_") for each in tests)


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["point"])
def test_a_point_of_the_brief_resolves(row):
    missing = [each for each in proofs(row) if not stands(each)]
    assert not missing, f"{row['point']}: {missing}"


def test_no_point_is_listed_twice():
    points = [(row["part"], row["point"]) for row in rows()]
    assert len(points) == len(set(points))


def test_open_points_only_become_fewer():
    without = [row["point"] for row in rows() if not proofs(row)]
    assert len(without) <= BUDGETS["brief"]["open"], "\n".join(without)
