"""The history of stories in SQL: where the ids of those that are gone lead, and what changed when."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from ribao.support.store import tables
from ribao.support.store.grouping import Regrouped
from ribao.support.store.history import Redirect, changes, former_articles, holder, redirected
from ribao.support.store.packing import plain_json
from ribao.support.store.sql import delete_in, execute_many, rows_in, upsert
from ribao.types.change import StoryChange
from ribao.types.story import Story

_members = tables.story_members.c
_redirects = tables.story_redirects.c
_former = tables.story_former_members.c
_changes = tables.story_changes.c


def save(
    connection: sa.Connection,
    before: Mapping[str, Story],
    owner: Mapping[str, str],
    result: Regrouped,
    incoming: Sequence[Story],
    at: datetime,
    by: str,
) -> None:
    """After the stories and their members were written, and before those that are gone are deleted."""
    rows = [_row(change) for change in changes(before, owner, result, at, by)]
    execute_many(connection, tables.story_changes.insert(), rows)
    revived = [story_id for story_id, story in result.stories.items() if story and story_id not in before]
    delete_in(connection, tables.story_redirects, _redirects.story_id, revived)
    lost = [story_id for story_id, story in result.stories.items() if story is None]
    known = targets(connection, lost)
    died = former_articles([gone for gone in lost if gone not in known], before, incoming)
    moved = [article for article, story in result.owner.items() if story != owner.get(article)]
    _redirect(connection, died, moved)


def _row(change: StoryChange) -> dict[str, Any]:
    return {
        "at": change.at,
        "kind": change.kind,
        "story_id": change.story_id,
        "other_id": change.other_id,
        "made_by": change.by,
        "articles": plain_json(change.articles),
    }


def _redirect(connection: sa.Connection, died: Mapping[str, tuple[str, ...]], moved: Iterable[str]) -> None:
    """The ids of those that died get a place to lead to; the ids that led to them, or whose articles moved, another."""
    query = sa.select(_former.story_id)
    ids = {row.story_id for row in rows_in(connection, query, _former.article_id, moved)}
    known = _known(connection, ids | aliases(connection, died))
    articles = {article for former in (*died.values(), *(r.former for r in known.values())) for article in former}
    new = dict(redirected(known, died, owners(connection, articles)))
    rows = [{"story_id": gone, "into_id": redirect.into} for gone, redirect in new.items()]
    execute_many(connection, upsert(tables.story_redirects), rows)
    places = [
        {"story_id": gone, "article_id": article, "place": place}
        for gone in died.keys() & new.keys()
        for place, article in enumerate(new[gone].former)
    ]
    execute_many(connection, tables.story_former_members.insert(), places)


def _known(connection: sa.Connection, ids: Iterable[str]) -> dict[str, Redirect]:
    into = targets(connection, ids)
    former: dict[str, list[tuple[int, str]]] = {gone: [] for gone in into}
    for row in rows_in(connection, sa.select(tables.story_former_members), _former.story_id, sorted(into)):
        former[row.story_id].append((row.place, row.article_id))
    return {
        gone: Redirect(into=into[gone], former=tuple(article for _, article in sorted(former[gone]))) for gone in into
    }


def owners(connection: sa.Connection, article_ids: Iterable[str]) -> dict[str, str]:
    """Story id by article id."""
    query = sa.select(_members.article_id, _members.story_id)
    rows = rows_in(connection, query, _members.article_id, sorted(set(article_ids)))
    return {row.article_id: row.story_id for row in rows}


def targets(connection: sa.Connection, ids: Iterable[str]) -> dict[str, str]:
    """Where these ids lead; ids that live, or never did, are left out."""
    rows = rows_in(connection, sa.select(tables.story_redirects), _redirects.story_id, sorted(ids))
    return {row.story_id: row.into_id for row in rows}


def aliases(connection: sa.Connection, ids: Iterable[str]) -> set[str]:
    """The ids that lead to one of these."""
    query = sa.select(_redirects.story_id)
    return {row.story_id for row in rows_in(connection, query, _redirects.into_id, sorted(ids))}


def with_aliases(connection: sa.Connection, ids: Iterable[str]) -> set[str]:
    wanted = set(ids)
    return wanted | aliases(connection, wanted)


def story_changes(connection: sa.Connection, story_id: str) -> tuple[StoryChange, ...]:
    ids = sorted(with_aliases(connection, [story_id]))
    rows = {
        row.number: row
        for column in (_changes.story_id, _changes.other_id)
        for row in rows_in(connection, sa.select(tables.story_changes), column, ids)
    }
    return tuple(_change_of(row) for row in sorted(rows.values(), key=lambda row: (row.at, row.number)))


def _change_of(row: Any) -> StoryChange:
    return StoryChange(
        at=row.at,
        kind=row.kind,
        story_id=row.story_id,
        other_id=row.other_id,
        articles=tuple(json.loads(row.articles)),
        by=row.made_by,
    )


def leave(connection: sa.Connection, dying: Sequence[str]) -> None:
    """Before these stories are pruned: ids that lead to them lead on to another that holds their articles, if any.

    The rest goes with them (ON DELETE CASCADE).
    """
    known = _known(connection, aliases(connection, dying))
    articles = {article for redirect in known.values() for article in redirect.former}
    gone = set(dying)
    owner = {article: story for article, story in owners(connection, articles).items() if story not in gone}
    saved = {story_id: holder(redirect.former, owner) for story_id, redirect in known.items()}
    rows = [{"story_id": story_id, "into_id": into} for story_id, into in saved.items() if into]
    execute_many(connection, upsert(tables.story_redirects), rows)


def forget(connection: sa.Connection, before: datetime) -> None:
    """Changes of long ago between stories that are both gone, and whose ids lead nowhere."""
    known = sa.union(sa.select(tables.stories.c.id), sa.select(_redirects.story_id)).subquery()
    orphaned = _changes.story_id.not_in(sa.select(known)) & _changes.other_id.not_in(sa.select(known))
    connection.execute(tables.story_changes.delete().where((_changes.at < before) & orphaned))
