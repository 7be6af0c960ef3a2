"""Leads in SQL: what a refresh brought, and the leases of those who read. Raw sqlite3 where 30,000 rows go at once."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from ribao.support.store import tables
from ribao.support.store.database import driver
from ribao.support.store.newness import Changed, Known, Mark, Memory, Sorted, mark, sort_out, tidy_lead
from ribao.support.store.packing import from_json, pack, plain_json, unpack
from ribao.support.store.port import LeadWork, Quarantined, Saved
from ribao.support.store.sql import rows_in
from ribao.support.store.tables import from_micros, leads, to_micros
from ribao.types.lead import Lead
from ribao.types.reason import Reason

STATES = ("waiting", "leased", "done", "quarantined")
DROPPED = "dropped"

_COLUMNS = [column.name for column in leads.columns]
_INSERT = (
    f"INSERT INTO leads ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))}) ON CONFLICT (id) DO NOTHING"
)
_CHANGE = """
    UPDATE leads SET words_hash = ?, url = ?, title = ?, author = ?, picture = ?, categories = ?, summary = ?,
           content = ?, published_at = coalesce(?, published_at), updated_at = coalesce(?, updated_at),
           news_at = coalesce(?, news_at), due_at = ?, attempts = 0, reason = NULL,
           again = (state = 'leased'), state = CASE state WHEN 'leased' THEN state ELSE 'waiting' END
     WHERE id = ?"""
_MOVE = "UPDATE leads SET key_hash = ?, alt_hash = ? WHERE id = ?"
_KNOWN = """
    SELECT id, key_hash, alt_hash, words_hash, published_at, updated_at, state FROM leads
     WHERE {column} IN (SELECT value FROM json_each(?))"""


def save_leads(connection: sa.Connection, shown: Iterable[Lead]) -> Saved:
    """Insert what is new, change what has changed."""
    marked = [(lead, mark(lead)) for lead in map(tidy_lead, shown)]
    if not marked:
        return Saved()
    found = sort_out(marked, _recall(connection, [signs for _, signs in marked]))
    new = _insert(connection, found)
    _change(connection, found.changed)
    _move(connection, found)
    return Saved(new=new, known=found.known + len(found.new) - new, changed=len(found.changed))


def _recall(connection: sa.Connection, marks: Sequence[Mark]) -> Memory:
    """Every stored lead that one of the marks could mean."""
    memory = Memory()
    _remember(connection, memory, "key_hash", (signs.key for signs in marks))
    unsettled = (signs.alt for signs in marks if signs.alt is not None and not _settled(signs, memory))
    _remember(connection, memory, "alt_hash", unsettled)
    return memory


def _settled(signs: Mark, memory: Memory) -> bool:
    known = memory.by_key.get(signs.key)
    return known is not None and known.mark.alt == signs.alt


def _remember(connection: sa.Connection, memory: Memory, column: str, hashes: Iterable[int | None]) -> None:
    wanted = json.dumps(sorted(set(hashes)))  # sorted: neighbours in the index
    for id_, key, alt, words, published, updated, state in driver(connection).execute(
        _KNOWN.format(column=column), [wanted]
    ):
        memory.add(Known(id_, Mark(key, alt, words), _time(published), _time(updated), state == DROPPED))


def _time(micros: int | None) -> datetime | None:
    return None if micros is None else from_micros(micros)


def _micros(time: datetime | None) -> int | None:
    return None if time is None else to_micros(time)


def _insert(connection: sa.Connection, found: Sorted) -> int:
    """Rows inserted. A lead whose first key came back after it had moved is there already, under its id."""
    cursor = driver(connection).executemany(_INSERT, [_row(lead, signs) for lead, signs in found.new])
    return max(cursor.rowcount, 0)


def _row(lead: Lead, signs: Mark) -> tuple[Any, ...]:
    """In the order of the table's columns."""
    seen = to_micros(lead.seen_at)
    published = _micros(lead.published_at)
    return (
        lead.id,
        lead.source_id,
        signs.key,
        signs.alt,
        signs.words,
        "waiting",
        seen if published is None else published,
        seen,
        published,
        _micros(lead.updated_at),
        seen,
        None,
        0,
        False,
        None,
        lead.key,
        lead.alt_key,
        lead.url,
        lead.title,
        lead.author,
        lead.picture,
        _categories(lead),
        _text(lead.summary),
        _text(lead.content),
    )


def _categories(lead: Lead) -> str:
    return plain_json(lead.categories) if lead.categories else ""


def _text(text: str) -> bytes:
    return pack(text.encode(), level=1)  # the fastest: a thousand feeds are saved at once


def _change(connection: sa.Connection, changed: Sequence[Changed]) -> None:
    rows = [
        (
            words,
            lead.url,
            lead.title,
            lead.author,
            lead.picture,
            _categories(lead),
            _text(lead.summary),
            _text(lead.content),
            _micros(lead.published_at),
            _micros(lead.updated_at),
            _micros(lead.published_at),
            to_micros(lead.seen_at),
            id_,
        )
        for id_, lead, words in changed
    ]
    driver(connection).executemany(_CHANGE, rows)


def _move(connection: sa.Connection, found: Sorted) -> None:
    rows = [(signs.key, signs.alt, id_) for id_, signs in found.moved.items()]
    driver(connection).executemany(_MOVE, rows)


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
    row = connection.execute(sa.select(leads).where(leads.c.id == lead_id, leads.c.state != DROPPED)).one_or_none()
    return lead_of(row) if row else None


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
