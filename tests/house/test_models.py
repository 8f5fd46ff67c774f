"""Tables: each says how it keeps the past, stands in its feature, and is nobody else's."""

import ast

import pytest

import compliance.models  # noqa: F401  (every table of the product)
from compliance.db import Base
from tests.house.tree import PACKAGE, feature_of, imported_modules, name, package_sources, parsed

NATURES = {"fact", "dated", "projection", "log", "work"}
TABLE_FILES = sorted(
    name(path) for pattern in ("*/models.py", "*/models/*.py") for path in PACKAGE.glob(pattern)
)


def mapped() -> list[type]:
    return sorted((each.class_ for each in Base.registry.mappers), key=lambda each: each.__name__)


@pytest.mark.parametrize("table", mapped(), ids=lambda each: each.__name__)
def test_every_table_says_how_it_keeps_the_past(table):
    assert getattr(table, "nature", None) in NATURES


@pytest.mark.parametrize("table", mapped(), ids=lambda each: each.__name__)
def test_a_dated_table_has_the_four_columns(table):
    if table.nature == "dated":
        columns = set(table.__table__.columns.keys())
        assert {"from_on", "until_on", "recorded_at", "superseded_at"} <= columns


def test_the_whole_schema_is_imported_in_one_place():
    known = {each.__module__ for each in mapped()}
    for path in TABLE_FILES:
        module = path.removesuffix(".py").replace("/", ".").removesuffix(".__init__")
        if "__tablename__" in package_sources()[path]:
            assert module in known, f"compliance/models.py does not import {module}"


@pytest.mark.parametrize("path", TABLE_FILES)
def test_foreign_keys_name_tables_by_string(path):
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "ForeignKey":
            assert isinstance(node.args[0], ast.Constant), f"{path}:{node.lineno}"


def test_a_feature_reads_only_its_own_tables():
    tables = {each.__name__: feature_of(each.__module__.replace(".", "/")) for each in mapped()}
    foreign = [
        f"{path} imports {module}"
        for path in package_sources()
        if path != "compliance/models.py"
        for module in imported_modules(path)
        if ".models." in module
        and tables.get(module.rsplit(".", 1)[-1], feature_of(path)) != feature_of(path)
    ]
    assert not foreign, "\n".join(foreign)
