from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.faults.conftest import is_alive, kill, wait_for

pytestmark = pytest.mark.faults


@dataclass
class Marks:
    """The marks that jobs left: the number of the process at every run."""

    folder: Path

    def seen(self) -> list[int]:
        file = self.folder / "marks"
        return [int(line) for line in file.read_text().split()] if file.exists() else []


def test_one_leads_and_another_takes_over_when_it_dies(children, tmp_path):
    some, marks = children(), Marks(tmp_path)
    first = some.begin("lead")
    wait_for(lambda: first in marks.seen())
    second = some.begin("lead")
    wait_for(lambda: len(marks.seen()) >= 2)
    assert set(marks.seen()) == {first}
    kill(first)
    wait_for(lambda: second in marks.seen())


def test_jobs_beside_the_pages_are_begun_again_and_end_with_them(children, tmp_path):
    marks = Marks(tmp_path)
    pages = children().begin("serve")
    wait_for(marks.seen)
    kill(marks.seen()[-1])
    wait_for(lambda: len(set(marks.seen())) == 2)
    kill(pages)
    wait_for(lambda: not is_alive(marks.seen()[-1]))
