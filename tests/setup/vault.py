"""Instances with a small story, for the tests of backups."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from flask import Flask

from compliance.accounts.queries import person_by_email
from compliance.app import create_app
from compliance.config import Settings
from compliance.db import db, session, transaction
from compliance.deadlines.services import sweep
from compliance.outbox.services import NewMessage, queue_message
from compliance.rulebook.models import PackAdoption, RulePack
from compliance.setup.migrate import migrate
from compliance.setup.vault.writing import Made, Wanted, write_backup
from compliance.store import keep
from tests.conftest import OLD, TODAY, StillClock, occasion, sign_in
from tests.makers.applications import make_application, npi
from tests.makers.people import make_person
from tests.makers.roles import decide
from tests.makers.rosters import ANA, bring_roster

EXPORTS = ("applications", "network", "responsibilities", "kpis", "alerts", "roles", "meetings")
CARLA = "carla@aldercreek.example"
LETTER = NewMessage("digest", "olivia@aldercreek.example", "What is due", "One notice.\n")


@dataclass(frozen=True)
class Instance:
    """An app on its own database, inside whose context the test is."""

    app: Flask
    settings: Settings

    def backed_up(self, name: str = "backup.zip", *, with_keys: bool = False) -> Made:
        return write_backup(self.settings, self.settings.instance / name, Wanted(OLD, with_keys))

    def exports(self) -> dict[str, bytes]:
        """Return every list as the compliance officer downloads it."""
        client = sign_in(self.app.test_client(), person_by_email(CARLA))
        return {name: client.get(f"/{name}.csv").data for name in EXPORTS}


@contextmanager
def instance(folder: Path, address: str = "") -> Iterator[Instance]:
    """Yield an instance whose database has no tables yet."""
    folder.mkdir(exist_ok=True)
    settings = Settings(
        folder, address or f"sqlite:///{folder / 'daybook.db'}", "test-only", cheap_hashes=True
    )
    app = create_app(settings, StillClock())
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    with app.app_context():
        try:
            yield Instance(app, settings)
        finally:
            db.session.remove()
            db.engine.dispose()


def tell_story(pack: tuple[str, str], made: Instance) -> None:
    """Fill an empty instance: people, three applications, a roster, alerts, a mail that waits."""
    migrate()
    version, body = pack
    with transaction() as writing:
        writing.add(RulePack(version=version, body=body))
        writing.flush()
        writing.add(PackAdoption(version=version, adopted_at=OLD))
    on = occasion()
    with transaction():
        olivia = make_person("Olivia Ortega", on, "credentialing", "supervisor").id
        make_person("Carla Chu", on, "compliance", supervisor_id=olivia)
        for number, days in enumerate((4, 20, 90), 1):
            received_on = TODAY - timedelta(days=days)
            make_application(on, npi=npi(number), received_on=received_on, owner_id=olivia)
        decide(on, "medi_cal")
        queue_message(LETTER, on)
        sweep(on)
    bring_roster(on, ANA)
    keep(made.settings.uploads, b"a scanned license")
    keep(made.settings.uploads / "imports", b"npi,last_name")
    session().rollback()
