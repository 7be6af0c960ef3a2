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
_REMEMBER = """
    INSERT INTO answers (kind, key, at, data) VALUES (?, ?, ?, ?)
        ON CONFLICT (kind, key) DO UPDATE SET at = excluded.at, data = excluded.data"""
_RECALL = "SELECT key, data FROM answers WHERE kind = ? AND key IN (SELECT value FROM json_each(?))"


def put_signatures(connection: sa.Connection, signatures: Iterable[Signature]) -> None:
    rows = ((s.article_id, s.revision, tidy_text(s.version), s.data) for s in signatures)
    driver(connection).executemany(_PUT, rows)


def signatures(connection: sa.Connection, article_ids: Iterable[str]) -> dict[str, Signature]:
    raw = driver(connection)
    found: dict[str, Signature] = {}
    for part in chunks(sorted(set(article_ids)), _PART):
        for article_id, revision, version, data in raw.execute(_GET, [json.dumps(part)]):
            found[article_id] = Signature(article_id=article_id, revision=revision, version=version, data=data)
    return dict(sorted(found.items()))


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
