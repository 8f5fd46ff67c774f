"""The suite itself: how often children are killed, and how long all of it may take."""

import gc
import time
import tomllib
from pathlib import Path

import pytest

BUDGETS = Path(__file__).parent / "house" / "budgets.toml"
KILLS = 30
STARTED = pytest.StashKey[float]()
TOO_LONG = pytest.StashKey[float]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--kills", type=int, default=KILLS, help="how many child processes the fault tests kill"
    )
    parser.addoption(
        "--database",
        choices=("sqlite", "postgres"),
        default="sqlite",
        help="where the tests of services, queries and pages keep their rows",
    )


def pytest_sessionstart(session: pytest.Session) -> None:
    session.config.stash[STARTED] = time.monotonic()


def pytest_collection_finish() -> None:
    """Keep the collector off what lives as long as the run, as a worker of the product does."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def pytest_runtest_setup(item: pytest.Item) -> None:
    marker = item.get_closest_marker("sqlite")
    if marker and item.config.option.database == "postgres":
        pytest.skip(marker.kwargs["reason"])


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the stories through the whole app, which take longest, begin first."""
    items.sort(key=lambda each: each.get_closest_marker("journey") is None)


def most_minutes() -> float:
    return float(tomllib.loads(BUDGETS.read_text(encoding="utf-8"))["minutes"]["suite"])


def is_whole_suite(config: pytest.Config) -> bool:
    """Return whether nothing was narrowed and this process is not one of the workers."""
    options = config.option
    narrowed = options.keyword or options.markexpr or config.args != config.getini("testpaths")
    usual = options.kills == KILLS and options.database == "sqlite"
    return not narrowed and usual and not hasattr(config, "workerinput")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    minutes = (time.monotonic() - session.config.stash[STARTED]) / 60
    if is_whole_suite(session.config) and minutes > most_minutes():
        session.config.stash[TOO_LONG] = minutes


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    if minutes := config.stash.get(TOO_LONG, 0.0):
        said = f"The suite took {minutes:.1f} minutes; its budget is {most_minutes():.0f}."
        terminalreporter.write_line(said, red=True)
