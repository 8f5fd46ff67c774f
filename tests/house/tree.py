"""The tree as the house tests see it: files, sources, templates, what modules import."""

import ast
import subprocess
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "compliance"
TEMPLATES = ROOT / "templates"


@lru_cache(maxsize=1)
def kept_files() -> tuple[Path, ...]:
    """Return every file that git keeps or would keep: tracked, and new ones not ignored."""
    listed = git("ls-files", "--cached", "--others", "--exclude-standard", "-z")
    paths = (ROOT / name for name in listed.split("\0") if name)
    return tuple(path for path in paths if path.is_file())


def git(*words: str) -> str:
    """Return what git says, or nothing where there is no repository."""
    done = subprocess.run(
        ["git", *words],  # noqa: S607  (git is found on the path, as anywhere)
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout if done.returncode == 0 else ""


@lru_cache(maxsize=1)
def package_sources() -> dict[str, str]:
    """Return the text of every module of the package, by its path below the root."""
    return {name(path): path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py")}


@lru_cache(maxsize=1)
def templates() -> dict[str, str]:
    """Return the text of every template by its name, as `render_template` takes it."""
    found = (path for path in TEMPLATES.rglob("*") if path.suffix in {".html", ".txt"})
    return {
        path.relative_to(TEMPLATES).as_posix(): path.read_text(encoding="utf-8") for path in found
    }


def name(path: Path) -> str:
    """Return a path below the root with forward slashes."""
    return path.relative_to(ROOT).as_posix()


def feature_of(path_name: str) -> str:
    """Return the feature folder of a module: `compliance/outbox/models.py` is of `outbox`."""
    parts = path_name.removesuffix(".py").split("/")
    return parts[1] if len(parts) > 1 else ""


@lru_cache(maxsize=512)
def parsed(path_name: str) -> ast.Module:
    """Return the syntax tree of a file below the root."""
    return ast.parse((ROOT / path_name).read_text(encoding="utf-8"))


def imported_modules(path_name: str) -> Iterator[str]:
    """Return the modules that a file imports, at the top or inside functions."""
    for node in ast.walk(parsed(path_name)):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{each.name}" for each in node.names)
