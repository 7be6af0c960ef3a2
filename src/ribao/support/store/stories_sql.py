"""Annotations and stories in SQL."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from ribao.support.store import tables
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


def annotations(connection: sa.Connection, article_ids: Iterable[str]) -> dict[str, dict[str, Annotation]]:
    query = sa.select(tables.annotations).order_by(_annotations.article_id, _annotations.revision, _annotations.maker)
    found: dict[str, dict[str, Annotation]] = {}
    for row in rows_in(connection, query, _annotations.article_id, article_ids):
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


def put_stories(connection: sa.Connection, incoming: Sequence[Story]) -> None:
    articles = {member.article_id for story in incoming for member in story.members}
    robbed = {row.story_id for row in _owners(connection, _members.article_id, articles)}
    touched = robbed | {story.id for story in incoming}
    owner = {row.article_id: row.story_id for row in _owners(connection, _members.story_id, touched)}
    _write(connection, regroup(incoming, _load(connection, touched), owner))


def _owners(connection: sa.Connection, column: sa.ColumnElement[str], values: Iterable[str]) -> Iterable[Any]:
    return rows_in(connection, sa.select(_members.article_id, _members.story_id), column, sorted(values))


def _load(connection: sa.Connection, ids: Iterable[str]) -> dict[str, Story]:
    query = sa.select(_stories.id, _stories.doc)
    return {row.id: from_json(Story, row.doc) for row in rows_in(connection, query, _stories.id, sorted(ids))}


def _write(connection: sa.Connection, result: Regrouped) -> None:
    kept = [story for story in result.stories.values() if story]
    rows = [{"id": story.id, "last_seen": story.last_seen, "doc": to_json(story).decode()} for story in kept]
    execute_many(connection, upsert(tables.stories), rows)
    owned = [{"article_id": article, "story_id": story} for article, story in result.owner.items() if story]
    execute_many(connection, upsert(tables.story_members), owned)
    freed = [article for article, story in result.owner.items() if story is None]
    delete_in(connection, tables.story_members, _members.article_id, freed)
    gone = [story_id for story_id, story in result.stories.items() if story is None]
    delete_in(connection, tables.stories, _stories.id, gone)


def story(connection: sa.Connection, story_id: str) -> Story | None:
    return _load(connection, [story_id]).get(story_id)


def stories_of(connection: sa.Connection, article_ids: Iterable[str]) -> dict[str, Story]:
    owner = {row.article_id: row.story_id for row in _owners(connection, _members.article_id, set(article_ids))}
    loaded = _load(connection, set(owner.values()))
    return {article: loaded[story_id] for article, story_id in sorted(owner.items())}
