"""An import on SQLite and on PostgreSQL: the same counts, the same facts."""

from sqlalchemy import select

from compliance.credentialing.models import ApplicationRef
from compliance.db import session
from compliance.intake.models import ImportRow
from compliance.ledger.models import FactRow
from tests.conftest import occasion
from tests.makers.files import bring_in, make_row


def test_file_comes_in_again_changed_on_each_database(database_on):
    first = [
        make_row(1, application_ref="APP-1002", model="pcbh", birth_date="1980-02-29"),
        make_row(1, model="pcbh", destination="mbho"),
        make_row(2, last_name="x" * 500, first_name="y" * 500, npi="", role="z" * 400),
        make_row(3, npi="1234567890", received_on="2026-02-30"),
    ]
    done = bring_in(occasion(), *first, partial=True)
    assert (done.created, len(done.refused)) == (3, 1)
    again = bring_in(occasion(), *first[:2], make_row(2, npi="", completed_on="2026-11-12"))
    assert (again.created, again.updated, again.unchanged) == (1, 0, 2)
    refs = list(session().scalars(select(ApplicationRef.ref).order_by(ApplicationRef.ref)))
    assert refs == ["APP-1002", "APP-1003", "APP-1004", "APP-1005"]
    changed = bring_in(occasion(), {**first[1], "first_name": "Cale"})
    assert changed.updated == 1
    assert (
        session().scalars(select(FactRow.kind).order_by(FactRow.id.desc())).first() == "corrected"
    )
    assert not session().scalars(select(ImportRow.row)).all()
