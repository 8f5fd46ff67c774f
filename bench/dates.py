"""B1: one due date, with and without its working, beside the libraries that count such days.

Every side counts the seventh business day after the same days of 2026 on a Californian calendar
that it has loaded before. The calendars differ on a few days of a year; the counting does not.
"""

import importlib
import operator
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from bench.result import ROUNDS, Result, at_least, in_turns
from compliance.core.clocks import Asked, clock_due, explain_clock
from compliance.rulebook.seeds import read_policies

DAYS = [date(2026, 1, 1) + timedelta(days=n) for n in range(300)]
COUNT = 7
LIBRARIES = ("holidays", "workalendar", "pandas")
MILLION = 1_000_000
REPEATED = 100


def run(full: bool) -> list[Result]:
    """Measure ours beside each library, a million days beside numpy, the full working."""
    book = read_policies(Path(__file__).parents[1] / "policies")
    calendar, rule = book.calendar("ca_strict"), book.clock("completeness_notice")
    plus = calendar.plus_business_days
    sides = {
        "ours": _all_days(plus, COUNT, times=REPEATED),
        "clock": _all_days(lambda day, _: clock_due(Asked(rule, day, book))),
        "working": _all_days(lambda day, n: calendar.days_after(day, plus(day, n)), COUNT),
        "explained": _all_days(lambda day, _: explain_clock(Asked(rule, day, book))),
        "holidays": _all_days(_holidays(), COUNT),
        "workalendar": _all_days(_workalendar(), COUNT),
        "pandas": _all_days(operator.add, _pandas_offset()),
    }
    for each in sides.values():
        each()
    taken = in_turns(sides, 9 * ROUNDS if full else 3 * ROUNDS)
    one = {name: seconds / len(DAYS) * 1e6 for name, seconds in taken.items()}
    one["ours"] /= REPEATED
    said = f"one due date in {one['ours']:.2f} us (all dates of the clock in {one['clock']:.0f} us)"
    return [
        *(
            at_least("B1", f"{said}, {name} {one[name]:.0f} us", one[name] / one["ours"], 100)
            for name in LIBRARIES
        ),
        _million(calendar, MILLION if full else MILLION // 4),
        at_least(
            "B1",
            f"with every day counted or skipped and why {one['working']:.1f} us, workalendar "
            f"without {one['workalendar']:.0f} us (a whole clock in words with its law "
            f"{one['explained']:.0f} us)",
            one["workalendar"] / one["working"],
            10,
        ),
    ]


def _all_days(
    count: Callable[[date, Any], object], given: object = None, times: int = 1
) -> Callable[[], None]:
    def act() -> None:
        for _ in range(times):
            for day in DAYS:
                count(day, given)

    return act


def _holidays() -> Callable[[date, int], object]:
    closed = importlib.import_module("holidays").US(subdiv="CA", years=(2026, 2027))
    return closed.get_nth_working_day


def _workalendar() -> Callable[[date, int], object]:
    return importlib.import_module("workalendar.usa").California().add_working_days


def _pandas_offset() -> Any:
    closed = list(importlib.import_module("holidays").US(subdiv="CA", years=(2026, 2027)))
    return importlib.import_module("pandas").offsets.CustomBusinessDay(COUNT, holidays=closed)


def _million(calendar: Any, number: int) -> Result:
    """Return many days beside numpy's vectorised count; ours has no vectorised form yet."""
    numpy = importlib.import_module("numpy")
    first = date(2024, 1, 1).toordinal()
    days = [date.fromordinal(first + n * 7919 % 1500) for n in range(number)]
    held = numpy.array(days, dtype="datetime64[D]")
    closed = numpy.busdaycalendar(holidays=list(calendar.closures))
    plus = calendar.plus_business_days
    taken = in_turns(
        {
            "ours": lambda: [plus(day, COUNT) for day in days],
            "numpy": lambda: numpy.busday_offset(held, COUNT, roll="backward", busdaycal=closed),
        }
    )
    ours, theirs = (taken[name] / number * 1e9 for name in ("ours", "numpy"))
    text = f"{number:,} due dates: {ours:.0f} ns each in a loop, numpy vectorised {theirs:.0f} ns"
    return at_least("B1", text, theirs / ours, 4)


if __name__ == "__main__":
    began = time.monotonic()
    for result in run("--full" in sys.argv):
        print(result)
    print(f"{time.monotonic() - began:.0f} s")
