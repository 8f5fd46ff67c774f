"""`python -m bench`: the short form of every promise; `--full`: the large forms; names narrow it.

Each module of this folder that has `run(full)` measures one family of promises and returns its
results. A result prints as one line and says `is_met`. A missed promise is printed as missed and
makes the exit code 1; nothing is left out of the table for being slow.
"""

import argparse
import importlib
import pkgutil
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from types import ModuleType

import bench


def measuring(wanted: list[str]) -> Iterator[tuple[str, ModuleType]]:
    """Return the modules that measure something, all of them or those that were named."""
    for found in sorted(pkgutil.iter_modules(bench.__path__), key=lambda each: each.name):
        if found.name.startswith("_") or (wanted and found.name not in wanted):
            continue
        module = importlib.import_module(f"bench.{found.name}")
        if callable(getattr(module, "run", None)):
            yield found.name, module


def measured(name: str, run: Callable[..., list], *, full: bool) -> tuple[int, int]:
    """Run one module, print its results, and return how many there are and how many missed."""
    began = time.monotonic()
    try:
        results = list(run(full))
    except Exception:  # noqa: BLE001  (one broken bench must not hide the others)
        traceback.print_exc()
        print(f"{name}: did not finish, counted as missed")
        return 1, 1
    for result in results:
        print(result)
    print(f"  ({name}: {time.monotonic() - began:.0f} s)", flush=True)
    return len(results), sum(not result.is_met for result in results)


def main(words: list[str]) -> int:
    """Measure, and return 0 when every promise was kept."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("names", nargs="*", help="modules of this folder; all when left out")
    parser.add_argument("--full", action="store_true", help="the large forms")
    asked = parser.parse_args(words)
    promises = missed = 0
    for name, module in measuring(asked.names):
        count, bad = measured(name, module.run, full=asked.full)
        promises, missed = promises + count, missed + bad
    print(f"{promises} measured, {promises - missed} kept, {missed} missed")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
