"""The ratchet: what the tree measures stays within `budgets.toml`, and budgets do not creep up."""

import tomllib
from typing import Any

import pytest

from tests.house import measures
from tests.house.tree import ROOT, git

PATH = "tests/house/budgets.toml"
BUDGETS = tomllib.loads((ROOT / PATH).read_text(encoding="utf-8"))
NEVER_AT_START = ("duckdb", "ibis", "pandas", "pyarrow", "typst", "holidays", "playwright")
NEVER_FOR_HELP = (*NEVER_AT_START, "flask", "sqlalchemy", "werkzeug", "yaml", "pydantic")


def flat(budgets: dict[str, Any]) -> dict[str, int]:
    return {f"{part}.{key}": value for part, row in budgets.items() for key, value in row.items()}


def earlier_budgets() -> dict[str, int]:
    """Return the budgets before the last change to them; nothing where git cannot say."""
    before = git("show", f"HEAD:{PATH}")
    if before == (ROOT / PATH).read_text(encoding="utf-8"):
        changed_in = git("log", "-1", "--format=%H", "--", PATH).strip()
        before = git("show", f"{changed_in}^:{PATH}") if changed_in else ""
    return flat(tomllib.loads(before))


def earlier_limit(key: str, before: dict[str, int], otherwise: int) -> int:
    """Return what held for a key: its own number, or the general one of its section."""
    section = key.partition(".")[0]
    return before.get(key, before.get(f"{section}.most", before.get(f"{section}.page", otherwise)))


def too_long(lines: dict[str, int], section: str) -> list[str]:
    budget = BUDGETS[section]
    return [
        f"{path}: {count}"
        for path, count in lines.items()
        if count > budget.get(path, budget["most"])
    ]


def test_no_file_outgrows_its_budget():
    assert not too_long(measures.file_lines(), "files")


def test_no_folder_outgrows_its_budget():
    assert not too_long(measures.folder_lines(), "folders")


def test_no_function_outgrows_its_budget():
    assert not too_long(measures.function_lines(), "functions")


@pytest.mark.parametrize("key", sorted(measures.measured()))
def test_the_tree_stays_within_its_budget(key):
    part, name = key.split(".")
    if name != "most":
        assert measures.measured()[key] <= BUDGETS[part][name]


def test_a_budget_rises_only_with_a_line_in_decisions():
    decisions = (ROOT / "DECISIONS.md").read_text(encoding="utf-8")
    now, before = flat(BUDGETS), earlier_budgets()
    raised = [key for key, value in now.items() if value > earlier_limit(key, before, value)]
    unsaid = [key for key in raised if f"budget {key}" not in decisions]
    assert not unsaid, f"raised without a line in DECISIONS.md: {unsaid}"


def test_help_loads_neither_web_nor_database():
    loaded = measures.modules_after("import compliance.cli")
    assert not loaded.intersection(NEVER_FOR_HELP)


def test_the_web_app_starts_without_the_heavy_libraries():
    assert not measures.modules_after(measures.WEB).intersection(NEVER_AT_START)


def test_the_web_app_starts_without_parsing_yaml():
    assert "yaml" not in measures.modules_after(measures.WEB)
