"""What a bench hands back, and how two sides are timed in turns."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median

ROUNDS = 3


@dataclass(frozen=True)
class Result:
    """One promise as measured: the ratio, its target, and whether it was kept."""

    promise: str
    text: str
    ratio: float
    target: float
    is_met: bool

    def __str__(self) -> str:
        grows = self.is_met == (self.ratio > self.target)
        goal = f"{'at least' if grows else 'at most'} {self.target:g}"
        word = "kept" if self.is_met else "MISSED"
        return f"{self.promise:3} {word:6} {self.ratio:9.3g}  ({goal})  {self.text}"


def at_least(promise: str, text: str, ratio: float, target: float) -> Result:
    """Return the result of a promise to be so many times faster than the other side."""
    return Result(promise, text, ratio, target, ratio >= target)


def at_most(promise: str, text: str, ratio: float, target: float) -> Result:
    """Return the result of a promise to cost no more than so many times the other side."""
    return Result(promise, text, ratio, target, ratio <= target)


def in_turns(sides: Mapping[str, Callable[[], object]], rounds: int = ROUNDS) -> dict[str, float]:
    """Return the median seconds of each side, one after the other in every round."""
    taken: dict[str, list[float]] = {name: [] for name in sides}
    for _ in range(rounds):
        for name, act in sides.items():
            began = time.perf_counter()
            act()
            taken[name].append(time.perf_counter() - began)
    return {name: median(each) for name, each in taken.items()}
