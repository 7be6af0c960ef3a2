"""The index of the search in SQL: SQLite's FTS5 over tokens of our own, without a copy of the text (contentless).

``search_docs`` says which article stands under which id, with what is filtered by; ``search_words`` has its tokens.
Ids are made of the time of the article, so that FTS5, which walks by id, gives the newest first, and a span of days is
a span of ids; whenever an article comes, a late one or one of an older database, it falls into its place.

FTS5 before SQLite 3.43 forgets a contentless row only when it is given its tokens again, so that they are made anew
from the article before it goes; a row written by another version of the tokens makes the whole index begin anew.
"""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Any

import sqlalchemy as sa

from ribao.support.searching.marks import MAKERS, bit, marks, statuses
from ribao.support.searching.ranking import ranked
from ribao.support.searching.tokens import VERSION, tokens
from ribao.support.store import tables
from ribao.support.store.database import driver
from ribao.support.store.moments import from_micros, to_micros
from ribao.support.store.packing import from_json, unpack
from ribao.support.store.sql import chunks, execute_many, rows_in
from ribao.types.article import Article
from ribao.types.correction import Correction
from ribao.types.edition import Edition
from ribao.types.query import Hit, Hits, Phrase, Query, Term

_docs = tables.search_docs.c
_articles = tables.articles.c
_FORGET = "INSERT INTO search_words (search_words, rowid, title, text) VALUES ('delete', ?, ?, ?)"
_ADD = "INSERT INTO search_words (rowid, title, text) VALUES (?, ?, ?)"
# as the migration makes it; without the lengths of texts, which no ranking of ours asks for
_ANEW = """
    DROP TABLE search_vocabulary;
    DROP TABLE search_words;
    CREATE VIRTUAL TABLE search_words USING fts5(title, text, content='', columnsize=0, prefix='1', tokenize='unicode61');
    CREATE VIRTUAL TABLE search_vocabulary USING fts5vocab(search_words, row)"""
_A_DAY = 24 * 60 * 60 * 1_000_000  # microseconds
_SECOND = 1_000_000  # microseconds
_A_SECOND = 1 << 10  # ids for the articles of one second; the next ones stand in the second after it


def put(connection: sa.Connection, articles: Sequence[Article]) -> None:
    """The newest revisions of articles that were just written, in place of what the index had of them."""
    if not articles:
        return
    forget(connection, [article.id for article in articles])
    found = _marks_of(connection, [article.id for article in articles])
    ids = _places(driver(connection), articles)
    rows = [{"id": ids[one.id], **_row(one, found.get(one.id, {}))} for one in articles]
    connection.execute(tables.search_docs.insert(), rows)
    # in the order of ids: FTS5 writes out what it has gathered whenever an id comes that is smaller than the last
    driver(connection).executemany(_ADD, sorted((ids[one.id], *words_of(one)) for one in articles))


def _places(raw: sqlite3.Connection, articles: Sequence[Article]) -> dict[str, int]:
    """An id of its own for each article, by its time."""
    ids: dict[str, int] = {}
    taken: dict[int, int] = {}  # the last id of a second
    for article in articles:
        first = _place(to_micros(article.published_at))
        while True:
            if first not in taken:
                taken[first] = _last_of(raw, first)
            if taken[first] < first + _A_SECOND - 1:
                break
            first += _A_SECOND
        taken[first] += 1
        ids[article.id] = taken[first]
    return ids


def _place(micros: int) -> int:
    """The first id of a second."""
    return micros // _SECOND * _A_SECOND


def _last_of(raw: sqlite3.Connection, first: int) -> int:
    """The highest id of a second that is taken; the one before it when there is none."""
    query = "SELECT max(id) FROM search_docs WHERE id >= ? AND id < ?"
    found = raw.execute(query, [first, first + _A_SECOND]).fetchone()[0]
    return first - 1 if found is None else int(found)


def forget(connection: sa.Connection, article_ids: Iterable[str]) -> None:
    """Called while the articles are still stored: their tokens are needed once more."""
    ids = list(article_ids)
    rows = list(rows_in(connection, _ids(), _docs.article_id, ids))
    for chunk in chunks(rows, 200):
        stored = _revisions(connection, {(row.article_id, row.revision) for row in chunk})
        known = [
            (row.id, stored[row.article_id]) for row in chunk if row.article_id in stored and row.version == VERSION
        ]
        driver(connection).executemany(_FORGET, [(id_, *words_of(article)) for id_, article in known])
        connection.execute(tables.search_docs.delete().where(_docs.id.in_([row.id for row in chunk])))


