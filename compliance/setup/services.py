"""First run and upgrade: the plan's names, the first administrator, a backup before changes."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from compliance.accounts.queries import has_people
from compliance.accounts.services import NewPerson, invite_person, seed_roles
from compliance.choices.services import NewChoice, choose
from compliance.config import Settings
from compliance.core.errors import NotNow
from compliance.directory.services import OrganizationValues, name_organization
from compliance.occasions import Occasion
from compliance.setup.rules import ALWAYS, FIRST_ROLES, FirstRun
from compliance.setup.upgrading import Pending, bring_up, pending
from compliance.setup.vault.writing import Wanted, write_backup

PRIVATE = 0o700


@dataclass(frozen=True)
class Upgraded:
    """What an upgrade did."""

    before: Pending
    backup: Path | None


def upgrade(settings: Settings, now: datetime) -> Upgraded:
    """Bring the database and its rule pack to this release, after a backup.

    The rule files are read and checked first: a faulty one changes nothing.
    """
    from compliance.audit.services.anchors import keep_heads

    settings.instance.mkdir(parents=True, exist_ok=True, mode=PRIVATE)
    before = pending()
    backup = None
    if before.is_anything and not before.is_new:
        backup = back_up(settings, before, now)
    bring_up(before, now)
    keep_heads(settings.instance, now, begins=before.is_new)
    return Upgraded(before, backup)


def back_up(settings: Settings, before: Pending, now: datetime) -> Path:
    """Back the instance up as it stands before an upgrade, and return the file."""
    folder = settings.instance / "backups"
    folder.mkdir(exist_ok=True, mode=PRIVATE)
    target = folder / f"daybook-{before.migration}-{now:%Y%m%dT%H%M%SZ}.zip"
    return write_backup(settings, target, Wanted(now)).path


def first_run(first: FirstRun, on: Occasion) -> int:
    """Write the plan's names and the first administrator; return that person's number.

    Raises:
        NotNow: there are people already.
        BadValue: no plan name, or an address that is none.
    """
    if has_people():
        raise NotNow("Daybook is set up already. Sign in, or ask an administrator to invite you.")
    seed_roles()
    person = invite_person(
        NewPerson(first.email, first.person_name, FIRST_ROLES, password_hash=first.password_hash),
        on,
    )
    name_plan(dict(first.names), ALWAYS, on)
    return person.id


def name_plan(names: dict[str, str], from_on: date, on: Occasion) -> None:
    """Record the names of plan and MBHO from a day; an empty one leaves what stands.

    Letters and pages read them as choices; the two organizations carry the same values.
    """
    given = {key: " ".join(value.split()) for key, value in names.items() if value.strip()}
    for key, value in given.items():
        decide(NewChoice(key, value, from_on), on)
    for kind in ("plan", "mbho"):
        values = {
            name: given[f"{kind}.{name}"]
            for name in ("name", "phone", "email")
            if f"{kind}.{name}" in given
        }
        name = values.setdefault("name", str(on.book.choice(f"{kind}.name", "")))
        if name:
            name_organization(kind, OrganizationValues(kind, **values), from_on, on)


def decide(choice: NewChoice, on: Occasion) -> None:
    """Record a choice of the plan under the person of the occasion."""
    on.refuse_past()
    person_id = on.actor.person_id
    choose(NewChoice(choice.key, choice.value, choice.from_on, person_id, choice.why), on.now)
