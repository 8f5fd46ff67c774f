"""The rulebook as shipped, for tests of rules that need one."""

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from compliance.core.rulebook import Rulebook, Scalar
from compliance.rulebook.seeds import read_policies

POLICIES = Path(__file__).parents[2] / "policies"


@lru_cache(maxsize=1)
def shipped() -> Rulebook:
    """Return the rulebook of the files in this checkout; read once per test run."""
    return read_policies(POLICIES)


def book(**choices: Scalar) -> Rulebook:
    """Return the shipped rulebook with the plan's choices on top; `__` in a name reads as a dot."""
    named = {key.replace("__", "."): value for key, value in choices.items()}
    return replace(shipped(), choices=named) if named else shipped()