def remark(connection: sa.Connection, article_ids: Iterable[str]) -> None:
    """What is filtered by, once annotations or corrections of these articles have changed."""
    found = _marks_of(connection, article_ids)
    execute_many(
        connection,
        tables.search_docs.update()
        .where(_docs.article_id == sa.bindparam("of"))
        .values(main=sa.bindparam("main"), second=sa.bindparam("second"), promo=sa.bindparam("promo")),
        [{"of": id_, **columns} for id_, columns in found.items()],
    )


def put_statuses(connection: sa.Connection, edition: Edition) -> None:
    more = sa.bindparam("bits", type_=sa.Integer)
    execute_many(
        connection,
        tables.search_docs.update()
        .where(_docs.article_id == sa.bindparam("of"))
        .values(statuses=_docs.statuses.op("|")(more)),
        [{"of": id_, "bits": bits} for id_, bits in sorted(statuses(edition).items())],
    )


def index_waiting(connection: sa.Connection, most: int) -> int:
    """Take up to ``most`` articles into the index that are not in it; how many are left."""
    if connection.scalar(sa.select(sa.exists().where(_docs.version != VERSION))):
        connection.execute(tables.search_docs.delete())
        for statement in _ANEW.split(";"):
            driver(connection).execute(statement)
    ids, left = _waiting(connection, most)
    if not ids:
        return 0
    newest: dict[str, Article] = {}
    query = sa.select(_articles.id, _articles.doc).order_by(_articles.revision)
    for row in rows_in(connection, query, _articles.id, ids):
        newest[row.id] = from_json(Article, unpack(row.doc))
    put(connection, list(newest.values()))
    _put_stored_statuses(connection, set(ids))
    return left


def _waiting(connection: sa.Connection, most: int) -> tuple[list[str], int]:
    """Ids of articles that are not in the index, and how many there are besides, about.

    By id, as the indexes of both tables have them: they are walked side by side, and nothing is jumped to.
    """
    raw = driver(connection)
    waits = "NOT EXISTS (SELECT 1 FROM search_docs d WHERE d.article_id = articles.id)"
    ids = [
        row[0] for row in raw.execute(f"SELECT DISTINCT id FROM articles WHERE {waits} ORDER BY id LIMIT ?", [most + 1])
    ]
    if len(ids) <= most:
        return ids, 0
    sizes = "SELECT (SELECT count(*) FROM articles) - (SELECT count(*) FROM search_docs)"
    return ids[:most], max(1, raw.execute(sizes).fetchone()[0] - most)  # of an article with revisions, each is counted


def _put_stored_statuses(connection: sa.Connection, ids: set[str]) -> None:
    """Of all editions that name one of these articles."""
    citations, editions = tables.citations.c, tables.editions.c
    keys = sa.select(citations.date, citations.profile, citations.revision).distinct()
    named = {tuple(row) for row in rows_in(connection, keys, citations.article_id, ids)}
    for day, profile, revision in sorted(named):
        one = (editions.date == day) & (editions.profile == profile) & (editions.revision == revision)
        doc = connection.scalar(sa.select(editions.doc).where(one))
        if doc is not None:
            put_statuses(connection, from_json(Edition, doc))


def words_of(article: Article) -> tuple[str, str]:
    """Tokens of the headline, and of the text (of the summary where there is no text)."""
    return tokens(article.title), tokens(article.text or article.summary)


def _ids() -> sa.Select[Any]:
    return sa.select(_docs.id, _docs.article_id, _docs.revision, _docs.version)


def _revisions(connection: sa.Connection, wanted: set[tuple[str, int]]) -> dict[str, Article]:
    query = sa.select(_articles.id, _articles.revision, _articles.doc)
    rows = rows_in(connection, query, _articles.id, [id_ for id_, _ in wanted])
    return {row.id: from_json(Article, unpack(row.doc)) for row in rows if (row.id, row.revision) in wanted}


def _row(article: Article, columns: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "article_id": article.id,
        "revision": article.revision,
        "version": VERSION,
        "source_id": article.source_id,
        "at": article.published_at,
        "main": "",
        "second": "",
        "promo": False,
        "statuses": 0,
    } | dict(columns)


