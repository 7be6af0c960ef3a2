"""Annotations and stories in SQL."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from ribao.support.store import history_sql, tables
from ribao.support.store.chapters import connected
from ribao.support.store.grouping import Regrouped, regroup
from ribao.support.store.packing import from_json, plain_json, to_json
from ribao.support.store.sql import delete_in, execute_many, rows_in, upsert
from ribao.types.annotation import Annotation
from ribao.types.story import Story

_annotations = tables.annotations.c
_members = tables.story_members.c
_stories = tables.stories.c


def annotation_row(annotation: Annotation) -> dict[str, Any]:
    return {
        "article_id": annotation.article_id,
        "revision": annotation.revision,
        "maker": annotation.maker,
        "version": annotation.version,
        "value": plain_json(annotation.value),
    }


def put_annotations(connection: sa.Connection, rows: Sequence[dict[str, Any]]) -> None:
    execute_many(connection, upsert(tables.annotations), rows)


def annotations(
    connection: sa.Connection, article_ids: Iterable[str], revisions: Mapping[str, int]
) -> dict[str, dict[str, Annotation]]:
    query = sa.select(tables.annotations).order_by(_annotations.article_id, _annotations.revision, _annotations.maker)
    found: dict[str, dict[str, Annotation]] = {}
    for row in rows_in(connection, query, _annotations.article_id, article_ids):
        if revisions.get(row.article_id, row.revision) != row.revision:
            continue
        made = found.setdefault(row.article_id, {})
        if any(other.revision < row.revision for other in made.values()):
            made.clear()  # what was found in an older revision points into another text
        made[row.maker] = Annotation(
            article_id=row.article_id,
            revision=row.revision,
            maker=row.maker,
            version=row.version,
            value=json.loads(row.value),
        )
    return dict(sorted(found.items()))


def put_stories(connection: sa.Connection, incoming: Sequence[Story], at: datetime, by: str) -> None:
    articles = {member.article_id for story in incoming for member in story.members}
    robbed = {row.story_id for row in _members_in(connection, _members.article_id, articles)}
    touched = robbed | {story.id for story in incoming}
    owner = {row.article_id: row.story_id for row in _members_in(connection, _members.story_id, touched)}
    docs = _docs(connection, touched)
    before = {story_id: from_json(Story, doc) for story_id, doc in docs.items()}
    result = regroup(incoming, before, owner)
    _write_stories(connection, result, docs)
    _write_members(connection, result, owner)
    history_sql.save(connection, before, owner, result, incoming, at, by)
    gone = [story_id for story_id in before if result.stories.get(story_id, before[story_id]) is None]
    delete_in(connection, tables.stories, _stories.id, gone)


def _members_in(connection: sa.Connection, column: sa.ColumnElement[str], values: Iterable[str]) -> Iterable[Any]:
    return rows_in(connection, sa.select(_members.article_id, _members.story_id), column, sorted(values))


def _docs(connection: sa.Connection, ids: Iterable[str]) -> dict[str, str]:
    query = sa.select(_stories.id, _stories.doc)
    return {row.id: row.doc for row in rows_in(connection, query, _stories.id, sorted(ids))}


def _write_stories(connection: sa.Connection, result: Regrouped, docs: Mapping[str, str]) -> None:
    """Those that differ from what stands: most of what is put again and again does not."""
    rows = [_row(story) for story in result.stories.values() if story]
    execute_many(connection, upsert(tables.stories), [row for row in rows if docs.get(row["id"]) != row["doc"]])


def _row(story: Story) -> dict[str, Any]:
    doc = to_json(story).decode()
    return {"id": story.id, "last_seen": story.last_seen, "follows": story.follows, "doc": doc}


def _write_members(connection: sa.Connection, result: Regrouped, owner: Mapping[str, str]) -> None:
    moved = {article: story for article, story in result.owner.items() if story != owner.get(article)}
    owned = [{"article_id": article, "story_id": story} for article, story in moved.items() if story]
    execute_many(connection, upsert(tables.story_members), owned)
    freed = [article for article, story in moved.items() if story is None]
    delete_in(connection, tables.story_members, _members.article_id, freed)


def load(connection: sa.Connection, ids: Iterable[str]) -> dict[str, Story]:
    return {story_id: from_json(Story, doc) for story_id, doc in _docs(connection, set(ids)).items()}


def story(connection: sa.Connection, story_id: str) -> Story | None:
    return load(connection, [story_id]).get(story_id)


def stories_of(connection: sa.Connection, article_ids: Iterable[str]) -> dict[str, Story]:
    owner = history_sql.owners(connection, article_ids)
    loaded = load(connection, set(owner.values()))
    return {article: loaded[story_id] for article, story_id in sorted(owner.items())}


def stories_between(connection: sa.Connection, after: datetime, until: datetime) -> tuple[Story, ...]:
    window = (_stories.last_seen > after) & (_stories.last_seen <= until)
    query = sa.select(_stories.doc).where(window).order_by(_stories.last_seen, _stories.id)
    return tuple(from_json(Story, doc) for doc in connection.scalars(query))


def story_now(connection: sa.Connection, story_id: str) -> Story | None:
    return _now(connection, [story_id]).get(story_id)


def _now(connection: sa.Connection, ids: Iterable[str]) -> dict[str, Story]:
    """The living story that each id leads to, by that id."""
    wanted = set(ids)
    found = load(connection, wanted)
    leads = history_sql.targets(connection, wanted - found.keys())
    living = load(connection, set(leads.values()))
    return found | {gone: living[into] for gone, into in leads.items() if into in living}


def timelines(connection: sa.Connection, story_ids: Iterable[str]) -> dict[str, tuple[Story, ...]]:
    return connected(story_ids, lambda ids: _now(connection, ids), lambda ids: _followers(connection, ids))


def _followers(connection: sa.Connection, ids: Iterable[str]) -> list[Story]:
    query = sa.select(_stories.doc)
    rows = rows_in(connection, query, _stories.follows, sorted(history_sql.with_aliases(connection, ids)))
    return [from_json(Story, row.doc) for row in rows]
