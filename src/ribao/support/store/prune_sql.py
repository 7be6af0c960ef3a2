"""Retention in SQL: what no edition cites and no collection keeps goes after its time; the policy is told in technotes/retention."""

from datetime import datetime

import sqlalchemy as sa

from ribao.support.store import collections_sql, history_sql, search_sql, tables, things_sql
from ribao.support.store.port import Pruned
from ribao.support.store.sql import delete_in, insert_new

_leads = tables.leads.c
_articles = tables.articles.c
_pages = tables.pages.c
_citations = tables.citations.c


def prune(connection: sa.Connection, before: datetime) -> Pruned:
    """Leads, articles and pages older than ``before``. Unread leads stay: nothing is thrown away unread."""
    leads = _drop_leads(connection, before)
    articles = _drop_articles(connection, before)
    pages = _drop_pages(connection, before)
    _drop_empty_stories(connection)
    history_sql.forget(connection, before)
    things_sql.forget(connection)
    connection.execute(tables.answers.delete().where(tables.answers.c.at < before))
    connection.execute(tables.robots.delete().where(tables.robots.c.fetched_at < before))
    return Pruned(articles=articles, pages=pages, leads=leads)


def _drop_leads(connection: sa.Connection, before: datetime) -> int:
    """Each leaves its keys behind, so that it is known when its feed still shows it."""
    old = (_leads.seen_at < before) & _leads.state.in_(("done", "quarantined"))
    dropped = old & _free(_leads.id)
    keys = sa.select(_leads.key_hash, _leads.alt_hash).where(dropped)
    connection.execute(insert_new(tables.tombstones).from_select(["key_hash", "alt_hash"], keys))
    return connection.execute(tables.leads.delete().where(dropped)).rowcount


def _free(article_id: sa.ColumnElement[str]) -> sa.ColumnElement[bool]:
    """Of articles that no edition cites and no collection rests on."""
    return article_id.not_in(sa.select(_citations.article_id)) & article_id.not_in(collections_sql.resting())


def _drop_articles(connection: sa.Connection, before: datetime) -> int:
    """Articles (not revisions) dropped: uncited and unkept, all of whose revisions are old, and whose lead is gone."""
    live = sa.select(_leads.id)
    query = (
        sa.select(_articles.id)
        .where(_free(_articles.id), _articles.id.not_in(live))
        .group_by(_articles.id)
        .having(sa.func.max(_articles.seen_at) < before)
    )
    ids = list(connection.scalars(query))
    search_sql.forget(connection, ids)
    delete_in(connection, tables.articles, _articles.id, ids)
    delete_in(connection, tables.annotations, tables.annotations.c.article_id, ids)
    orphaned = tables.signatures.c.article_id.not_in(sa.select(_articles.id))
    connection.execute(tables.signatures.delete().where(orphaned))
    return len(ids)


def _drop_pages(connection: sa.Connection, before: datetime) -> int:
    unused = _pages.sha256.not_in(sa.select(_articles.page_sha256)) & _uncited()
    return connection.execute(tables.pages.delete().where((_pages.fetched_at < before) & unused)).rowcount


def _uncited() -> sa.ColumnElement[bool]:
    """Pages that no edition names, and that no revision of an article was read from that one or a collection stands on."""
    evidence = sa.select(_articles.page_sha256).where(sa.not_(_free(_articles.id)))
    return _pages.sha256.not_in(sa.select(_citations.page_sha256)) & _pages.sha256.not_in(evidence)


def _drop_empty_stories(connection: sa.Connection) -> None:
    """Stories none of whose articles is left; with them (ON DELETE CASCADE) their lists of members, and redirects."""
    members = tables.story_members.c
    alive = sa.select(members.story_id).where(members.article_id.in_(sa.select(_articles.id)))
    dying = list(connection.scalars(sa.select(tables.stories.c.id).where(tables.stories.c.id.not_in(alive))))
    history_sql.leave(connection, dying)
    delete_in(connection, tables.stories, tables.stories.c.id, dying)


def drop_oldest_pages(connection: sa.Connection, excess: int) -> int:
    """Pages dropped: the oldest uncited ones, until ``excess`` bytes are gone or no more may go."""
    gone: list[str] = []
    query = sa.select(_pages.sha256, _pages.stored).where(_uncited()).order_by(_pages.fetched_at, _pages.sha256)
    for row in connection.execute(query):
        if excess <= 0:
            break
        gone.append(row.sha256)
        excess -= row.stored
    return delete_in(connection, tables.pages, _pages.sha256, gone)


def counts(connection: sa.Connection) -> dict[str, int]:
    return {
        "sources": _count(connection, tables.sources),
        "leads": _count(connection, tables.leads),
        "pages": _count(connection, tables.pages),
        "articles": connection.scalar(sa.select(sa.func.count(sa.distinct(_articles.id)))) or 0,
        "stories": _count(connection, tables.stories),
        "editions": _count(connection, tables.editions),
    }


def _count(connection: sa.Connection, table: sa.Table) -> int:
    return connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0
