"""The rules as shipped: the files under `policies/`, read strictly and checked against each other.

Only `daybook upgrade`, `daybook clock` and the tests read files; everything else loads the
stored pack (`book_from_json`), so that a start parses no YAML.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from compliance.core.agendas import StandingAgenda
from compliance.core.calendars import Calendar
from compliance.core.duties import Department, Recurrence
from compliance.core.eligibility import RoleRule
from compliance.core.errors import BadPack
from compliance.core.kpis import Kpi
from compliance.core.papers import Checklist, Letter
from compliance.core.responsibility import CodeFamily, PathwayRule
from compliance.core.retention import Retention
from compliance.core.roles import Line, Role
from compliance.core.rulebook import ClockRule, Ladder, Parameter, Rulebook
from compliance.rulebook.checks import WORDED, bad_dates, check
from compliance.rulebook.packs import (
    adapter,
    book_from_json,
    pack_json,
    pack_version,
    parameter_schema,
)

__all__ = ["book_from_json", "pack_json", "pack_version", "parameter_schema", "read_policies"]
T = TypeVar("T")
Tree = Any


def read_policies(folder: Path) -> Rulebook:
    """Return the rulebook of the files in `folder`, named by the hash of what they say.

    Raises:
        BadPack: a file is faulty or uncited; one sentence names file, place and what to do.
    """
    if not folder.is_dir():
        raise BadPack(f"There is no folder {folder}: give the folder that holds the policy files.")
    book = check(
        Rulebook(
            parameters=_by_file(folder, "parameters", Parameter),
            calendars=_by_file(folder, "calendars", Calendar),
            clocks=_clocks(folder),
            ladders=_by_file(folder, "ladders", Ladder),
            letters=_by_file(folder, "letters", Letter),
            checklists=_by_file(folder, "checklists", Checklist),
            roles=_listed(folder, "roles.yaml", Role, "code"),
            lines=_listed(folder, "lines.yaml", Line, "code"),
            eligibility=_role_rules(folder),
            families=_listed(folder, "code_families.yaml", CodeFamily, "code"),
            pathways=_listed(folder, "pathways.yaml", PathwayRule, "code"),
            departments=_by_file(folder, "duties", Department),
            kpis=_by_file(folder, "kpis", Kpi),
            recurrences=_listed(folder, "recurrences.yaml", Recurrence, "code"),
            agendas=_by_file(folder, "agendas", StandingAgenda),
            retention=_schedule(folder),
        )
    )
    return replace(book, version=pack_version(pack_json(book)))


def _by_file(folder: Path, shelf: str, kind: type[T]) -> dict[str, T]:
    """Return the rules of one shelf by id, one per file; the id must be the file's path."""
    found: dict[str, T] = {}
    for path in sorted((folder / shelf).rglob("*.yaml")):
        name = _name(folder, path)
        rule_id = ".".join(path.relative_to(folder / shelf).with_suffix("").parts)
        tree = _read(path, name)
        if not isinstance(tree, dict):
            raise BadPack(f"{name}: not a mapping; write `title: …` and the other fields.")
        if tree.setdefault("id", rule_id) != rule_id:
            raise BadPack(f"{name}, at id: {tree['id']} is not its path; write {rule_id}.")
        found[rule_id] = _checked(_with_numbers(tree), kind, name)
    return found


def _clocks(folder: Path) -> dict[str, ClockRule]:
    """Return the clocks of every file by name; each file holds a list."""
    found: dict[str, ClockRule] = {}
    for path in sorted((folder / "clocks").glob("*.yaml")):
        listed = _listed(folder, f"clocks/{path.name}", ClockRule, "name")
        for name in listed.keys() & found.keys():
            raise BadPack(f"{_name(folder, path)}, at {name}: a second clock; rename one of them.")
        found |= listed
    return found


def _listed(folder: Path, file: str, kind: type[T], key: str) -> dict[str, T]:
    """Return the entries of a list file by `key`."""
    path = folder / file
    name = _name(folder, path)
    tree = _read(path, name)
    if not isinstance(tree, list):
        raise BadPack(f"{name}: not a list; begin every entry with a dash.")
    found: dict[str, T] = {}
    for number, entry in enumerate(tree):
        rule = _checked(entry, kind, name, f"{number}.")
        code = str(getattr(rule, key))
        if code in found:
            raise BadPack(f"{name}, at {number}: {code} stands twice; keep one of them.")
        found[code] = rule
    return found


def _schedule(folder: Path) -> dict[str, Retention]:
    """Return how long each kind of record is kept; none where the folder has no such file."""
    if not (folder / "retention.yaml").exists():
        return {}
    return _listed(folder, "retention.yaml", Retention, "code")


def _role_rules(folder: Path) -> tuple[RoleRule, ...]:
    """Return the shipped answers of roles; none where the folder has no such file."""
    path = folder / "eligibility.yaml"
    if not path.exists():
        return ()
    name = _name(folder, path)
    tree = _read(path, name)
    if not isinstance(tree, list):
        raise BadPack(f"{name}: not a list; begin every entry with a dash.")
    return tuple(_checked(each, RoleRule, name, f"{at}.") for at, each in enumerate(tree))


def _read(path: Path, name: str) -> Tree:
    from compliance.rulebook.strict_yaml import parse

    try:
        return parse(path.read_text(encoding="utf-8"), name)
    except UnicodeDecodeError:
        raise BadPack(f"{name} is not UTF-8 text: save it as UTF-8.") from None
    except OSError as error:
        raise BadPack(f"{name} cannot be read: {error.strerror}. Restore the file.") from None


def _name(folder: Path, path: Path) -> str:
    return f"policies/{path.relative_to(folder).as_posix()}"


def _with_numbers(tree: dict[str, Tree]) -> dict[str, Tree]:
    """Return the tree with whole numbers for text, where the unit says that values are numbers."""
    values = tree.get("values")
    if "unit" not in tree or tree["unit"] in WORDED or not isinstance(values, dict):
        return tree
    return {**tree, "values": dict(_numbered(values))}


def _numbered(values: dict[str, Tree]) -> Iterator[tuple[str, Tree]]:
    for first, value in values.items():
        is_number = isinstance(value, str) and value.isascii() and value.isdigit()
        yield first, int(value) if is_number else value


def _checked(tree: Tree, kind: Callable[..., T], name: str, place: str = "") -> T:
    """Return the tree as a `kind`, or raise with the first thing that is wrong with it."""
    from pydantic import ValidationError

    for where, text in bad_dates(tree, place):
        raise BadPack(f"{name}, at {where}: {text} is not a date; use YYYY-MM-DD.")
    try:
        rule: T = adapter(kind).validate_python(tree)
    except ValidationError as error:
        raise BadPack(_sentence(error.errors()[0], name, place)) from None
    return rule


def _sentence(said: Any, name: str, place: str) -> str:
    where = place + ".".join(str(each) for each in said["loc"])
    if said["type"] == "missing":
        return f"{name}, at {where}: missing; add it."
    if said["type"] in {"extra_forbidden", "unexpected_keyword_argument"}:
        return f"{name}, at {where}: not a known field; remove it or mend its name."
    reason = said["msg"].replace("Input should be", "it must be")
    return f"{name}, at {where}: {reason}; mend the value."
