"""Stored rule packs: adopt the files of a release, load the pack in force at a moment."""

from datetime import datetime
from functools import lru_cache
from pathlib import Path

from sqlalchemy import Select, select

from compliance.core.errors import Environment
from compliance.core.rulebook import Rulebook
from compliance.db import as_stored, session
from compliance.rulebook.models import PackAdoption, RulePack
from compliance.rulebook.seeds import book_from_json, pack_json, pack_version, read_policies


def adopt_pack(folder: Path, now: datetime) -> tuple[str, bool]:
    """Keep the pack of `folder` unless it is the latest one already.

    Returns its version and whether it is new. A faulty file raises `BadPack` with a sentence.
    """
    body = pack_json(read_policies(folder))
    version = pack_version(body)
    if version == _version_at(None):
        return version, False
    if session().get(RulePack, version) is None:
        session().add(RulePack(version=version, body=body))
        session().flush()
    session().add(PackAdoption(version=version, adopted_at=now))
    session().flush()
    return version, True


def _version_at(known_at: datetime | None) -> str | None:
    return session().scalar(version_select(known_at))


def version_select(known_at: datetime | None) -> Select[str]:
    """Return the statement for the version of the pack in force at `known_at`, or now."""
    newest = (PackAdoption.adopted_at.desc(), PackAdoption.id.desc())
    query = select(PackAdoption.version).order_by(*newest).limit(1)
    return query if known_at is None else query.where(PackAdoption.adopted_at <= known_at)


def adoption_moments() -> list[datetime]:
    """Return every instant at which a pack came into force, in order."""
    query = select(PackAdoption.adopted_at).distinct().order_by(PackAdoption.adopted_at)
    return list(session().scalars(query))


def book_in_force(known_at: datetime | None = None) -> Rulebook:
    """Return the rulebook of the pack in force at `known_at`, or now."""
    version = _version_at(known_at) or _version_at(None)
    if version is None:
        raise Environment("No rule pack is stored yet. Run `daybook upgrade`.")
    return stored_book(version)


@lru_cache(maxsize=8)
def stored_book(version: str) -> Rulebook:
    """Return the rulebook of one stored pack. A pack never changes, so it is kept in memory."""
    body = session().scalar(select(RulePack.body).where(RulePack.version == version))
    if body is None:
        raise Environment(f"Rule pack {version} is not stored in this database.")
    return book_from_json(body)


def altered_packs() -> list[str]:
    """Return the versions of stored packs whose text is not the one they are named by."""
    stored = session().execute(select(*as_stored(RulePack)).order_by(RulePack.version))
    return [version for version, body in stored if pack_version(body) != version]
