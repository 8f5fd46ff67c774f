"""Three people to tell: an owner, the supervisor, somebody of compliance."""

import pytest

from tests.conftest import occasion
from tests.makers.people import make_people, make_person


def cast() -> tuple[int, int, int]:
    people = make_people(occasion())
    carla = make_person("Carla Castro", occasion(), "compliance")
    return people.theo.id, people.olivia.id, carla.id


@pytest.fixture
def staff(database):
    """Theo, whom Olivia supervises; Olivia; Carla of compliance."""
    return cast()


@pytest.fixture
def staff_on(database_on):
    """The same three, on each database."""
    return cast()
