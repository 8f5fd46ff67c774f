"""Letters: what their merge fields say for one application, and the text they make.

Dates stand in the provider's words. The law is cited only where the plan has confirmed the rule,
on a state-regulated line, and for the notice the law asks for; else the letter says "our policy".
Source: design 7.10.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from compliance.choices.rules import confirmation
from compliance.core.dates import MONTHS_IN_FULL, WEEKDAYS_IN_FULL
from compliance.core.errors import BadValue
from compliance.core.papers import MERGE_FIELDS, ChecklistItem, Letter, LetterText
from compliance.core.rulebook import Parameter, Rulebook
from compliance.credentialing.rules.clocks import Clock
from compliance.credentialing.rules.steps import DECISION_KINDS, is_running
from compliance.credentialing.rules.story import Story

FIELD = re.compile(r"\{\{(.*?)\}\}")
OPENING = re.compile(r"\{(?=\{)")
OUR_POLICY = "our policy"
PLAN_PARTS = ("name", "phone", "email")
KEPT = frozenset(
    {
        "application_ref",
        "received_on",
        "completed_on",
        "decision_due_on",
        "decision",
        "decided_on",
        "activated_on",
    }
)
DECISIONS = {
    "approved": "approved",
    "provisional": "provisionally approved",
    "denied": "not approved",
}
WAYS_OUT = {
    "plan_name": "Enter the plan's name under Settings.",
    "plan_phone": "Enter the plan's phone number under Settings.",
    "plan_email": "Enter the plan's email address under Settings.",
    "decision_due_on": "No decision clock counts for this application.",
    "completed_on": "This application is not complete.",
    "decision": "Record the decision first.",
    "decided_on": "Record the decision first.",
    "activated_on": "Record the activation first.",
    "items": "Choose at least one missing item.",
    "role_answer": "The plan has not decided that this role is not eligible on every line.",
}


@dataclass(frozen=True)
class Plan:
    """The plan as its letterhead names it."""

    name: str
    phone: str
    email: str


@dataclass(frozen=True)
class Written:
    """A letter in plain text, exactly as it will be read, and the letterhead above it."""

    subject: str
    body: str
    letterhead: str = ""


@dataclass(frozen=True)
class Writing:
    """All that one letter about one application is made from."""

    letter: Letter
    story: Story
    clocks: tuple[Clock, ...]
    book: Rulebook
    plan: Plan
    ref: str
    owner_name: str
    today: date
    items: tuple[ChecklistItem, ...] = ()


def plan_of(book: Rulebook) -> Plan:
    """Return the plan's letterhead from its choices; what was not chosen stays empty."""
    name, phone, email = (str(book.choice(f"plan.{each}", "")) for each in PLAN_PARTS)
    return Plan(name, phone, email)


def in_words(day: date) -> str:
    """Return 'January 19, 2027', as providers read a date."""
    return f"{MONTHS_IN_FULL[day.month - 1]} {day.day}, {day.year}"


def promised(day: date) -> str:
    """Return 'Tuesday, January 19, 2027': a date that the plan promises."""
    return f"{WEEKDAYS_IN_FULL[day.weekday()]}, {in_words(day)}"


def render(text: LetterText, fields: Mapping[str, str]) -> Written:
    """Return the letter with every merge field filled in.

    Raises:
        BadValue: the letter names a field that does not exist, or one without a value.
    """
    subject, body, head = (
        _filled(each, fields) for each in (text.subject, text.body, text.letterhead)
    )
    return Written(subject, body.rstrip() + "\n", head.strip())


def _filled(text: str, fields: Mapping[str, str]) -> str:
    named = FIELD.findall(text)
    for name in named:
        _refuse_unknown(name)
        if not fields.get(name):
            way_out = WAYS_OUT.get(name, "Add it to the application.")
            raise BadValue(f"The letter names {name}, and there is none. {way_out}", name)
    if "{{" in FIELD.sub("", text):
        raise BadValue("The letter opens a merge field and does not close it. Mend its file.")
    filled = FIELD.sub(lambda found: fields[found[1]], text)
    return OPENING.sub("{ ", filled)


def _refuse_unknown(name: str) -> None:
    if name not in MERGE_FIELDS:
        known = ", ".join(sorted(MERGE_FIELDS))
        raise BadValue(f"{name!r} is not a merge field of letters. Known: {known}.", name)


