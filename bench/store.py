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

SOURCES, ENTRIES, TIMES = 1_000, 30, 4
NOW = datetime(2026, 1, 15, 8, tzinfo=UTC)
SENTENCE = "The maker says that its new part is faster and needs less power than the one of last year. "


def measure(options: argparse.Namespace) -> Iterator[Measurement]:
    shown = _shown(0)
    with tempfile.TemporaryDirectory() as folder:
        places = [Path(folder) / str(number) for number in range(TIMES)]
        # by turns, and the best of each: what else the machine does hits both alike
        pairs = [(_limit(place / "limit", shown), _once(place / "ours", shown)) for place in places]
        limit = max(limit for limit, _ in pairs)
        best = [max(values) for values in zip(*(rates for _, rates in pairs), strict=True)]
        yield from _report(limit, *best)
        yield _growth(places[0] / "ours", 9 if options.full else 3)


def _once(folder: Path, shown: list[Refreshed]) -> tuple[float, float, float]:
    """Leads a second: new, known; states a second."""
    store = open_store(folder)
    store.put_sources(_source(number) for number in range(SOURCES))
    new, known = _rate(store, shown), _rate(store, shown)
    start = time.perf_counter()
    store.save_states([outcome.state for outcome in shown])
    states = SOURCES / (time.perf_counter() - start)
    store.close()
    return new, known, states


def _report(limit: float, new: float, known: float, states: float) -> Iterator[Measurement]:
    yield Measurement(
        name="store: 30,000 new leads, durable",
        value=round(SOURCES * ENTRIES / new, 2),
        unit="s",
        peer="sqlite3.executemany of the same rows",
        peer_value=round(SOURCES * ENTRIES / limit, 2),
        ratio=round(new / limit, 2),
        aim="under 0.8 s",
    )
    yield Measurement(
        name="store: 30,000 known leads",
        value=round(SOURCES * ENTRIES / known, 2),
        unit="s",
        peer="the same leads, new",
        peer_value=round(SOURCES * ENTRIES / new, 2),
        ratio=round(known / new, 2),
        aim="under 0.8 s",
    )
    yield Measurement(name="store: 1,000 states", value=round(SOURCES / states, 3), unit="s", aim="at most 0.1 s")


def _growth(folder: Path, rounds: int) -> Measurement:
    """Cost of a new lead when so many are there, over its cost at the first."""
    store = open_store(folder)
    rates = [_rate(store, _shown(number)) for number in range(1, rounds + 1)]
    store.close()
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


def _limit(folder: Path, shown: list[Refreshed]) -> float:
    open_store(folder).close()
    rows = [_row(look_at(lead)) for outcome in shown for lead in outcome.leads]
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
