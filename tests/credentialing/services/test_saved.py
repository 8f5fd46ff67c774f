"""Own views of the queue."""

import pytest
from sqlalchemy import select

from compliance.core.errors import BadValue
from compliance.credentialing.models import SavedView
from compliance.credentialing.queries.saved import saved_views
from compliance.credentialing.services.saved import forget_view, save_view
from compliance.db import session
from compliance.occasions import Actor
from tests.credentialing.services.desk import on
from tests.makers.people import make_person

pytestmark = pytest.mark.usefixtures("with_rules")


def test_a_view_is_kept_set_anew_and_forgotten():
    olivia = make_person("Olivia Ortega", on(), "credentialing")
    mine = on(actor=Actor(olivia.id, olivia.name))
    save_view(" Mine ", "owner=1", mine)
    save_view("Mine", "owner=2", mine)
    assert [(each.name, each.query) for each in saved_views(mine)] == [("Mine", "owner=2")]
    forget_view(saved_views(mine)[0].id, mine)
    assert session().scalars(select(SavedView)).all() == []


@pytest.mark.parametrize("name", ["", "   ", "x" * 61])
def test_a_view_needs_a_short_name(name):
    with pytest.raises(BadValue):
        save_view(name, "", on(actor=Actor(1, "Olivia")))