def _marks_of(connection: sa.Connection, article_ids: Iterable[str]) -> dict[str, dict[str, Any]]:
    """The columns of the filters by article id, for each of these."""
    ids = list(article_ids)
    annotations, corrections = tables.annotations.c, tables.corrections.c
    query = sa.select(annotations.article_id, annotations.maker, annotations.value).order_by(annotations.revision)
    values: dict[str, dict[str, Any]] = {id_: {} for id_ in ids}
    for row in rows_in(connection, query.where(annotations.maker.in_(MAKERS)), annotations.article_id, ids):
        values[row.article_id][row.maker] = json.loads(row.value)
    corrected = rows_in(connection, sa.select(corrections.doc), corrections.article_id, ids)
    said = {one.article_id: one for one in (from_json(Correction, row.doc) for row in corrected)}
    found = {id_: marks(made, said.get(id_)) for id_, made in values.items()}
    return {id_: {"main": one.main, "second": one.second, "promo": one.promo} for id_, one in found.items()}


# -- asking ------------------------------------------------------------------------------------------------------
def search(connection: sa.Connection, query: Query, most: int) -> Hits:
    raw = driver(connection)
    row = "search_words.rowid" if query.terms else "d.id"
    conditions, values = _filters(query, row)
    if query.terms:
        conditions.insert(0, "search_words MATCH ?")
        values.insert(0, _match(query.terms, query.without))
        rows = raw.execute(_select("search_words JOIN search_docs d ON d.id = search_words.rowid", conditions, row), [*values, most + 1])  # fmt: skip
    else:
        if query.without:
            conditions.append("d.id NOT IN (SELECT rowid FROM search_words WHERE search_words MATCH ?)")
            values.append(_either(query.without))
        rows = raw.execute(_select("search_docs d", conditions, row), [*values, most + 1])
    found = rows.fetchall()
    kept = found[:most]
    titles = _in_titles(raw, query.terms, [row[0] for row in kept])
    hits = [Hit(article_id=id_, published_at=from_micros(at), in_title=titles.get(row, 0)) for row, id_, at in kept]
    return Hits(hits=ranked(hits, len(query.terms)), more=len(found) > most)


def _select(tables_named: str, conditions: Sequence[str], order: str) -> str:
    where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
    return f"SELECT d.id, d.article_id, d.at FROM {tables_named} {where} ORDER BY {order} DESC LIMIT ?"


def _filters(query: Query, row: str) -> tuple[list[str], list[Any]]:
    """``row``: the column that has the ids; a span of days is a span of them."""
    conditions: list[str] = []
    values: list[Any] = []

    def only(condition: str, *given: Any) -> None:
        conditions.append(condition)
        values.extend(given)

    if query.channel:
        only("(d.main = ? OR d.second = ?)", query.channel, query.channel)
    if query.sources:
        only(f"d.source_id IN ({','.join('?' * len(query.sources))})", *query.sources)
    if query.after:
        only(f"{row} >= ?", _place(to_micros(_begin(query.after))))
    if query.before:
        only(f"{row} < ?", _place(to_micros(_begin(query.before)) + _A_DAY))
    if query.status:
        only("(d.statuses & ?) != 0", bit(query.status))
    if query.promotion is not None:
        only("d.promo = ?", int(query.promotion))
    return conditions, values


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _in_titles(raw: sqlite3.Connection, terms: Sequence[Term], rows: Sequence[int]) -> dict[int, int]:
    """How many of the terms each headline has."""
    counts: dict[int, int] = {}
    for term in terms if rows else ():
        match = f"title : ({_either(term.any_of)})"
        between = "SELECT rowid FROM search_words WHERE search_words MATCH ? AND rowid BETWEEN ? AND ?"
        for (row,) in raw.execute(between, [match, min(rows), max(rows)]):
            counts[row] = counts.get(row, 0) + 1
    return counts


def _match(terms: Sequence[Term], without: Sequence[Phrase]) -> str:
    wanted = " AND ".join(f"({_either(term.any_of)})" for term in terms)
    return f"({wanted}) NOT ({_either(without)})" if without else wanted


def _either(phrases: Iterable[Phrase]) -> str:
    """Tokens hold letters and figures alone, so that nothing in them needs an escape."""
    return " OR ".join(f'"{phrase.tokens}"' + ("*" if phrase.prefix else "") for phrase in phrases)


def words_like(connection: sa.Connection, word: str) -> dict[str, int]:
    """Words of the index that begin as ``word`` does, or with its second letter, and are about as long: with their number."""
    rows = driver(connection).execute(
        "SELECT term, doc FROM search_vocabulary WHERE term >= ? AND term < ? AND length(term) BETWEEN ? AND ?",
        [word[0], word[0] + "\U0010ffff", len(word) - 2, len(word) + 2],
    )
    return dict(rows.fetchall())
