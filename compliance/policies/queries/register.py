"""The register as pages, files and figures show it: every duty with state, owner and evidence."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from compliance.accounts.queries import set_up_at_query
from compliance.core.dates import day_words
from compliance.core.duties import OWNING, Department, Duty, Part
from compliance.core.errors import NotFound
from compliance.core.facts import Fact, standing
from compliance.core.rulebook import Rulebook
from compliance.db import session
from compliance.ledger.queries import facts_of_many
from compliance.occasions import Occasion
from compliance.policies.queries.owners import Spans, leads_on, spans_known
from compliance.policies.rules.seeing import sees_everything
from compliance.policies.rules.spans import Span
from compliance.policies.rules.states import Bucket, Seen, Standing, standing_of
from compliance.wallclock import local_day

DUTY = "duty"
ADOPTED = "policy.adopted_on"


@dataclass(frozen=True)
class DutyLine:
    """One duty as a list shows it."""

    number: int
    department: Department
    standing: Standing
    spans: tuple[Span, ...]

    @property
    def duty(self) -> Duty:
        """Return the duty with the names of plan and partner filled in."""
        return self.standing.duty

    @property
    def owner(self) -> Span | None:
        """Return who is accountable that day, else who is responsible; None for nobody."""
        held = [each for part in OWNING for each in self.parts(part)]
        return held[0] if held else None

    @property
    def is_vacant(self) -> bool:
        """Return whether nobody owns it, or whoever does cannot act."""
        return self.owner is None or self.standing.story.vacancy is not None

    def parts(self, part: Part) -> list[Span]:
        """Return who holds a part that day."""
        day = self.standing.day
        return [each for each in self.spans if each.part == part and each.holds(day)]

    def concerns(self, person_id: int | None) -> bool:
        """Return whether the person holds any part of it that day."""
        day = self.standing.day
        return any(each.person_id == person_id and each.holds(day) for each in self.spans)


def adopted_on(on: Occasion) -> date:
    """Return the day the policy was adopted: as the plan chose, else the day of set-up."""
    chosen = str(on.book.choice(ADOPTED, ""))
    if chosen:
        return date.fromisoformat(chosen)
    made_at = session().scalar(select(set_up_at_query()))
    return local_day(made_at) if made_at else on.day_seen


def is_adopted(on: Occasion) -> bool:
    """Return whether the plan has said on which day it adopted the policy."""
    return bool(on.book.choice(ADOPTED, ""))


def names_of_plan(book: Rulebook) -> Mapping[str, str]:
    """Return what {plan} and {mbho} are called here."""
    return {
        "plan": str(book.choice("plan.name", "")) or "the plan",
        "mbho": str(book.choice("mbho.name", "")) or "the MBHO",
    }


def register(on: Occasion) -> list[DutyLine]:
    """Return every duty as it stands on the day seen, in the order of the register."""
    duties = on.book.duties()
    facts = facts_of_many(DUTY, list(duties))
    return lines_of(duties, facts, spans_known(on), on)


def registers_without_owners(*days: Occasion) -> list[list[DutyLine]]:
    """Return every duty on several days, nobody's, from one reading of the facts."""
    every = [on.book.duties() for on in days]
    facts = facts_of_many(DUTY, sorted({number for duties in every for number in duties}))
    return [lines_of(duties, facts, {}, on) for duties, on in zip(every, days, strict=True)]


def lines_of(
    duties: Mapping[int, Duty], facts: Mapping[int, Sequence[Fact]], spans: Spans, on: Occasion
) -> list[DutyLine]:
    """Return the lines of some duties from what was read of them."""
    names = names_of_plan(on.book)
    seen = Seen(on.book, on.day_seen, adopted_on(on))
    return [
        DutyLine(
            number,
            on.book.departments[duty.department],
            standing_of(duty.named(names), standing(facts.get(number, ()), on.known_at), seen),
            spans.get(duty.id, ()),
        )
        for number, duty in duties.items()
    ]


def visible(on: Occasion) -> list[DutyLine]:
    """Return the duties that the person may see: all, or what is assigned to an owner."""
    found = register(on)
    if sees_everything(on.actor):
        return found
    return [each for each in found if each.concerns(on.actor.person_id)]


def number_of(duty_id: str, book: Rulebook) -> int:
    """Return the number of a duty.

    Raises:
        NotFound: no duty of the register has this id.
    """
    for number, duty in book.duties().items():
        if duty.id == duty_id.strip().upper():
            return number
    raise NotFound(f"There is no responsibility {duty_id}. The register lists all of them.")


@dataclass(frozen=True)
class OneDuty:
    """One duty with the facts that stand, in their order, and who leads each department."""

    line: DutyLine
    facts: list[Fact]
    leads: Mapping[str, str]


def one_line(duty_id: str, on: Occasion) -> DutyLine:
    """Return one duty. Errors as `one_duty`."""
    return one_duty(duty_id, on).line


def one_duty(duty_id: str, on: Occasion) -> OneDuty:
    """Return one duty with what its page tells.

    Raises:
        NotFound: no such duty, or none that this person may see.
    """
    number = number_of(duty_id, on.book)
    duty = on.book.duties()[number]
    found = facts_of_many(DUTY, [number])
    spans = spans_known(on, duty.id, *on.book.departments)
    line = lines_of({number: duty}, found, spans, on)[0]
    if not sees_everything(on.actor) and not line.concerns(on.actor.person_id):
        raise NotFound(f"There is no responsibility {duty_id} that is assigned to you.")
    return OneDuty(line, standing(found.get(number, ()), on.known_at), leads_on(on, spans))


@dataclass(frozen=True)
class Meter:
    """How many duties fall into each part of the readiness meter."""

    counts: Mapping[Bucket, int]

    @property
    def total(self) -> int:
        """Return how many there are."""
        return sum(self.counts.values())

    @property
    def attested(self) -> int:
        """Return how many are attested."""
        return self.counts[Bucket.ATTESTED]


def meter_of(lines: Iterable[DutyLine]) -> Meter:
    """Return the readiness of some duties."""
    buckets = [each.standing.bucket for each in lines]
    return Meter({bucket: buckets.count(bucket) for bucket in Bucket})


def in_force_words(line: DutyLine, adopted: date) -> str:
    """Return which version of a text is in force since when: "version 1, in force since …"."""
    duty, day = line.duty, line.standing.day
    since = max(duty.since(day) or adopted, adopted)
    version = max(duty.version_on(day), 1)
    return f"{duty.reference}, version {version}, in force since {day_words(since)}"
