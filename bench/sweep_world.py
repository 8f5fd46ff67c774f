"""A database full of deadlines for the sweep's bench, put back to how it was before each round."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy import insert, select, text

from compliance.accounts.models import Person, Placement, RoleRow, person_roles
from compliance.accounts.services import seed_roles
from compliance.app import create_app
from compliance.config import Settings, asset_folder
from compliance.core.states import DeadlineState
from compliance.db import Base, db, session, transaction, write_rows
from compliance.deadlines.models import Deadline
from compliance.deadlines.services.shapes import Shape, shape_ids
from compliance.occasions import SYSTEM, Occasion
from compliance.rulebook.seeds import read_policies
from compliance.wallclock import moment_of

TODAY = date(2026, 11, 24)
OWNERS, TEAMS, SHAPES = 40, 5, 240
BLOCK = 10_000


@dataclass(frozen=True)
class World:
    """A database that can be put back to how it was before a sweep."""

    app: Flask
    on: Occasion
    put_back: Callable[[], None]


def occasion_of(today: date = TODAY) -> Occasion:
    book = read_policies(asset_folder("policies"))
    return Occasion(SYSTEM, moment_of(today, 6), today, book)


def fill(due: int, total: int, on: Occasion) -> None:
    """Write people and `total` deadlines, of which `due` are past their limit and due today."""
    with transaction():
        owners = fill_people(on)
    spans = [on.today - timedelta(days=20 + number) for number in range(SHAPES)]
    later = [on.today + timedelta(days=200 + number) for number in range(SHAPES)]
    with transaction():
        numbers = shape_ids([shape_on(day) for day in (*spans, *later)])
    stride = total // due
    rows = []
    for n in range(BLOCK):
        due_on = (spans if n % stride == 0 else later)[n % SHAPES]
        rows.append(deadline_row(n, due_on, owners, on) | {"shape_id": numbers[shape_on(due_on)]})
    with transaction():
        write_rows(Deadline, rows)
    for start in range(BLOCK, total, BLOCK):
        with transaction():
            copy_block(start)


def copy_block(start: int) -> None:
    """Write the first block of deadlines once more, for other subjects."""
    columns = [each for each in Deadline.__table__.c if each.name not in ("id", "subject_id")]
    first = select(*columns, Deadline.subject_id + start).where(Deadline.subject_id < BLOCK)
    names = [*(each.name for each in columns), "subject_id"]
    session().execute(insert(Deadline).from_select(names, first, include_defaults=False))


def shape_on(due_on: date) -> Shape:
    return Shape("decision", "ca_strict", due_on, due_on + timedelta(days=3))


def fill_people(on: Occasion) -> list[int]:
    """Write owners in teams, their supervisors and a compliance officer; return the owners."""
    seed_roles()
    made = datetime(2026, 1, 1, tzinfo=UTC)
    names = [f"person{number}" for number in range(OWNERS + TEAMS + 1)]
    write_rows(
        Person,
        [
            {
                "email": f"{name}@aldercreek.example",
                "name": name,
                "active": True,
                "fs_uniquifier": name,
                "preferences": {},
                "made_at": made,
            }
            for name in names
        ],
    )
    ids = list(session().scalars(select(Person.id).order_by(Person.id)))
    owners, supervisors, officer = ids[:OWNERS], ids[OWNERS:-1], ids[-1]
    roles = dict(session().execute(select(RoleRow.name, RoleRow.id)).all())
    held = [(each, "supervisor") for each in supervisors] + [(officer, "compliance")]
    session().execute(
        insert(person_roles), [{"person_id": p, "role_id": roles[name]} for p, name in held]
    )
    write_rows(
        Placement,
        [
            {
                "person_id": owner,
                "department": "Credentialing",
                "supervisor_id": supervisors[at % TEAMS],
                "from_on": date(2026, 1, 1),
                "recorded_at": made,
            }
            for at, owner in enumerate(owners)
        ],
    )
    return owners


def deadline_row(number: int, due_on: date, owners: list[int], on: Occasion) -> dict[str, object]:
    is_due = due_on < on.today
    row = {
        "kind": "decision",
        "subject_kind": "application",
        "subject_id": number,
        "label": f"Applicant {number}, LCSW",
        "ref": f"APP-{number}",
        "started_on": due_on - timedelta(days=60),
        "since_on": due_on - timedelta(days=60),
        "due_on": due_on,
        "legal_on": due_on + timedelta(days=3),
        "act_by": due_on,
        "statutory": True,
        "state": DeadlineState.RUNNING,
        "owner_id": owners[number % len(owners)],
        "next_alert_on": on.today if is_due else due_on - timedelta(days=30),
        "pack": on.book.version,
        "changed_at": on.now,
        "cycle": 1,
        "version": 1,
    }
    return {name: value for name, value in row.items() if name in Deadline.__table__.c}


@contextmanager
def sqlite_world(folder: Path, due: int, total: int) -> Iterator[World]:
    file, kept = folder / "daybook.db", folder / "kept.db"
    app = create_app(Settings(folder, f"sqlite:///{file}", "bench-only", cheap_hashes=True))
    on = occasion_of()
    with app.app_context():
        Base.metadata.create_all(db.engine)
        fill(due, total, on)
        with db.engine.connect() as connection:
            connection.execute(text("ANALYZE"))
            connection.commit()
            connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
        db.session.remove()
        db.engine.dispose()
    shutil.copy(file, kept)

    def put_back() -> None:
        with app.app_context():
            db.engine.dispose()
        for suffix in ("-wal", "-shm"):
            file.with_name(file.name + suffix).unlink(missing_ok=True)
        shutil.copy(kept, file)

    yield World(app, on, put_back)
    with app.app_context():
        db.engine.dispose()


@contextmanager
def postgres_world(folder: Path, due: int, total: int) -> Iterator[World]:
    import pgserver

    from tests.postgres import Postgres

    with pgserver.get_server(folder / "postgres", cleanup_mode="delete") as server:
        running = Postgres(str(server.get_postmaster_info().socket_dir))
        address = running.fresh("kept")
        app = create_app(Settings(folder, address, "bench-only", cheap_hashes=True))
        on = occasion_of()
        with app.app_context():
            Base.metadata.create_all(db.engine)
            fill(due, total, on)
            with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.execute(text("VACUUM ANALYZE"))
            db.session.remove()
            db.engine.dispose()
        used = create_app(
            Settings(folder, running.address("used"), "bench-only", cheap_hashes=True)
        )

        def put_back() -> None:
            with used.app_context():
                db.engine.dispose()
            running.fresh("used", "kept")

        yield World(used, on, put_back)
        with used.app_context():
            db.engine.dispose()


@contextmanager
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="daybook-bench-") as name:
        yield Path(name)
