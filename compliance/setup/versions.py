"""Which migration the database stands at, and which one this release brings.

Read from the file names and one table, so that the web app starts without the migration library.
"""

from functools import lru_cache

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import SQLAlchemyError

from compliance.config import asset_folder
from compliance.core.errors import Environment
from compliance.db import db


@lru_cache(maxsize=1)
def shipped_version() -> str:
    """Return the number of the newest migration of this release, such as "0001"."""
    found = sorted(path.name[:4] for path in asset_folder("migrations").glob("versions/0*.py"))
    if not found:
        raise Environment("The migrations are missing beside the package. Install Daybook again.")
    return found[-1]


def database_version() -> str | None:
    """Return the number of the migration the database stands at; None for an empty database."""
    with db.engine.connect() as connection:
        return version_in(connection)


def version_in(connection: Connection) -> str | None:
    """Return the number of the migration that an opened database stands at."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    number = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return str(number) if number else None


def check_database() -> None:
    """Refuse a database that is empty, older or newer than this release.

    Raises:
        Environment: naming both versions and what to do.
    """
    stands, brings = database_version(), shipped_version()
    if stands == brings:
        return
    if stands is None:
        raise Environment("The database is empty. Run `daybook setup` or `daybook upgrade`.")
    if stands < brings:
        raise Environment(
            f"The database stands at migration {stands}; this Daybook needs {brings}. "
            "Run `daybook upgrade`."
        )
    refuse_newer(stands)


def refuse_newer(stands: str | None) -> None:
    """Refuse a database that a newer release has changed.

    Raises:
        Environment: naming both versions and what to do.
    """
    brings = shipped_version()
    if stands is not None and stands > brings:
        raise Environment(
            f"The database stands at migration {stands}, newer than this Daybook, which knows "
            f"{brings}. Install the newer release, or restore a backup."
        )


def database_parts() -> dict[str, str]:
    """Return how the database and its migrations stand: "ok", or what is wrong."""
    try:
        check_database()
    except Environment as error:
        return {"database": "ok", "migrations": str(error)}
    except SQLAlchemyError:
        return {"database": "cannot be reached", "migrations": "unknown"}
    return {"database": "ok", "migrations": "ok"}
