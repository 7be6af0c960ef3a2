"""Search over many articles: words of two characters and more, names, phrases; against LIKE and FTS5's trigram.

The same rows go into the store, by its own way of writing, and into a plain table and a trigram index beside it. What is
looked for are words of the headlines themselves, and pairs of characters cut anywhere out of them: new words. Ours is
timed as a reader waits for it: what was typed is parsed, other names are looked up, all hits are ranked.
"""

import argparse
import json
import random
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from bench._headlines import SEED, Headline, archived, invented
from bench.measurement import Measurement
from ribao.serve.looking import look_up
from ribao.support.store import search_sql
from ribao.support.store.port import Reading, Store
from ribao.types.article import Article, TextFrom

INDEXED, FULL, AT_ONCE = 30_000, 300_000, 500
ASKED, ASKED_SLOWLY = 400, 40


COMMON = ["的", "一", "a", "新", "公司", "发布", "the", "-的", "的 before:2030", "promo:only"]
NONSENSE = [
    " ".join(f"s{letter}{letter * 5}" for letter in "abcdefghijklmnop"),
    "x" * 100_000,
    "的 " * 50_000,
    '"' * 100_000,
    "( OR * NEAR ^ : - |" * 5_000,
]


def measure(options: argparse.Namespace) -> Iterator[Measurement]:
    count = FULL if options.full else INDEXED
    shown = archived(options.data, count) if options.data else invented(count, count / 100)
    with tempfile.TemporaryDirectory() as folder:
        with _without_index():
            alone = _filled(Path(folder) / "alone", shown)
        indexed = _filled(Path(folder) / "ours", shown)
        yield Measurement(
            name=f"search: storing an article of {len(shown):,}, its words indexed",
            value=round(indexed, 2),
            unit="ms",
            peer="without the index",
            peer_value=round(alone, 2),
        )
        yield from _asked(Path(folder) / "ours", _plain(Path(folder) / "plain.db", shown), shown)


def _asked(folder: Path, plain: sqlite3.Connection, shown: Sequence[Headline]) -> Iterator[Measurement]:
    words = _words(random.Random(SEED), [one.title for one in shown])
    store = _opened(folder)
    ours = _times(lambda word: _found(store, word), words)
    like = _times(lambda word: plain.execute(_LIKE, [f"%{word}%"] * 2).fetchall(), words[:ASKED_SLOWLY])
    trigram = _times(
        lambda word: plain.execute(_TRIGRAM, [f'"{word}"']).fetchall(), [one for one in words if len(one) > 2]
    )
    name = f"search: {len(words)} words over {len(shown):,} articles"
    for which, of, aim in (("p50", statistics.median, ">= 50 x"), ("p95", _p95, "<= 20 ms, >= 50 x")):
        yield Measurement(
            name=f"{name}, {which}",
            value=round(of(ours), 2),
            unit="ms",
            peer=f"LIKE over the same rows, {which}",
            peer_value=round(of(like), 1),
            ratio=round(of(like) / of(ours), 1),
            aim=aim,
        )
        yield Measurement(
            name=f"{name}, {which}",
            value=round(of(ours), 2),
            unit="ms",
            peer=f"FTS5 trigram, {which}, of words that it can find",
            peer_value=round(of(trigram), 2),
            ratio=round(of(trigram) / of(ours), 2),
        )
    yield from _pairs(store, plain, words)
    for told, asked in (
        ("the commonest words, and filters", COMMON),
        ("nonsense of up to 100,000 characters", NONSENSE),
    ):
        slowest = max(_times(lambda word: _found(store, word), asked))
        yield Measurement(name=f"search: slowest of {told}", value=round(slowest, 1), unit="ms", aim="<= 50 ms")
    store.close()
    plain.close()
    yield _memory(folder, words)


def _pairs(store: Store, plain: sqlite3.Connection, words: Sequence[str]) -> Iterator[Measurement]:
    pairs = [word for word in words if len(word) == 2 and not word.isascii()]
    yield Measurement(
        name=f"search: of {len(pairs)} pairs of characters that stand in headlines, found",
        value=sum(bool(_found(store, word)) for word in pairs),
        unit="pairs",
        peer="FTS5 trigram",
        peer_value=sum(bool(plain.execute(_TRIGRAM, [f'"{word}"']).fetchall()) for word in pairs),
        aim="all",
    )