def merge_fields(writing: Writing) -> dict[str, str]:
    """Return the value of every merge field; empty where this application gives none."""
    story, plan = writing.story, writing.plan
    return {
        "provider_name": story.entry.name,
        "plan_name": plan.name,
        "plan_phone": plan.phone,
        "plan_email": plan.email,
        "practice_name": story.entry.practice_name,
        "application_ref": writing.ref,
        "received_on": in_words(story.received_on),
        "role": _role_words(story, writing.book),
        "lines": _line_words(story, writing.book),
        "role_answer": story.role_answer.wording,
        "completed_on": _in_words(story.completed_on),
        "decision_due_on": _decision_due(writing.clocks),
        "decision": DECISIONS.get(story.decision, ""),
        "decided_on": _in_words(story.decided_on),
        "activated_on": _in_words(story.activated_on),
        "items": numbered(writing.items),
        "owner_name": writing.owner_name,
        "today": in_words(writing.today),
        "citation": citation(writing),
    }


def _role_words(story: Story, book: Rulebook) -> str:
    """Return the role by its title: "Associate professional clinical counselor (APCC)"."""
    role = book.roles.get(story.entry.role)
    if role is None:
        return story.entry.role
    return role.title if f"({role.code})" in role.title else f"{role.title} ({role.code})"


def _line_words(story: Story, book: Rulebook) -> str:
    """Return the lines by their titles: "Commercial, DMHC and Medi-Cal managed care"."""
    lines = story.entry.lines
    titles = [book.lines[each].title if each in book.lines else each for each in lines]
    return " and ".join(["; ".join(titles[:-1]), titles[-1]] if titles[1:] else titles)


def _in_words(day: date | None) -> str:
    return in_words(day) if day else ""


def _decision_due(clocks: Iterable[Clock]) -> str:
    """Return the plan's own date for the decision: the one it promises."""
    due = next((each.due.due_on for each in clocks if each.kind in DECISION_KINDS), None)
    return promised(due) if due else ""


def numbered(items: Iterable[ChecklistItem]) -> str:
    """Return what is asked of the applicant, one numbered line for each item."""
    return "\n".join(f"{number}. {_one_line(item.ask)}" for number, item in enumerate(items, 1))


def _one_line(text: str) -> str:
    return " ".join(text.split())


def citation(writing: Writing) -> str:
    """Return the law that asks for this notice, or 'our policy' where it may not be cited.

    Cited is only the law of the clock that the letter would close: a statutory one with a legal
    limit, whose rule the plan has confirmed.
    """
    clock = clock_to_close(writing.letter, writing.clocks)
    if clock is None or not clock.is_statutory or clock.due.legal_on is None:
        return OUR_POLICY
    law = writing.book.clock(clock.kind).law
    parameter = writing.book.parameter(law) if law else None
    if parameter is None or not confirmation(parameter, writing.book.choices, writing.today):
        return OUR_POLICY
    return " and ".join(_cites(parameter)) or OUR_POLICY


def letter_saying(answer: str, letters: Iterable[Letter]) -> str:
    """Return the kind of letter that gives an answer about completeness, empty where none does."""
    return next((each.id for each in letters if each.says == answer), "")


def clock_to_close(letter: Letter, clocks: Iterable[Clock]) -> Clock | None:
    """Return the first running clock that the letter would close, or None."""
    return next((each for each in clocks if each.kind in letter.meets and is_running(each)), None)


def _cites(parameter: Parameter) -> list[str]:
    """Return the codes that the parameter rests on; bill records and assumptions left out."""
    return [each.cite for each in parameter.sources if "§" in each.cite and not each.assumed]


def what_is_left_out(text: LetterText, fields: Mapping[str, str], edited: str) -> list[str]:
    """Return what an edited letter must still say and does not, in the order of the letter.

    Kept must be the application's number, its dates, the items asked for and the promised day.
    """
    return [each for each in _needed(text, fields) if _one_line(each) not in _one_line(edited)]


def _needed(text: LetterText, fields: Mapping[str, str]) -> Iterator[str]:
    for name in FIELD.findall(text.body):
        if name in KEPT:
            yield fields[name]
        elif name == "items":
            yield from (line.partition(". ")[2] for line in fields[name].splitlines())


def paragraphs_of(body: str) -> list[list[str]]:
    """Return the letter's paragraphs, each as its lines, for pages and mail to set."""
    return [each.splitlines() for each in re.split(r"\n\s*\n", body.strip())]
