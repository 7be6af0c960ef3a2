"""Sources, their states and robots.txt in SQL."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from ribao.support.store import tables
from ribao.support.store.newness import fresh_state
from ribao.support.store.packing import from_json, to_json
from ribao.support.store.port import RobotsFile
from ribao.support.store.sql import execute_many, insert_new, upsert
from ribao.support.store.tidying import tidy
from ribao.types.source import Source, SourceState


def put_sources(connection: sa.Connection, sources: Iterable[Source]) -> None:
    before = {row.id: row.url for row in connection.execute(sa.select(tables.sources.c.id, tables.sources.c.url))}
    given = {source.id: tidy(source) for source in sources}
    execute_many(connection, upsert(tables.sources), [_source_row(source) for source in given.values()])
    known = [source for source in given.values() if source.id in before]
    moved = [source for source in known if before[source.id] != source.url]
    # an address that its owner changed is a new place: nothing learnt at the old one is sent there (fetching.md, E8)
    execute_many(connection, upsert(tables.source_states), [_state_row(fresh_state(source)) for source in moved])
    states = [_state_row(fresh_state(source)) for source in given.values()]
    execute_many(connection, insert_new(tables.source_states), states)


def _source_row(source: Source) -> dict[str, Any]:
    return {"id": source.id, "url": source.url, "doc": to_json(source).decode()}


def _state_row(state: SourceState) -> dict[str, Any]:
    return {"source_id": state.source_id, "due_at": state.due_at, "doc": to_json(state).decode()}


def sources(connection: sa.Connection) -> tuple[Source, ...]:
    rows = connection.execute(sa.select(tables.sources.c.doc).order_by(tables.sources.c.id))
    return tuple(from_json(Source, row.doc) for row in rows)


def remove_source(connection: sa.Connection, source_id: str) -> bool:
    connection.execute(tables.source_states.delete().where(tables.source_states.c.source_id == source_id))
    return connection.execute(tables.sources.delete().where(tables.sources.c.id == source_id)).rowcount > 0


def states(connection: sa.Connection) -> dict[str, SourceState]:
    query = sa.select(tables.source_states.c.source_id, tables.source_states.c.doc)
    rows = connection.execute(query.order_by(tables.source_states.c.source_id))
    return {row.source_id: from_json(SourceState, row.doc) for row in rows}


def save_states(connection: sa.Connection, states: Iterable[SourceState]) -> None:
    """States of sources that were removed meanwhile are passed over."""
    known = set(connection.scalars(sa.select(tables.sources.c.id)))
    rows = [_state_row(tidy(state)) for state in states if state.source_id in known]
    execute_many(connection, upsert(tables.source_states), rows)


def put_robots(connection: sa.Connection, file: RobotsFile) -> None:
    tidied = tidy(file)
    row = {
        "origin": tidied.origin,
        "fetched_at": tidied.fetched_at,
        "status": tidied.status,
        "body": tidied.body,
    }
    execute_many(connection, upsert(tables.robots), [row])


def robots(connection: sa.Connection, origin: str) -> RobotsFile | None:
    row = connection.execute(sa.select(tables.robots).where(tables.robots.c.origin == origin)).one_or_none()
    return RobotsFile(**row._mapping) if row else None
