"""Things and where they are mentioned, in SQL."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from ribao.support.folding import bare
from ribao.support.store import tables
from ribao.support.store.joining_things import aliases, first_of_each, forms, in_order, redirected, summed
from ribao.support.store.packing import plain_json
from ribao.support.store.port import LOOKED_THROUGH, Named
from ribao.support.store.sql import chunks, delete_in, execute_many, insert_new, rows_in, upsert
from ribao.types.thing import Mention, Thing, ThingKind

_things = tables.things.c
_mentions = tables.mentions.c
_forms = tables.thing_forms.c
_redirects = tables.thing_redirects.c
_articles = tables.articles.c
_all_redirects = sa.select(tables.thing_redirects)


def put_mentions(connection: sa.Connection, article_ids: Sequence[str], mentions: Sequence[Mention]) -> None:
    """``mentions`` are tidy."""
    delete_in(connection, tables.mentions, _mentions.article_id, article_ids)
    things = {one.thing.id: one.thing for one in reversed(mentions)}
    rows = [{"id": one.id, "kind": one.kind.value, "name": one.name} for one in things.values()]
    execute_many(connection, insert_new(tables.things), rows)
    execute_many(connection, upsert(tables.mentions), [_row(one) for one in mentions])
    found = {(form, one.thing.id) for one in mentions for form in forms(one.thing)}
    rows = [{"form": form, "thing_id": thing} for form, thing in sorted(found)]
    execute_many(connection, insert_new(tables.thing_forms), rows)


def _row(mention: Mention) -> dict[str, Any]:
    return {
        "article_id": mention.article_id,
        "thing_id": mention.thing.id,
        "times": mention.times,
        "in_title": mention.in_title,
        "role": mention.role,
        "aliases": plain_json(list(mention.thing.aliases)),
    }


def mentions(connection: sa.Connection, article_ids: Iterable[str]) -> dict[str, tuple[Mention, ...]]:
    rows = list(rows_in(connection, sa.select(tables.mentions), _mentions.article_id, sorted(set(article_ids))))
    living = _living(connection, {row.thing_id for row in rows})
    found: dict[str, dict[str, list[Mention]]] = {}
    for row in rows:
        thing = living.get(row.thing_id)
        if thing is None:  # it leads to what was never stored
            continue
        found.setdefault(row.article_id, {}).setdefault(thing.id, []).append(_mention(row, thing))
    return {article: in_order(map(summed, found[article].values())) for article in sorted(found)}


def _mention(row: Any, thing: Thing) -> Mention:
    met = tuple(form for form in json.loads(row.aliases) if form != thing.name)
    return Mention(
        thing=Thing(id=thing.id, kind=thing.kind, name=thing.name, aliases=met),
        article_id=row.article_id,
        times=row.times,
        in_title=row.in_title,
        role=row.role,
    )


def _living(connection: sa.Connection, ids: Iterable[str]) -> dict[str, Thing]:
    """The thing that each of these leads to, by these ids, without aliases."""
    wanted = set(ids)
    leads = _targets(connection, wanted)
    loaded = _load(connection, wanted | set(leads.values()))
    ends = {one: leads.get(one, one) for one in wanted}
    return {one: loaded[end] for one, end in ends.items() if end in loaded}


def _targets(connection: sa.Connection, ids: Iterable[str]) -> dict[str, str]:
    rows = rows_in(connection, sa.select(tables.thing_redirects), _redirects.thing_id, sorted(ids))
    return {row.thing_id: row.into_id for row in rows}


def _load(connection: sa.Connection, ids: Iterable[str]) -> dict[str, Thing]:
    rows = rows_in(connection, sa.select(tables.things), _things.id, sorted(ids))
    return {row.id: _thing(row) for row in rows}


def _thing(row: Any) -> Thing:
    return Thing(id=row.id, kind=ThingKind(row.kind), name=row.name)


def _also(connection: sa.Connection, thing_id: str) -> list[str]:
    """The id, and those that lead to it."""
    query = sa.select(_redirects.thing_id).where(_redirects.into_id == thing_id).order_by(_redirects.thing_id)
    return [thing_id, *connection.scalars(query)]


def thing(connection: sa.Connection, thing_id: str) -> Thing | None:
    found = _living(connection, [thing_id]).get(thing_id)
    if found is None:
        return None
    ids = _also(connection, found.id)
    query = sa.select(_mentions.thing_id, _mentions.aliases, sa.func.count().label("articles"))
    grouped = query.group_by(_mentions.thing_id, _mentions.aliases)
    former = {one.id: one.name for one in _load(connection, ids).values()}
    met: list[tuple[str, int]] = []
    for row in rows_in(connection, grouped, _mentions.thing_id, ids):
        met += [(form, row.articles) for form in {*json.loads(row.aliases), former.get(row.thing_id, found.name)}]
    return Thing(id=found.id, kind=found.kind, name=found.name, aliases=aliases(found.name, met))


def mentions_of(connection: sa.Connection, thing_id: str, most: int) -> tuple[Mention, ...]:
    found = _living(connection, [thing_id]).get(thing_id)
    if found is None:
        return ()
    ids = _also(connection, found.id)
    newest = sa.func.max(_articles.published_at)
    query = (
        sa.select(_mentions.article_id)
        .join(tables.articles, _articles.id == _mentions.article_id)
        .where(_mentions.thing_id.in_(ids))
        .group_by(_mentions.article_id)
        .order_by(newest.desc(), _mentions.article_id)
        .limit(most)
    )
    articles = list(connection.scalars(query))
    rows: dict[str, list[Mention]] = {}
    of_thing = sa.select(tables.mentions).where(_mentions.thing_id.in_(ids)).order_by(_mentions.thing_id)
    for row in rows_in(connection, of_thing, _mentions.article_id, articles):
        rows.setdefault(row.article_id, []).append(_mention(row, found))
    return tuple(summed(rows[article]) for article in articles)


def naming(
    connection: sa.Connection, thing_ids: Collection[str], after: datetime, until: datetime, most: int
) -> tuple[tuple[str, str], ...]:
    wanted = sorted(set(thing_ids))
    leads = {row.thing_id: row.into_id for row in rows_in(connection, _all_redirects, _redirects.into_id, wanted)}
    recent = (
        sa.select(_articles.id, _articles.published_at)
        .where(_articles.published_at > after, _articles.published_at <= until)
        .order_by(_articles.published_at.desc(), _articles.id)
        .limit(LOOKED_THROUGH)
        .subquery()
    )
    thing = _mentions.thing_id.concat("")  # no index on it: a firm that is named every day has more rows than a week
    newest = [recent.c.published_at.desc(), _mentions.article_id]
    place = sa.func.row_number().over(partition_by=_mentions.thing_id, order_by=newest).label("place")
    chosen = sa.select(_mentions.article_id, _mentions.thing_id, recent.c.published_at, place)
    chosen = chosen.join(tables.mentions, _mentions.article_id == recent.c.id)
    rows: list[sa.Row[Any]] = []
    for ids in chunks([*wanted, *sorted(leads)]):
        ranked = chosen.where(thing.in_(ids)).subquery()
        rows += connection.execute(sa.select(ranked).where(ranked.c.place <= most))
    found = {(row.article_id, leads.get(row.thing_id, row.thing_id)): row.published_at for row in rows}
    return first_of_each(sorted(found, key=lambda pair: (-found[pair].timestamp(), *pair)), most)


def things(connection: sa.Connection, kind: ThingKind) -> tuple[Thing, ...]:
    gone = sa.select(_redirects.thing_id)
    query = sa.select(tables.things).where(_things.kind == kind.value, _things.id.not_in(gone)).order_by(_things.id)
    return tuple(_thing(row) for row in connection.execute(query))


def things_in_news(connection: sa.Connection, after: datetime, until: datetime, most: int) -> tuple[Named, ...]:
    end = sa.func.coalesce(_redirects.into_id, _mentions.thing_id)
    count = sa.func.count(sa.distinct(_mentions.article_id))
    query = (
        sa.select(end.label("thing_id"), count.label("articles"))
        .select_from(tables.articles)
        .join(tables.mentions, _mentions.article_id == _articles.id)
        .outerjoin(tables.thing_redirects, _redirects.thing_id == _mentions.thing_id)
        .where(_articles.published_at > after, _articles.published_at <= until)
        .group_by(end)
        .order_by(count.desc(), end)
        .limit(most)
    )
    counts = {row.thing_id: row.articles for row in connection.execute(query)}
    loaded = _load(connection, counts)
    return tuple(Named(thing=loaded[one], articles=n) for one, n in counts.items() if one in loaded)


def things_called(connection: sa.Connection, names: Iterable[str]) -> tuple[Thing, ...]:
    wanted = sorted({form for name in names for form in [bare(name)] if form})
    ids = {row.thing_id for row in rows_in(connection, sa.select(tables.thing_forms), _forms.form, wanted)}
    living = {one.id: one for one in _living(connection, ids).values()}
    return tuple(living[one] for one in sorted(living))


def join_things(connection: sa.Connection, into: Mapping[str, str]) -> None:
    ids = {*into, *into.values()}
    known = _targets(connection, ids)
    ends = ids | set(known.values())
    query = sa.select(tables.thing_redirects)
    known |= {row.thing_id: row.into_id for row in rows_in(connection, query, _redirects.into_id, sorted(ends))}
    new = redirected(known, into)
    delete_in(connection, tables.thing_redirects, _redirects.thing_id, known.keys() - new.keys())
    rows = [{"thing_id": one, "into_id": end} for one, end in new.items() if known.get(one) != end]
    execute_many(connection, upsert(tables.thing_redirects), rows)


def forget(connection: sa.Connection) -> None:
    """After articles were pruned: their mentions go, then the things that nothing names, also under no other id."""
    connection.execute(tables.mentions.delete().where(_mentions.article_id.not_in(sa.select(_articles.id))))
    named = sa.select(_mentions.thing_id)
    ends = sa.select(_redirects.into_id).where(_redirects.thing_id.in_(named))
    gone = _things.id.not_in(named) & _things.id.not_in(ends)
    connection.execute(tables.things.delete().where(gone))
    left = sa.select(_things.id)
    connection.execute(tables.thing_redirects.delete().where(_redirects.into_id.not_in(left)))
    connection.execute(tables.thing_forms.delete().where(_forms.thing_id.not_in(left)))
