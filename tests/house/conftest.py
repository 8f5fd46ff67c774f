"""The demo, made once in a run and copied for tests that write."""

from pathlib import Path

import pytest

from tests.house import demo as demos


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> demos.Demo:
    return demos.made(tmp_path_factory.mktemp("demo") / "instance")


@pytest.fixture
def demo_copy(demo: demos.Demo, tmp_path: Path) -> demos.Demo:
    return demo.copied_to(tmp_path / "instance")
