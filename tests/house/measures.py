"""What the tree measures today, for the ratchet; run it to see all numbers."""

import ast
import re
import subprocess
import sys
from collections import Counter
from functools import lru_cache

from tests.house.tree import PACKAGE, feature_of, name, package_sources, parsed, templates

SUPPRESSION = re.compile(r"# (?:noqa|type: ignore|pragma: no cover)")
STATIC = PACKAGE / "static"
WEB = """
from pathlib import Path
import tempfile
from compliance.app import create_app
from compliance.config import Settings
with tempfile.TemporaryDirectory() as folder:
    create_app(Settings(Path(folder), "sqlite://", "measured"))
"""


def file_lines() -> dict[str, int]:
    """Return the lines of every module of the package."""
    return {path: text.count("\n") for path, text in package_sources().items()}


def folder_lines() -> dict[str, int]:
    """Return the lines of Python in each folder of the package."""
    lines: Counter[str] = Counter()
    for path, count in file_lines().items():
        lines[feature_of(path)] += count
    return dict(lines)


def function_lines() -> dict[str, int]:
    """Return the lines of every function of the package, docstring included."""
    return {
        f"{path}:{node.lineno} {node.name}": (node.end_lineno or node.lineno) - node.lineno + 1
        for path in package_sources()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def suppressions() -> int:
    """Return how often the package tells a checker to look away."""
    return sum(len(SUPPRESSION.findall(text)) for text in package_sources().values())


@lru_cache(maxsize=4)
def modules_after(statement: str) -> set[str]:
    """Return the modules that a fresh process has loaded after one statement."""
    code = f"import sys\n{statement}\nprint(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.splitlines()[-1].split())


def own_bytes(suffix: str) -> int:
    """Return the bytes of our own static files of one kind."""
    files = (path for path in STATIC.rglob(f"*{suffix}") if "/vendor/" not in name(path))
    return sum(path.stat().st_size for path in files)


def longest_template() -> int:
    """Return the lines of the longest template."""
    return max((text.count("\n") for text in templates().values()), default=0)


@lru_cache(maxsize=1)
def measured() -> dict[str, int]:
    """Return every number of the ratchet that can be taken without running a page."""
    return {
        "files.most": max(file_lines().values()),
        "folders.most": max(folder_lines().values()),
        "folders.total": sum(file_lines().values()),
        "functions.most": max(function_lines().values()),
        "suppressions.package": suppressions(),
        "start.command_help": len(modules_after("import compliance.cli")),
        "start.web_app": len(modules_after(WEB)),
        "sizes.script": own_bytes(".js"),
        "sizes.style": own_bytes(".css"),
        "sizes.template_lines": longest_template(),
    }


if __name__ == "__main__":
    for key, value in measured().items():
        print(f"{key:24} {value}")  # noqa: T201  (a command)
    for path, count in sorted(folder_lines().items(), key=lambda pair: -pair[1]):
        print(f"  {count:6} {path}")  # noqa: T201
