"""Words of deadlines: a clock of the rulebook names itself, other work is named by its feature."""

import pytest

from compliance.deadlines import kinds
from compliance.deadlines.kinds import DeadlineKind, noun_of, register_kinds, verb_of
from compliance.deadlines.services import write_digests
from compliance.outbox.queries import LogFilter, delivery_log, message
from tests.conftest import TODAY, occasion
from tests.makers.deadlines import make_deadline
from tests.makers.people import make_people
from tests.makers.rulebook import book


@pytest.fixture(autouse=True)
def errand(monkeypatch):
    monkeypatch.setattr(kinds, "_known", dict(kinds._known))
    register_kinds([DeadlineKind("errand", "Run it", "Errand")])


def test_a_clock_is_called_by_its_title():
    assert noun_of("decision", book()) == book().clocks["decision"].title


def test_other_work_is_called_as_its_feature_says():
    assert (noun_of("errand", book()), verb_of("errand", book())) == ("Errand", "Run it")


def test_a_mail_about_other_work_uses_the_words_of_its_feature(database):
    people = make_people(occasion())
    make_deadline(TODAY, occasion(), kind="errand", owner_id=people.theo.id, legal_on=None)
    write_digests(occasion(), "https://daybook.example")
    text = message(next(iter(delivery_log(LogFilter()))).id).body_text
    assert "Errand due today: APP-1001" in text
    assert "Run it: https://daybook.example/alerts/deadlines/" in text
