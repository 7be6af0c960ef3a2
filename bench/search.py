"""Search over many articles: words of two characters and more, names, phrases; against LIKE and FTS5's trigram.

The same rows go into the store, by its own way of writing, and into a plain table and a trigram index beside it. What is
looked for are words of the headlines themselves, and pairs of characters cut anywhere out of them: new words.
"""

import argparse
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from bench._headlines import SEED, Headline, archived, invented
from bench.measurement import Measurement
from ribao.support.searching.parsing import parse
from ribao.support.store.port import Reading, Store
from ribao.types.article import Article, TextFrom

INDEXED, FULL, AT_ONCE = 30_000, 300_000, 500
ASKED, ASKED_SLOWLY = 400, 40


def measure(options: argparse.Namespace) -> Iterator[Measurement]:
    from ribao.support.store.sqlite import open_store

    count = FULL if options.full else INDEXED
    shown = archived(options.data, count) if options.data else invented(count, count / 100)
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder))
        began = time.perf_counter()
        for start in range(0, len(shown), AT_ONCE):
            store.save_readings([_reading(one) for one in shown[start : start + AT_ONCE]])
        written = len(shown) / (time.perf_counter() - began)
        plain = _plain(Path(folder) / "plain.db", shown)
        yield from _asked(store, plain, shown)
        yield Measurement(
            name=f"search: articles stored and indexed, {len(shown):,}", value=round(written), unit="articles/s"
        )
        store.close()
        plain.close()


def _asked(store: Store, plain: sqlite3.Connection, shown: Sequence[Headline]) -> Iterator[Measurement]:
    chosen = random.Random(SEED)
    words = _words(chosen, [one.title for one in shown])
    ours = _times(lambda word: store.search(parse(word)).hits, words)
    like = _times(lambda word: plain.execute(_LIKE, [f"%{word}%"] * 2).fetchall(), words[:ASKED_SLOWLY])
    yield Measurement(
        name=f"search: p95 of {len(words)} words over {len(shown):,} articles",
        value=round(_p95(ours), 2),
        unit="ms",
        peer="LIKE over the same rows, p95",
        peer_value=round(_p95(like), 1),
        ratio=round(statistics.median(like) / statistics.median(ours), 1),
        aim="<= 20 ms; >= 50 x (medians)",
    )
    pairs = [word for word in words if len(word) == 2 and not word.isascii()]
    found = sum(bool(store.search(parse(word)).hits) for word in pairs)
    trigram = sum(bool(plain.execute(_TRIGRAM, [f'"{word}"']).fetchall()) for word in pairs)
    yield Measurement(
        name=f"search: of {len(pairs)} pairs of characters that stand in headlines, found",
        value=found,
        unit="pairs",
        peer="FTS5 trigram",
        peer_value=trigram,
        aim="all",
    )
    yield Measurement(
        name="search: slowest of the commonest words and characters",
        value=round(
            max(_times(lambda word: store.search(parse(word)).hits, ["的", "一", "a", "新", "公司", "发布", "the"])), 1
        ),
        unit="ms",
    )


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
    sys.exit("python -m bench --only search")
