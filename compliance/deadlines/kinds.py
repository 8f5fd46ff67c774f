"""The kinds of deadline that features hand up when the app is assembled: words, icon, next step."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from compliance.core.rulebook import Rulebook


@dataclass(frozen=True)
class DeadlineKind:
    """One kind of deadline, named as its clock.

    Args:
        name: `completeness_notice`.
        verb, noun, icon: the next step ("Send notice"), what it is ("Notice"), `mail`.
        endpoint, args: the page of the next step; it is asked for with `ref` and `args`.
        permission: who may take the step.
        record: the page of the record itself, asked for with `ref`.
        group: the chip that holds the kind: "Notices".
        statutory: whether law may set its limit.
        is_outside: whether somebody outside the plan must act.
    """

    name: str
    verb: str
    noun: str
    icon: str = "clock"
    endpoint: str = ""
    statutory: bool = False
    permission: str = ""
    group: str = "Other"
    args: Mapping[str, str] = field(default_factory=dict)
    is_outside: bool = False
    record: str = ""


_known: dict[str, DeadlineKind] = {}


def register_kinds(kinds: Iterable[DeadlineKind]) -> None:
    """Make the kinds known to this process; a kind given again replaces the one before."""
    _known.update({each.name: each for each in kinds})


def kind_named(name: str) -> DeadlineKind:
    """Return the kind; one that no feature handed up is named after itself and leads nowhere."""
    known = _known.get(name)
    return known or DeadlineKind(name, "Open", name.replace("_", " ").capitalize())


def noun_of(kind: str, book: Rulebook) -> str:
    """Return what a kind of deadline is called: its clock's title, else the feature's word."""
    clock = book.clocks.get(kind)
    return clock.title if clock else kind_named(kind).noun


def verb_of(kind: str, book: Rulebook) -> str:
    """Return the next step of a kind of deadline: "Send notice", "Add evidence"."""
    clock = book.clocks.get(kind)
    return (clock.verb if clock else "") or kind_named(kind).verb
