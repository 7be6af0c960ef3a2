"""Leads in SQL: what a refresh brought, and the leases of those who read. Raw sqlite3 where 30,000 rows go at once."""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from ribao.support.store import tables
from ribao.support.store.database import driver
from ribao.support.store.moments import to_micros
from ribao.support.store.newness import Changed, Known, Mark, Memory, Shown, look_at, sort_out
from ribao.support.store.packing import from_json, pack, plain_json, unpack
from ribao.support.store.port import LeadWork, Quarantined, Saved
from ribao.support.store.sql import chunks, rows_in
from ribao.support.store.tables import leads
from ribao.types.lead import Lead
from ribao.types.reason import Reason

STATES = ("waiting", "leased", "done", "quarantined")

_PART = 2_000  # leads that are judged and written together, within one transaction

_GIVEN = (
    "id, source_id, key_hash, alt_hash, words_hash, news_at, seen_at, published_at, updated_at, due_at,"
    " key, alt_key, url, title, author, picture, categories, summary, content"
)
_INSERT = f"""
    INSERT INTO leads (state, attempts, again, {_GIVEN})
    VALUES ('waiting', 0, 0, {", ".join("?" * len(_GIVEN.split(",")))}) ON CONFLICT (id) DO NOTHING"""
_CHANGE = """
    UPDATE leads SET words_hash = ?, url = ?, title = ?, author = ?, picture = ?, categories = ?, summary = ?,
           content = ?, published_at = coalesce(?, published_at), updated_at = coalesce(?, updated_at),
           news_at = coalesce(?, news_at), due_at = ?, attempts = 0, reason = NULL,
           again = (state = 'leased'), state = CASE state WHEN 'leased' THEN state ELSE 'waiting' END
     WHERE id = ?"""
_MOVE = "UPDATE leads SET key_hash = ?, alt_hash = ? WHERE id = ?"
_KNOWN = """
    SELECT id, key_hash, alt_hash, words_hash, published_at, updated_at FROM leads
     WHERE {column} IN (SELECT value FROM json_each(?))"""
_DROPPED = """
    SELECT key_hash, alt_hash FROM tombstones
     WHERE {column} IN (SELECT value FROM json_each(?))"""


def save_leads(connection: sa.Connection, leads: Iterable[Lead]) -> Saved:
    """Insert what is new, change what has changed.

    In parts, so that thirty thousand leads do not lie about at once for the garbage collector to walk over.
    """
    saved = [_save_part(driver(connection), part) for part in chunks(map(look_at, leads), _PART)]
    return Saved(
        new=sum(part.new for part in saved),
        known=sum(part.known for part in saved),
        changed=sum(part.changed for part in saved),
    )


def _save_part(raw: sqlite3.Connection, shown: Sequence[Shown]) -> Saved:
    found = sort_out(shown, _recall(raw, [lead.mark for lead in shown]))
    # a lead whose first key came back after it had moved is there already, under its id: it is not inserted
    new = max(raw.executemany(_INSERT, [_row(lead) for lead in found.new]).rowcount, 0)
    raw.executemany(_CHANGE, [_change(change) for change in found.changed])
    raw.executemany(_MOVE, [(keys.key, keys.alt, lead_id) for lead_id, keys in found.moved.items()])
    return Saved(new=new, known=found.known + len(found.new) - new, changed=len(found.changed))


def _recall(raw: sqlite3.Connection, marks: Sequence[Mark]) -> Memory:
    """Every stored or dropped lead that one of the marks could mean."""
    memory = Memory()
    _remember(raw, memory, "key_hash", [mark.key for mark in marks])
    unsettled = [mark for mark in marks if not _settled(mark, memory)]
    _remember(raw, memory, "alt_hash", [mark.alt for mark in unsettled if mark.alt is not None])
    unknown = [mark for mark in unsettled if memory.find(mark) is None]
    _remember_dropped(raw, memory, "key_hash", [mark.key for mark in unknown])
    _remember_dropped(raw, memory, "alt_hash", [mark.alt for mark in unknown if mark.alt is not None])
    return memory


def _settled(mark: Mark, memory: Memory) -> bool:
    known = memory.by_key.get(mark.key)
    return known is not None and known.mark.alt == mark.alt


def _remember(raw: sqlite3.Connection, memory: Memory, column: str, hashes: list[int]) -> None:
    wanted = json.dumps(sorted(hashes))  # sorted: neighbours in the index
    rows = raw.execute(_KNOWN.format(column=column), [wanted])
    for lead_id, key, alt, words, published, updated in rows:
        memory.add(Known(lead_id, Mark(key, alt, words), published, updated))


def _remember_dropped(raw: sqlite3.Connection, memory: Memory, column: str, hashes: list[int]) -> None:
    for key, alt in raw.execute(_DROPPED.format(column=column), [json.dumps(sorted(hashes))]):
        memory.add(Known("", Mark(key, alt, 0), None, None, dropped=True))


