"""Checks of the shipped role answers: every role and line once, suggestions where undecided."""

from collections import Counter
from collections.abc import Iterator
from itertools import product

from compliance.core.eligibility import BILLING_WORDS, RoleRule
from compliance.core.rulebook import Rulebook


def eligibility_faults(book: Rulebook) -> Iterator[str]:
    """Yield what is wrong in the shipped answers, each as "place: what; what to do"."""
    if not book.eligibility:
        return
    named = Counter(pair for rule in book.eligibility for pair in product(rule.roles, rule.lines))
    known = set(product(book.roles, book.lines))
    for role, line in sorted(known - set(named)):
        yield f"{role}, {line}: no answer; add one, if only undecided."
    for (role, line), times in named.items():
        if (role, line) not in known:
            yield f"{role}, {line}: no such role or line; mend the code."
        if times > 1:
            yield f"{role}, {line}: stands {times} times; keep one and date its values."
    for number, rule in enumerate(book.eligibility):
        for fault in _value_faults(rule):
            yield f"{number}.{fault}"


def _value_faults(rule: RoleRule) -> Iterator[str]:
    if not rule.values:
        yield "values: no value; give the first day in force and the answer."
    for first, answer in rule.values.items():
        if answer.suggested and answer.billing != "undecided":
            yield f"values.{first}: suggested stands beside {answer.billing}; leave it out."
        if answer.suggested and answer.suggested not in BILLING_WORDS:
            yield f"values.{first}: {answer.suggested} is no outcome; mend the word."
