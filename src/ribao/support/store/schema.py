"""Bringing a database to the schema of this program, by Alembic, in one transaction.

SQLite's data definition is transactional: a migration that is killed half-way is rolled back by the log at the next
start, which then begins it again. A database from a newer program is refused, untouched.
"""

import threading
from pathlib import Path

import sqlalchemy as sa

from ribao.support.store import faults
from ribao.support.store.database import Database
from ribao.support.store.tables import SCHEMA

MIGRATIONS = Path(__file__).resolve().parent / "migrations"

_alembic_is_global = threading.Lock()  # its ``op`` and ``context`` are module-wide proxies


def bring_up_to_date(database: Database) -> None:
    """Raises NewerSchema for a database that this program does not know."""
    with database.read() as connection:
        found = version(connection)
    if found == SCHEMA:
        return  # the usual case, without Alembic's import time
    if found > SCHEMA:
        raise faults.newer_schema(database.path, found)
    with database.write() as connection:
        _upgrade(connection)


def check(database: Database) -> None:
    """For a database that may only be read: it has to be of this schema already."""
    with database.read() as connection:
        found = version(connection)
    if found > SCHEMA:
        raise faults.newer_schema(database.path, found)
    if found != SCHEMA:
        raise faults.older_schema(database.path, found or "-")


def version(connection: sa.Connection) -> str:
    """The revision that the database stands at (they are numbered, and sort as text); empty when it has no tables yet."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return ""
    return connection.scalar(sa.text("SELECT version_num FROM alembic_version")) or ""


def _upgrade(connection: sa.Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    with _alembic_is_global:
        command.upgrade(config, "head")
