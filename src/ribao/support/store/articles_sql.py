"""Pages and articles in SQL: reading what readings wrote."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from ribao.support.store import tables
from ribao.support.store.packing import from_json, unpack
from ribao.support.store.sql import rows_in
from ribao.types.article import Article
from ribao.types.page import Page

_articles = tables.articles


def page(connection: sa.Connection, sha256: str) -> Page | None:
    row = connection.execute(sa.select(tables.pages).where(tables.pages.c.sha256 == sha256)).one_or_none()
    if row is None:
        return None
    url, requested_url, status, headers, from_feed = json.loads(row.doc)
    return Page(
        sha256=row.sha256,
        url=url,
        requested_url=requested_url,
        status=status,
        headers=tuple((name, value) for name, value in headers),
        fetched_at=row.fetched_at,
        body=unpack(row.body),
        from_feed=from_feed,
    )


def article(connection: sa.Connection, article_id: str, revision: int | None) -> Article | None:
    query = (
        sa.select(_articles.c.doc).where(_articles.c.id == article_id).order_by(_articles.c.revision.desc()).limit(1)
    )
    if revision is not None:
        query = query.where(_articles.c.revision == revision)
    row = connection.execute(query).one_or_none()
    return _article_of(row) if row else None


def revisions(connection: sa.Connection, article_id: str) -> tuple[Article, ...]:
    query = sa.select(_articles.c.doc).where(_articles.c.id == article_id).order_by(_articles.c.revision)
    return tuple(_article_of(row) for row in connection.execute(query))


def articles(connection: sa.Connection, after: datetime, until: datetime) -> tuple[Article, ...]:
    window = (_articles.c.published_at > after) & (_articles.c.published_at <= until)
    query = _newest().where(window).order_by(_articles.c.published_at, _articles.c.id)
    return tuple(_article_of(row) for row in connection.execute(query))


def articles_by_id(connection: sa.Connection, ids: Iterable[str]) -> dict[str, Article]:
    found = {row.id: _article_of(row) for row in rows_in(connection, _newest(), _articles.c.id, ids)}
    return dict(sorted(found.items()))


def _newest() -> sa.Select[Any]:
    """Newest revisions only."""
    later = _articles.alias()
    superseded = sa.exists().where(later.c.id == _articles.c.id, later.c.revision > _articles.c.revision)
    return sa.select(_articles.c.id, _articles.c.doc).where(~superseded)


def _article_of(row: Any) -> Article:
    return from_json(Article, unpack(row.doc))
