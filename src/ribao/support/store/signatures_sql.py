"""What the clusterer keeps, and what minds answered, in SQL. Raw sqlite3: a start reads hundreds of thousands."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime

import sqlalchemy as sa

from ribao.support.store.database import driver
from ribao.support.store.moments import to_micros
from ribao.support.store.sql import chunks
from ribao.support.store.tidying import tidy_text
from ribao.types.signature import Signature

_PART = 20_000  # keys looked up in one statement

_PUT = """
    INSERT INTO signatures (article_id, revision, version, data) VALUES (?, ?, ?, ?)
        ON CONFLICT (article_id) DO UPDATE
       SET revision = excluded.revision, version = excluded.version, data = excluded.data
     WHERE excluded.revision >= signatures.revision"""
_GET = """
    SELECT article_id, revision, version, data FROM signatures
     WHERE article_id IN (SELECT value FROM json_each(?))"""
_ALL = "SELECT article_id, revision, version, data FROM signatures"
_REMEMBER = """
    INSERT INTO answers (kind, key, at, data) VALUES (?, ?, ?, ?)
        ON CONFLICT (kind, key) DO UPDATE SET at = excluded.at, data = excluded.data"""
_RECALL = "SELECT key, data FROM answers WHERE kind = ? AND key IN (SELECT value FROM json_each(?))"


def put_signatures(connection: sa.Connection, signatures: Iterable[Signature]) -> None:
    rows = ((s.article_id, s.revision, tidy_text(s.version), s.data) for s in signatures)
    driver(connection).executemany(_PUT, rows)


def signatures(connection: sa.Connection, article_ids: Iterable[str]) -> dict[str, Signature]:
    wanted = set(article_ids)
    rows = driver(connection).execute(_ALL if len(wanted) > _PART else _GET, _asked(wanted))
    found = {row[0]: row for row in rows if row[0] in wanted}
    return {id_: _signature(found[id_]) for id_ in sorted(found)}


def _asked(wanted: set[str]) -> list[str]:
    """Nothing for ``_ALL``: reading the whole table is five times quicker than finding most of its rows one by one."""
    return [] if len(wanted) > _PART else [json.dumps(sorted(wanted))]


def _signature(row: tuple[str, int, str, bytes]) -> Signature:
    article_id, revision, version, data = row
    return Signature(article_id=article_id, revision=revision, version=version, data=data)


def put_answers(connection: sa.Connection, kind: str, answers: Mapping[str, bytes], at: datetime) -> None:
    moment = to_micros(at)
    rows = ((kind, key, moment, data) for key, data in answers.items())
    driver(connection).executemany(_REMEMBER, rows)


def answers(connection: sa.Connection, kind: str, keys: Iterable[str]) -> dict[str, bytes]:
    raw = driver(connection)
    found: dict[str, bytes] = {}
    for part in chunks(sorted(set(keys)), _PART):
        found.update(raw.execute(_RECALL, [kind, json.dumps(part)]).fetchall())
    return dict(sorted(found.items()))
