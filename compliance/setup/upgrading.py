"""Bringing a database to this release: migration, rule pack, and what is worked out from them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from typing import Any

from compliance.accounts.services import seed_roles
from compliance.audit.guards import put_on_guards
from compliance.audit.services import tell_log
from compliance.config import asset_folder
from compliance.db import session, transaction
from compliance.occasions import Occasion
from compliance.rulebook.packs import pack_json, pack_version
from compliance.rulebook.seeds import read_policies
from compliance.rulebook.store import adopt_pack, version_select
from compliance.setup.versions import database_version, refuse_newer, shipped_version


@dataclass(frozen=True)
class Pending:
    """What stands and what this release brings: migration and rule pack."""

    migration: str | None
    migration_brought: str
    pack: str | None
    pack_brought: str

    @property
    def is_new(self) -> bool:
        """Return whether the database is empty."""
        return self.migration is None

    @property
    def is_anything(self) -> bool:
        """Return whether an upgrade has something to do."""
        return (self.migration, self.pack) != (self.migration_brought, self.pack_brought)

    def as_document(self) -> dict[str, Any]:
        """Return it as `--json` prints it."""
        return {
            "migration": {"stands": self.migration, "brings": self.migration_brought},
            "pack": {"stands": self.pack, "brings": self.pack_brought},
            "is_pending": self.is_anything,
        }

    @property
    def lines(self) -> list[str]:
        """Return it in lines for people."""
        if not self.is_anything:
            return ["Nothing to do."]
        return [
            f"Migration: {self.migration or 'none'} to {self.migration_brought}",
            f"Rule pack: {self.pack or 'none'} to {self.pack_brought}",
        ]


def pending() -> Pending:
    """Return what an upgrade would do.

    Raises:
        BadPack: a shipped rule file is faulty or uncited.
        Environment: the database is newer than this release.
    """
    refuse_newer(database_version())
    brought = pack_version(pack_json(read_policies(asset_folder("policies"))))
    stands = database_version()
    pack = session().scalar(version_select(None)) if stands else None
    return Pending(stands, shipped_version(), pack, brought)


def bring_up(before: Pending, now: datetime) -> None:
    """Migrate the database to this release and store its roles and rule pack."""
    from compliance.setup.migrate import migrate

    if before.migration != before.migration_brought:
        migrate()
    with transaction() as writing:
        put_on_guards(writing.connection())  # those that were taken off, or are new
        seed_roles()
        adopt_pack(asset_folder("policies"), now)
        if before.is_anything:
            tell_log(upgrade=before.as_document())


def rebuild(rebuilders: Mapping[str, str], occasion: Callable[[], Occasion]) -> dict[str, Any]:
    """Work out anew what depends on the rules, by services named "module:function"."""
    rebuilt: dict[str, Any] = {}
    for name, place in rebuilders.items():
        module, _, function = place.partition(":")
        with transaction():
            rebuilt[name] = getattr(import_module(module), function)(occasion())
    return rebuilt
