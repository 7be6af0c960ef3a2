"""The owner's collections in SQL. Pruning leaves them alone, and what they rest on."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from ribao.support.store import history_sql, tables
from ribao.support.store.collecting import Places, folded, names_of, places
from ribao.support.store.packing import from_json, to_json
from ribao.support.store.sql import chunks, execute_many, insert_new, rows_in, upsert
from ribao.types.collection import Collection, Kept, KeptKind, kept_id

_collections = tables.collections.c
_kept = tables.kept.c
_articles = tables.kept_articles.c


def collections(connection: sa.Connection) -> tuple[Collection, ...]:
    query = sa.select(_collections.doc).order_by(_collections.made_at, _collections.id)
    return tuple(from_json(Collection, doc) for doc in connection.scalars(query))


def collection(connection: sa.Connection, collection_id: str) -> Collection | None:
    doc = connection.scalar(sa.select(_collections.doc).where(_collections.id == collection_id))
    return None if doc is None else from_json(Collection, doc)


def add_collection(connection: sa.Connection, one: Collection) -> Collection:
    named = {folded(other.name): other for other in reversed(collections(connection))}
    there = collection(connection, one.id) or (named.get(folded(one.name)) if one.name else None)
    if there is None:
        put_collection(connection, one)
    return there or one


def put_collection(connection: sa.Connection, one: Collection) -> None:
    row = {"id": one.id, "made_at": one.made_at, "doc": to_json(one).decode()}
    connection.execute(upsert(tables.collections), [row])


def remove_collection(connection: sa.Connection, collection_id: str) -> bool:
    """What is in it goes with it (ON DELETE CASCADE)."""
    return connection.execute(tables.collections.delete().where(_collections.id == collection_id)).rowcount > 0


def keep(connection: sa.Connection, collection_id: str, items: Iterable[Kept]) -> int:
    if collection(connection, collection_id) is None:
        return 0
    given = list(items)
    refs = [one.ref for one in given if one.kind is KeptKind.STORY]
    names = names_of(refs, history_sql.targets(connection, refs), lambda ids: _leading(connection, ids))
    there = _known(connection, collection_id, {id_ for one in given for id_ in _ids(one, names)})
    new: dict[str, Kept] = {}
    for one in given:
        if there.isdisjoint(_ids(one, names)):
            there.add(one.id)
            new[one.id] = one
    execute_many(connection, insert_new(tables.kept), [_row(collection_id, one) for one in new.values()])
    execute_many(connection, insert_new(tables.kept_articles), _article_rows(collection_id, new.values()))
    return len(new)


def _ids(one: Kept, names: Mapping[str, frozenset[str]]) -> list[str]:
    """The ids under which it may be there already."""
    return [kept_id(one.kind, ref) for ref in names[one.ref]] if one.kind is KeptKind.STORY else [one.id]


def _known(connection: sa.Connection, collection_id: str, ids: Iterable[str]) -> set[str]:
    query = sa.select(_kept.id).where(_kept.collection_id == collection_id)
    return {row.id for row in rows_in(connection, query, _kept.id, ids)}


def _leading(connection: sa.Connection, living: Iterable[str]) -> dict[str, set[str]]:
    """The ids that lead to these stories, by the story's."""
    found: dict[str, set[str]] = {}
    for row in rows_in(connection, sa.select(tables.story_redirects), tables.story_redirects.c.into_id, sorted(living)):
        found.setdefault(row.into_id, set()).add(row.story_id)
    return found


def _row(collection_id: str, one: Kept) -> dict[str, Any]:
    story = one.ref if one.kind is KeptKind.STORY else ""
    doc = to_json(one).decode()
    return {"collection_id": collection_id, "id": one.id, "at": one.at, "story_id": story, "doc": doc}


def _article_rows(collection_id: str, items: Iterable[Kept]) -> list[dict[str, Any]]:
    return [
        {"collection_id": collection_id, "kept_id": one.id, "article_id": article}
        for one in items
        for article in dict.fromkeys(one.articles)
    ]


def kept(connection: sa.Connection, collection_id: str, first: int, most: int) -> tuple[Kept, ...]:
    query = sa.select(_kept.doc).where(_kept.collection_id == collection_id)
    newest = query.order_by(_kept.at.desc(), _kept.id.desc()).offset(first).limit(most)
    return tuple(from_json(Kept, doc) for doc in connection.scalars(newest))


def kept_one(connection: sa.Connection, collection_id: str, item: str) -> Kept | None:
    doc = connection.scalar(sa.select(_kept.doc).where(_kept.collection_id == collection_id, _kept.id == item))
    return None if doc is None else from_json(Kept, doc)


def kept_counts(connection: sa.Connection) -> dict[str, int]:
    query = sa.select(_kept.collection_id, sa.func.count()).group_by(_kept.collection_id)
    return {row[0]: row[1] for row in connection.execute(query.order_by(_kept.collection_id))}


def kept_in(connection: sa.Connection) -> Places:
    query = sa.select(_kept.id, _kept.collection_id, _kept.story_id)
    rows = connection.execute(query.order_by(_kept.at.desc(), _kept.collection_id.desc(), _kept.id.desc()))
    names = _names(connection)
    return places((id_, collection_id, names.get(story, ())) for id_, collection_id, story in rows)


def _names(connection: sa.Connection) -> dict[str, frozenset[str]]:
    """Of the stories that were saved and have more than one id: all of them, by the one that was saved."""
    redirects = tables.story_redirects.c
    saved = sa.select(_kept.story_id).where(_kept.story_id != "")
    leads = sa.select(redirects.story_id, redirects.into_id).where(redirects.story_id.in_(saved))
    targets = {row.story_id: row.into_id for row in connection.execute(leads)}
    led = sa.select(redirects.into_id).distinct().where(redirects.into_id.in_(saved))
    return names_of({*targets, *connection.scalars(led)}, targets, lambda ids: _leading(connection, ids))


def put_note(connection: sa.Connection, collection_id: str, item: str, note: str) -> bool:
    there = kept_one(connection, collection_id, item)
    if there is None:
        return False
    doc = to_json(replace(there, note=note)).decode()
    one = (_kept.collection_id == collection_id) & (_kept.id == item)
    connection.execute(tables.kept.update().where(one).values(doc=doc))
    return True


def drop_kept(connection: sa.Connection, collection_id: str, ids: Sequence[str]) -> int:
    gone = 0
    for some in chunks(dict.fromkeys(ids)):
        there = (_kept.collection_id == collection_id) & _kept.id.in_(some)
        gone += connection.execute(tables.kept.delete().where(there)).rowcount
    return gone


def resting() -> sa.Select[Any]:
    """Ids of the articles that what was saved rests on: those it had then, and those its story has now."""
    members, redirects = tables.story_members.c, tables.story_redirects.c
    stories = sa.select(_kept.story_id).where(_kept.story_id != "")
    followed = sa.select(redirects.into_id).where(redirects.story_id.in_(stories))
    now = sa.select(members.article_id).where(members.story_id.in_(stories) | members.story_id.in_(followed))
    return sa.select(_articles.article_id).union(now).subquery().select()
