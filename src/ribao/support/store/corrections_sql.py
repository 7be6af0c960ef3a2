"""The owner's corrections of marks in SQL. Pruning leaves them alone."""

from collections.abc import Iterable

import sqlalchemy as sa

from ribao.support.store import tables
from ribao.support.store.packing import from_json, to_json
from ribao.support.store.sql import execute_many, upsert
from ribao.types.correction import Correction

_corrections = tables.corrections.c


def put_corrections(connection: sa.Connection, corrections: Iterable[Correction]) -> None:
    rows = [{"article_id": one.article_id, "at": one.at, "doc": to_json(one).decode()} for one in corrections]
    execute_many(connection, upsert(tables.corrections), rows)


def corrections(connection: sa.Connection) -> tuple[Correction, ...]:
    query = sa.select(_corrections.doc).order_by(_corrections.at, _corrections.article_id)
    return tuple(from_json(Correction, doc) for doc in connection.scalars(query))


def remove_correction(connection: sa.Connection, article_id: str) -> bool:
    return connection.execute(tables.corrections.delete().where(_corrections.article_id == article_id)).rowcount > 0