def _row(shown: Shown) -> tuple[Any, ...]:
    """In the order of ``_GIVEN``."""
    lead, mark, published, updated, summary, content = shown
    seen = to_micros(lead.seen_at)
    return (
        lead.id,
        lead.source_id,
        mark.key,
        mark.alt,
        mark.words,
        seen if published is None else published,
        seen,
        published,
        updated,
        seen,
        lead.key,
        lead.alt_key,
        lead.url,
        lead.title,
        lead.author,
        lead.picture,
        _categories(lead),
        _packed(summary),
        _packed(content),
    )


def _categories(lead: Lead) -> str:
    return plain_json(lead.categories) if lead.categories else ""


def _packed(text: bytes) -> bytes:
    return pack(text, level=1)  # the fastest: a thousand feeds are saved at once


def _change(change: Changed) -> tuple[Any, ...]:
    lead, mark, published, updated, summary, content = change.shown
    return (
        mark.words,
        lead.url,
        lead.title,
        lead.author,
        lead.picture,
        _categories(lead),
        _packed(summary),
        _packed(content),
        published,
        updated,
        published,
        to_micros(lead.seen_at),
        change.id,
    )


def claim(connection: sa.Connection, now: datetime, limit: int, lease_seconds: float) -> tuple[LeadWork, ...]:
    """Two updates and a query, in the caller's transaction. A lease that ran out counts as a try."""
    expired = (leads.c.state == "leased") & (leads.c.lease_until <= now)
    connection.execute(leads.update().where(expired).values(state="waiting", lease_until=None, again=False))
    due = (leads.c.state == "waiting") & (leads.c.due_at <= now)
    rows = connection.execute(
        sa.select(leads).where(due).order_by(leads.c.news_at.desc(), leads.c.id).limit(limit)
    ).all()
    revisions = _revisions(connection, [row.id for row in rows])
    taken = leads.update().where(leads.c.id == sa.bindparam("claimed"))
    if rows:
        connection.execute(
            taken.values(
                state="leased", lease_until=now + timedelta(seconds=lease_seconds), attempts=leads.c.attempts + 1
            ),
            [{"claimed": row.id} for row in rows],
        )
    return tuple(
        LeadWork(lead=lead_of(row), attempts=row.attempts, revision=revisions.get(row.id, 0) + 1) for row in rows
    )


def _revisions(connection: sa.Connection, ids: Sequence[str]) -> dict[str, int]:
    """Newest revision by article id."""
    articles = tables.articles.c
    query = sa.select(articles.id, sa.func.max(articles.revision).label("newest")).group_by(articles.id)
    return {row.id: row.newest for row in rows_in(connection, query, articles.id, ids)}


def release_all(connection: sa.Connection) -> int:
    """The try that was under way does not count: it was the program that ended, not the lead that failed."""
    released = leads.update().where(leads.c.state == "leased")
    return connection.execute(
        released.values(state="waiting", lease_until=None, again=False, attempts=leads.c.attempts - 1)
    ).rowcount


def lead(connection: sa.Connection, lead_id: str) -> Lead | None:
    row = connection.execute(sa.select(leads).where(leads.c.id == lead_id)).one_or_none()
    return lead_of(row) if row else None


def leads_at(connection: sa.Connection, part: str) -> dict[str, str]:
    query = sa.select(leads.c.id, leads.c.url).where(sa.func.instr(leads.c.url, part) > 0)
    return {row.id: row.url for row in connection.execute(query.order_by(leads.c.news_at.desc(), leads.c.id))}


def lead_of(row: Any) -> Lead:
    return Lead(
        id=row.id,
        source_id=row.source_id,
        key=row.key,
        alt_key=row.alt_key,
        url=row.url,
        title=row.title,
        seen_at=row.seen_at,
        published_at=row.published_at,
        updated_at=row.updated_at,
        summary=unpack(row.summary).decode(),
        content=unpack(row.content).decode(),
        author=row.author,
        categories=tuple(json.loads(row.categories)) if row.categories else (),
        picture=row.picture,
    )


def work(connection: sa.Connection) -> dict[str, int]:
    rows = connection.execute(sa.select(leads.c.state, sa.func.count()).group_by(leads.c.state))
    found = {state: count for state, count in rows}  # noqa: C416  # a row is no pair to mypy
    return {state: found.get(state, 0) for state in STATES}


def quarantined(connection: sa.Connection) -> tuple[Quarantined, ...]:
    query = sa.select(leads).where(leads.c.state == "quarantined").order_by(leads.c.news_at.desc(), leads.c.id)
    return tuple(
        Quarantined(lead=lead_of(row), reason=from_json(Reason, row.reason), attempts=row.attempts)
        for row in connection.execute(query)
    )
