"""Small helpers over SQLAlchemy Core: upserts, and long lists of ids. The place that names the dialect."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import Insert, insert

T = TypeVar("T")

_AT_ONCE = 500  # parameters of one IN (...): far under SQLite's and PostgreSQL's limits


def upsert(table: sa.Table) -> Insert:
    """INSERT, or UPDATE of the other columns where the primary key is there. (PostgreSQL has the same clause.)"""
    statement = insert(table)
    rest = {column.name: statement.excluded[column.name] for column in table.columns if not column.primary_key}
    return statement.on_conflict_do_update(index_elements=list(table.primary_key.columns), set_=rest)


def insert_new(table: sa.Table) -> Insert:
    """INSERT; a row whose primary key is there stays as it is."""
    return insert(table).on_conflict_do_nothing(index_elements=list(table.primary_key.columns))


def execute_many(connection: sa.Connection, statement: sa.Executable, rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        connection.execute(statement, rows)


def chunks(values: Iterable[T], size: int = _AT_ONCE) -> Iterator[list[T]]:
    chunk: list[T] = []
    for value in values:
        chunk.append(value)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def rows_in(
    connection: sa.Connection, query: sa.Select[Any], column: sa.ColumnElement[Any], values: Iterable[Any]
) -> Iterator[sa.Row[Any]]:
    """The rows of ``query`` whose ``column`` is one of ``values``, which may be any number."""
    for chunk in chunks(dict.fromkeys(values)):
        yield from connection.execute(query.where(column.in_(chunk)))


def delete_in(connection: sa.Connection, table: sa.Table, column: sa.ColumnElement[Any], values: Iterable[Any]) -> int:
    """Rows deleted."""
    gone = 0
    for chunk in chunks(dict.fromkeys(values)):
        gone += connection.execute(table.delete().where(column.in_(chunk))).rowcount
    return gone
