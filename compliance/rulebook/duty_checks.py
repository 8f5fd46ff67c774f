"""Checks of the register of duties: ids that last, names that exist, evidence that is asked for."""

import re
from collections import Counter
from collections.abc import Iterator

from compliance.core.duties import DUTY_ID, NAMES, Department, Duty
from compliance.core.rulebook import Rulebook

NAME = re.compile(r"\{(.*?)\}")


def department_faults(department: Department, book: Rulebook) -> Iterator[str]:
    """Yield what is wrong in one department's file, each as "place: what; what to do"."""
    for other in book.departments.values():
        if other.number == department.number and other.id < department.id:
            yield f"number: {other.id} has {department.number} too; give each its own."
    for duty_id, times in Counter(each.id for each in department.duties).items():
        if times > 1:
            yield f"duties: {duty_id} stands twice; an id is one duty's for good."
    for duty in department.duties:
        for fault in _duty_faults(duty, department, book):
            yield f"duties.{duty.id}: {fault}"


def _duty_faults(duty: Duty, department: Department, book: Rulebook) -> Iterator[str]:
    if not DUTY_ID.fullmatch(duty.id) or duty.department != department.id:
        yield f"not an id of this department; write {department.id}-01 or another number."
    if duty.recurrence not in book.recurrences:
        known = ", ".join(sorted(book.recurrences))
        yield f"there is no recurrence {duty.recurrence}; use one of {known}."
    elif book.recurrences[duty.recurrence].is_event and not duty.event:
        yield "it comes at events and names none; say under event which one."
    if not duty.values:
        yield "values: no text; give the first day in force and the text."
    if not duty.evidence:
        yield "evidence: nothing is asked for; name at least one piece."
    yield from _word_faults(duty)
    for parameter_id in duty.law:
        if parameter_id not in book.parameters:
            yield f"law: there is no parameter {parameter_id}; mend the id or add its file."


def _word_faults(duty: Duty) -> Iterator[str]:
    for code, times in Counter(each.code for each in duty.evidence).items():
        if times > 1:
            yield f"evidence: {code} stands twice; give each piece its own code."
    asked = [text for each in duty.evidence for text in (each.title, each.hint)]
    for name in NAME.findall(" ".join([duty.title, *duty.values.values(), *asked])):
        if name not in NAMES:
            yield f"{{{name}}} is not a name we fill in; use {{plan}} or {{mbho}}."


def recurrence_faults(book: Rulebook) -> Iterator[str]:
    """Yield what is wrong in the file of recurrences."""
    for each in book.recurrences.values():
        if bool(each.months) != bool(each.freshness):
            yield (
                f"policies/recurrences.yaml, at {each.code}: a period and its freshness belong "
                "together; give both or neither."
            )
        if each.freshness and each.freshness not in book.parameters:
            yield (
                f"policies/recurrences.yaml, at {each.code}: there is no parameter "
                f"{each.freshness}; mend the id or add its file."
            )
