"""The owner's rulings in SQL. Pruning leaves them alone."""

from collections.abc import Iterable

import sqlalchemy as sa

from ribao.support.store import tables
from ribao.support.store.packing import from_json, to_json
from ribao.support.store.sql import execute_many, upsert
from ribao.types.ruling import Ruling

_rulings = tables.rulings.c


def put_rulings(connection: sa.Connection, rulings: Iterable[Ruling]) -> None:
    rows = [{"id": ruling.id, "at": ruling.at, "doc": to_json(ruling).decode()} for ruling in rulings]
    execute_many(connection, upsert(tables.rulings), rows)


def rulings(connection: sa.Connection) -> tuple[Ruling, ...]:
    query = sa.select(_rulings.doc).order_by(_rulings.at, _rulings.id)
    return tuple(from_json(Ruling, doc) for doc in connection.scalars(query))


def remove_ruling(connection: sa.Connection, ruling_id: str) -> bool:
    return connection.execute(tables.rulings.delete().where(_rulings.id == ruling_id)).rowcount > 0
