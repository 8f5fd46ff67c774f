"""The worked examples of the domain notes, section 7, run through the clocks."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from compliance.core.clocks import Asked, Due, clock_due, days_between
from compliance.core.provisional import Standing, provisional_status
from tests.makers.cases import cases, day
from tests.makers.rulebook import book

EXAMPLES = Path(__file__).parent / "cases" / "worked_examples.yaml"
MISSED_ON = date(2027, 6, 8)


def asked(clock: str, started_on: str, **more: Any) -> Asked:
    return Asked(book().clock(clock), date.fromisoformat(started_on), book(), **more)


def dates(due: Due) -> dict[str, str | None]:
    legal_on = due.legal_on.isoformat() if due.legal_on else None
    return {"due_on": due.due_on.isoformat(), "legal_on": legal_on}


@pytest.mark.parametrize("case", cases(EXAMPLES, "intake"))
def test_notice_of_the_worked_example(case: dict[str, Any]) -> None:
    question = asked("completeness_notice", case["received_on"])
    seven_days = book().parameter("credentialing.notice_policy_days")
    assert dates(clock_due(question)) == case["notice"]
    assert question.reached(seven_days, question.started_on) == day(case["seven_days_on"])


@pytest.mark.parametrize("case", cases(EXAMPLES, "intake"))
def test_decision_of_the_worked_example(case: dict[str, Any]) -> None:
    question = asked("decision", case.get("completed_on", case["received_on"]))
    sixty_days = book().parameter("credentialing.decision_days")
    assert dates(clock_due(question)) == case["decision"]
    assert question.reached(sixty_days, question.started_on) == day(case["sixty_days_on"])


@pytest.mark.parametrize("case", cases(EXAMPLES, "clocks"))
def test_clock_of_the_worked_example(case: dict[str, Any]) -> None:
    law_from = day(case.get("law_from"))
    basis = case.get("basis", "stricter")
    due = clock_due(asked(case["clock"], case["from"], basis=basis, law_started_on=law_from))
    assert dates(due) == {"due_on": case["due_on"], "legal_on": case["legal_on"]}


@pytest.mark.parametrize("case", cases(EXAMPLES, "decided"))
def test_day_sixty_is_on_time_and_the_next_is_late(case: dict[str, Any]) -> None:
    due = clock_due(asked("decision", case["completed_on"]))
    decided_on = date.fromisoformat(case["decided_on"])
    assert days_between(due.started_on, decided_on) == int(case["elapsed"])
    assert max(0, days_between(due.due_on, decided_on)) == int(case["late_by"])


@pytest.mark.parametrize("case", cases(EXAMPLES, "provisional"))
def test_provisional_status_of_the_worked_example(case: dict[str, Any]) -> None:
    standing = Standing(
        is_behavioral_health=case.get("behavioral_health", False),
        is_under_discipline=case.get("under_discipline", False),
        npdb_reports=int(case.get("npdb_reports", 0)),
        last_credentialed_on=day(case["last_credentialed_on"]),
    )
    today = day(case.get("today", "2027-06-09"))
    status = provisional_status(MISSED_ON, standing, book(), today)
    assert status.is_granted == case["granted"]
    assert status.would_qualify == case.get("would_qualify", case["granted"])
    if status.would_qualify:
        assert (status.from_on, status.through_on) == (date(2027, 6, 9), date(2027, 10, 6))


def test_every_worked_example_is_here() -> None:
    sections = ("intake", "clocks", "decided", "provisional")
    named = {case.id[:2] for section in sections for case in cases(EXAMPLES, section)}
    assert named == {f"{number:02}" for number in range(1, 36)}
