"""Readings in SQL: pages, articles and the end of leases, in one transaction."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import sqlalchemy as sa

from ribao.support.store import search_sql, tables
from ribao.support.store.packing import article_hash, pack, plain_json, to_json
from ribao.support.store.port import Reading
from ribao.support.store.sql import execute_many, insert_new, rows_in
from ribao.support.store.tables import leads
from ribao.support.store.tidying import tidy
from ribao.types.page import Page
from ribao.types.reason import Code, Reason


class Prepared(NamedTuple):
    """A reading with what takes time (hash, compression) done before the writer is asked for."""

    reading: Reading
    words: int
    page: dict[str, Any] | None


class Newest(NamedTuple):
    revision: int
    words: int


def prepare(reading: Reading) -> Prepared:
    article = tidy(reading.article)
    tidied = replace(reading, article=article, reason=tidy(reading.reason))
    return Prepared(
        tidied,
        article_hash(article) if article else 0,
        _page_row(reading.page) if article and reading.page else None,
    )


def save_readings(connection: sa.Connection, prepared: Sequence[Prepared]) -> None:
    newest = _newest(connection, [reading.article.id for reading, _, _ in prepared if reading.article])
    written = [item for item in (_revised(item, newest) for item in prepared) if item]
    # a page is kept with the article that stands on it; the same bytes once, however often they were fetched
    execute_many(connection, insert_new(tables.pages), [item.page for item in written if item.page])
    execute_many(connection, insert_new(tables.articles), [_article_row(item) for item in written])
    newest_written = {item.reading.article.id: item.reading.article for item in written if item.reading.article}
    search_sql.put(connection, list(newest_written.values()))
    _end_leases(connection, prepared, {item.reading.lead_id for item in written})


def _newest(connection: sa.Connection, ids: Iterable[str]) -> dict[str, Newest]:
    articles = tables.articles.c
    query = sa.select(articles.id, articles.revision, articles.words_hash).order_by(articles.id, articles.revision)
    return {row.id: Newest(row.revision, row.words_hash) for row in rows_in(connection, query, articles.id, ids)}


def _revised(item: Prepared, newest: dict[str, Newest]) -> Prepared | None:
    """The reading with the revision that it gets; None when it says what the newest revision says."""
    article = item.reading.article
    if article is None:
        return None
    before = newest.get(article.id)
    if before and before.words == item.words:
        return None
    revision = max(article.revision, before.revision + 1) if before else article.revision
    newest[article.id] = Newest(revision, item.words)
    return item._replace(reading=replace(item.reading, article=replace(article, revision=revision)))


def _article_row(item: Prepared) -> dict[str, Any]:
    article = item.reading.article
    assert article is not None
    return {
        "id": article.id,
        "revision": article.revision,
        "published_at": article.published_at,
        "seen_at": article.seen_at,
        "page_sha256": article.page_sha256,
        "words_hash": item.words,
        "doc": pack(to_json(article)),
    }


def _page_row(page: Page) -> dict[str, Any]:
    body = pack(page.body)
    return {
        "sha256": page.sha256,
        "fetched_at": page.fetched_at,
        "stored": len(body),
        "doc": plain_json([page.url, page.requested_url, page.status, page.headers, page.from_feed]),
        "body": body,
    }


def _end_leases(connection: sa.Connection, prepared: Sequence[Prepared], new: set[str]) -> None:
    """A lead that nobody had claimed is done, too, when its article is new; a stale repetition changes nothing."""
    done = [item.reading.lead_id for item in prepared if item.reading.article]
    failed = [item.reading for item in prepared if item.reading.article is None]
    execute_many(connection, _done("waiting"), [{"lead_id": lead_id} for lead_id in done if lead_id in new])
    execute_many(connection, _done("leased"), [{"lead_id": lead_id} for lead_id in done])
    execute_many(connection, _failed(), [_failure(reading) for reading in failed])


def _done(state: str) -> sa.Update:
    """A lead whose words changed while it was read waits to be read again."""
    again = leads.c.again if state == "leased" else sa.false()
    return (
        leads.update()
        .where(leads.c.id == sa.bindparam("lead_id"), leads.c.state == state)
        .values(
            state=sa.case((again, "waiting"), else_="done"), lease_until=None, attempts=0, reason=None, again=sa.false()
        )
    )


def _failed() -> sa.Update:
    """``due`` None: put aside."""
    aside = sa.bindparam("due", type_=tables.UtcTime).is_(None)
    return (
        leads.update()
        .where(leads.c.id == sa.bindparam("lead_id"), (leads.c.state == "leased") | (leads.c.state == "waiting"))
        .values(
            state=sa.case((leads.c.again, "waiting"), (aside, "quarantined"), else_="waiting"),
            due_at=sa.case((leads.c.again | aside, leads.c.due_at), else_=sa.bindparam("due", type_=tables.UtcTime)),
            attempts=sa.case((leads.c.again, 0), else_=leads.c.attempts),
            lease_until=None,
            reason=sa.bindparam("why"),
            again=sa.false(),
        )
    )


def _failure(reading: Reading) -> dict[str, Any]:
    reason = reading.reason or Reason(code=Code.QUARANTINED)
    return {"lead_id": reading.lead_id, "due": reading.retry_at, "why": to_json(reason).decode()}
