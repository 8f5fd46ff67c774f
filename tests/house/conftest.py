"""The demo, made once in a run, by one worker for all, and copied for tests that write."""

from pathlib import Path

import pytest

from tests.house import demo as demos


@pytest.fixture(scope="session")
def demo(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> demos.Demo:
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if hasattr(request.config, "workerinput") else base
    return demos.made_once(shared, tmp_path_factory.mktemp("demo") / "instance")


@pytest.fixture
def demo_copy(demo: demos.Demo, tmp_path: Path) -> demos.Demo:
    return demo.copied_to(tmp_path / "instance")
