"""The store's hot paths: a refresh of 1,000 sources with 30 entries each, all new and all known; states; growth.

The limit is what SQLite itself takes in the same run: the very same rows, made beforehand, into the same table.
"""

import argparse
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from bench.measurement import Measurement
from ribao.support.store.leads_sql import _INSERT, _row
from ribao.support.store.newness import look_at
from ribao.support.store.port import Refreshed
from ribao.support.store.sqlite import SqliteStore, open_store
from ribao.types.lead import Lead
from ribao.types.source import Source, SourceState

SOURCES, ENTRIES = 1_000, 30
NOW = datetime(2026, 1, 15, 8, tzinfo=UTC)
SENTENCE = "The maker says that its new part is faster and needs less power than the one of last year. "


def measure(options: argparse.Namespace) -> Iterator[Measurement]:
    with tempfile.TemporaryDirectory() as folder:
        limit = _limit(Path(folder) / "limit")
        store = open_store(Path(folder) / "ours")
        store.put_sources(_source(number) for number in range(SOURCES))
        yield from _rates(store, limit)
        yield _growth(store, 9 if options.full else 3)
        store.close()


def _rates(store: SqliteStore, limit: float) -> Iterator[Measurement]:
    shown = _shown(0)
    new, known = _rate(store, shown), _rate(store, shown)
    yield Measurement(
        name="store: 30,000 new leads, durable",
        value=round(new),
        unit="leads/s",
        peer="sqlite3.executemany of the same rows",
        peer_value=round(limit),
        ratio=round(new / limit, 2),
        aim="under 0.8 s, which is 37,500 leads/s",
    )
    yield Measurement(
        name="store: 30,000 known leads",
        value=round(known),
        unit="leads/s",
        peer="the same leads, new",
        peer_value=round(new),
        ratio=round(known / new, 2),
    )
    start = time.perf_counter()
    store.save_states([outcome.state for outcome in shown])
    yield Measurement(
        name="store: 1,000 states", value=round(time.perf_counter() - start, 3), unit="s", aim="at most 0.1 s"
    )


def _growth(store: SqliteStore, rounds: int) -> Measurement:
    """Cost of a new lead when so many are there, over its cost at the first."""
    rates = [_rate(store, _shown(number)) for number in range(1, rounds + 1)]
    return Measurement(
        name=f"store: a new lead among {rounds * SOURCES * ENTRIES:,}",
        value=round(1e6 / rates[-1], 1),
        unit="µs",
        peer=f"among {SOURCES * ENTRIES:,}",
        peer_value=round(1e6 / rates[0], 1),
        ratio=round(rates[-1] / rates[0], 2),
        aim="at least 0.5",
    )


def _rate(store: SqliteStore, shown: list[Refreshed]) -> float:
    start = time.perf_counter()
    store.save_refresh(shown)
    return SOURCES * ENTRIES / (time.perf_counter() - start)


def _limit(folder: Path) -> float:
    open_store(folder).close()
    rows = [_row(look_at(lead)) for outcome in _shown(0) for lead in outcome.leads]
    database = sqlite3.connect(folder / "ribao.db")
    database.execute("PRAGMA synchronous = FULL")
    start = time.perf_counter()
    with database:
        database.executemany(_INSERT, rows)
    spent = time.perf_counter() - start
    database.close()
    return len(rows) / spent


def _source(number: int) -> Source:
    return Source(id=f"s{number}", url=f"https://site{number}.example/feed", title=f"Site {number}")


def _shown(round_: int) -> list[Refreshed]:
    return [
        Refreshed(
            state=SourceState(source_id=f"s{number}", url=f"https://site{number}.example/feed", asked_at=NOW),
            leads=tuple(_lead(number, round_ * ENTRIES + entry) for entry in range(ENTRIES)),
        )
        for number in range(SOURCES)
    ]


def _lead(number: int, entry: int) -> Lead:
    url = f"https://site{number}.example/news/{entry}"
    return Lead(
        id=sha256(f"s{number}\0{entry}".encode()).hexdigest()[:16],
        source_id=f"s{number}",
        key=f"id:site{number}-{entry}",
        alt_key=f"url:{url}",
        url=url,
        title=f"Site {number}: report {entry} of the day",
        seen_at=NOW,
        published_at=NOW - timedelta(minutes=entry),
        summary=SENTENCE * 3,
    )
