"""Editions in SQL: a JSON document each, with the columns that it is looked up by, and what it cites."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from ribao.support.store import tables
from ribao.support.store.citing import cited
from ribao.support.store.packing import from_json, to_json
from ribao.support.store.port import EditionKey
from ribao.support.store.sql import execute_many
from ribao.types.edition import Edition

_editions = tables.editions.c
_KEY = ("date", "profile", "revision", "as_of", "made_at", "sample")


def put_edition(connection: sa.Connection, edition: Edition) -> None:
    """``edition`` is tidy."""
    doc = to_json(edition).decode()
    if edition.revision > 0 and _stands(connection, edition, doc):
        return
    _remove_draft(connection, edition.date, edition.profile)
    row = {name: getattr(edition, name) for name in _KEY}
    connection.execute(tables.editions.insert().values(doc=doc, **row))
    execute_many(connection, tables.citations.insert(), _citation_rows(edition))


def _stands(connection: sa.Connection, edition: Edition, doc: str) -> bool:
    query = sa.select(_editions.doc).where(_one(edition.date, edition.profile, edition.revision))
    before = connection.scalar(query)
    if before is not None and from_json(Edition, before) != from_json(Edition, doc):
        raise ValueError(f"another edition stands as {edition.date} {edition.profile} revision {edition.revision}")
    return before is not None


def _one(day: date, profile: str, revision: int) -> sa.ColumnElement[bool]:
    return (_editions.date == day) & (_editions.profile == profile) & (_editions.revision == revision)


def _remove_draft(connection: sa.Connection, day: date, profile: str) -> None:
    """Its citations go with it (ON DELETE CASCADE)."""
    connection.execute(tables.editions.delete().where(_one(day, profile, 0)))


def _citation_rows(edition: Edition) -> list[dict[str, Any]]:
    key = {"date": edition.date, "profile": edition.profile, "revision": edition.revision}
    return [{**key, "article_id": article, "page_sha256": page} for article, page in sorted(set(cited(edition)))]


def edition(connection: sa.Connection, day: date, profile: str, revision: int | None) -> Edition | None:
    query = sa.select(_editions.doc).where(_editions.date == day, _editions.profile == profile)
    if revision is not None:
        query = query.where(_editions.revision == revision)
    return _first(connection, query)


def edition_as_of(connection: sa.Connection, day: date, profile: str, as_of: datetime) -> Edition | None:
    query = sa.select(_editions.doc).where(_editions.date == day, _editions.profile == profile)
    return _first(connection, query.where(_editions.as_of == as_of))


def _first(connection: sa.Connection, query: sa.Select[Any]) -> Edition | None:
    """The newest revision: a draft, being revision 0, comes last."""
    doc = connection.scalar(query.order_by(_editions.revision.desc()).limit(1))
    return from_json(Edition, doc) if doc is not None else None


def editions(connection: sa.Connection) -> tuple[EditionKey, ...]:
    query = sa.select(*(tables.editions.c[name] for name in _KEY))
    newest_first = query.order_by(_editions.date.desc(), _editions.profile, _editions.revision.desc())
    return tuple(EditionKey(**row._mapping) for row in connection.execute(newest_first))
