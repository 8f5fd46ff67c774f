"""The guards of facts and logs taken off, for tests that alter what nobody may."""

from collections.abc import Iterator

import pytest

from compliance.audit.guards import put_on_guards, take_off_guards
from compliance.db import session


@pytest.fixture
def unguarded(database: None) -> Iterator[None]:
    """Let the test alter facts and logs; afterwards the guards stand again."""
    take_off_guards(session().connection())
    session().commit()
    yield
    session().rollback()
    put_on_guards(session().connection())
    session().commit()
