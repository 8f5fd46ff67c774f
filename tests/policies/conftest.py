"""A plan that has adopted its policy, with an owner, a deputy, a reviewer and a stranger."""

from dataclasses import dataclass
from datetime import date

import pytest

from compliance.accounts.models import Person
from compliance.db import session
from compliance.occasions import Occasion
from tests.conftest import TODAY, occasion
from tests.makers.duties import actor
from tests.makers.people import make_person

ADOPTED = date(2026, 8, 17)


@dataclass(frozen=True)
class Desk:
    """Dana owns, Joel stands in, Elise reviews, Nina is a stranger with the role of an owner."""

    dana: Person
    joel: Person
    elise: Person
    nina: Person

    def on(self, person: Person, today: date = TODAY) -> Occasion:
        """Return the occasion of one of them."""
        return occasion(today, actor(person), policy__adopted_on=ADOPTED.isoformat())


@pytest.fixture
def desk(with_rules: None) -> Desk:
    """Return the people of the desk, on record."""
    on = occasion(ADOPTED)
    made = Desk(
        make_person("Dana Whitfield", on, "credentialing"),
        make_person("Joel Sandoval", on, "credentialing"),
        make_person("Elise Fontaine", on, "compliance"),
        make_person("Nina Ferro", on, "owner", department="Finance"),
    )
    session().commit()
    return made