def _memory(folder: Path, words: Sequence[str]) -> Measurement:
    """Of a process that opens the store and looks all of them up."""
    told = subprocess.run(
        [sys.executable, "-m", "bench.search", str(folder)],
        input=json.dumps(words),
        check=True,
        capture_output=True,
        text=True,
    )
    return Measurement(
        name="search: resident memory of a process that looks them all up",
        value=round(float(told.stdout)),
        unit="MB",
        aim="<= 200 MB with the site",
    )


def _alone(folder: Path) -> float:
    import psutil

    store = _opened(folder)
    for word in json.load(sys.stdin):
        _found(store, word)
    return float(psutil.Process().memory_info().rss) / 1024 / 1024


def _found(store: Store, words: str) -> object:
    return look_up(store, (), words).hits.hits


def _opened(folder: Path) -> Store:
    from ribao.support.store.sqlite import open_store

    return open_store(folder)


def _filled(folder: Path, shown: Sequence[Headline]) -> float:
    """Milliseconds of processor an article."""
    store = _opened(folder)
    began = time.process_time()
    for start in range(0, len(shown), AT_ONCE):
        store.save_readings([_reading(one) for one in shown[start : start + AT_ONCE]])
    taken = time.process_time() - began
    store.close()
    return taken * 1000 / len(shown)


@contextmanager
def _without_index() -> Iterator[None]:
    put = search_sql.put
    search_sql.put = lambda connection, articles: None
    try:
        yield
    finally:
        search_sql.put = put


_LIKE = "SELECT id FROM plain WHERE title LIKE ? OR text LIKE ?"
_TRIGRAM = "SELECT rowid FROM trigram WHERE trigram MATCH ? LIMIT 2000"


def _plain(path: Path, shown: Sequence[Headline]) -> sqlite3.Connection:
    plain = sqlite3.connect(path)
    plain.execute("CREATE TABLE plain (id INTEGER PRIMARY KEY, title TEXT, text TEXT)")
    plain.execute("CREATE VIRTUAL TABLE trigram USING fts5(title, text, tokenize='trigram')")
    rows = [(number, one.title, one.summary) for number, one in enumerate(shown)]
    plain.executemany("INSERT INTO plain VALUES (?, ?, ?)", rows)
    plain.executemany("INSERT INTO trigram (rowid, title, text) VALUES (?, ?, ?)", rows)
    plain.commit()
    return plain


def _words(chosen: random.Random, titles: Sequence[str]) -> list[str]:
    """Half of them pairs cut anywhere out of a headline, the others three to five characters, or a Latin word."""
    words: list[str] = []
    while len(words) < ASKED:
        title = chosen.choice(titles)
        length = 2 if len(words) % 2 else chosen.randint(3, 5)
        start = chosen.randrange(max(1, len(title) - length))
        piece = title[start : start + length]
        if len(piece) == length and all("\u4e00" <= one <= "\u9fff" for one in piece):
            words.append(piece)
        elif (
            len(words) % 2 == 0
            and piece.isascii()
            and (latin := [one for one in title.split() if one.isalpha() and len(one) > 3])
        ):
            words.append(chosen.choice(latin))
    return words


def _times(ask: Callable[[str], object], words: Sequence[str]) -> list[float]:
    """Milliseconds of each."""
    taken = []
    for word in words:
        began = time.perf_counter()
        ask(word)
        taken.append((time.perf_counter() - began) * 1000)
    return taken


def _p95(taken: Sequence[float]) -> float:
    return sorted(taken)[int(len(taken) * 0.95)]


def _reading(one: Headline) -> Reading:
    when = datetime.fromtimestamp(one.time, UTC)
    article = Article(
        id=one.id, source_id=one.source, url="", title=one.title, published_at=when, dated="feed", seen_at=when,
        language="zh-Hans", page_sha256="", text_from=TextFrom.SUMMARY, paragraphs=(), summary=one.summary,
    )  # fmt: skip
    return Reading(lead_id=one.id, article=article)


if __name__ == "__main__":
    print(_alone(Path(sys.argv[1])))
