"""Stories: articles put to their stories a second, growth with the index, memory, restart, consolidation.

Each part runs in a process of its own, on one core. Headlines are invented from a seed; with ``--data DIR`` those of the
archives there are taken instead. "In one window" is the hard reading: all articles may be compared with each other.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench._headlines import SEED, Headline, invented
from bench.measurement import Measurement
from ribao.joining import Task, consolidate
from ribao.types.article import Article, TextFrom
from ribao.types.source import Source

INDEXED, FEWER, FRESH = 300_000, 30_000, 10_000
WINDOW, MONTHS = 72.0, 9 * 30 * 24.0  # hours
WINDOW_ARTICLES, WITH_TEXT, IDENTICAL = 12_000, 3_800, 1_000_000
BRUTE_SAMPLE = 300  # articles whose nearest neighbours the peer seeks
_ONE_CORE = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Packed:
    """Files of marks; ``seconds``: what cutting words and making the marks of one article took."""

    files: list[str]
    seconds: float


def measure(options: argparse.Namespace) -> Iterator[Measurement]:
    with tempfile.TemporaryDirectory() as folder:
        many = _packed(INDEXED + FRESH, f"{folder}/many", options.data)
        yield from _rates(many, options.full)
        yield _consolidation(many)
    count = IDENTICAL if options.full else IDENTICAL // 10
    found = _alone("identical", count=count)
    yield Measurement(
        name=f"stories: {count:,} identical titles, {found['MB']:.0f} MB",
        value=round(found["s"], 1),
        unit="s",
        aim="<= 60 s, <= 1 GB for a million",
    )
    yield _joining()


def _packed(count: int, file: str, data: Path | None) -> _Packed:
    """Headlines of 72 hours and their marks: invented ones by two processes at once, half of them each."""
    parts = 1 if data else 2
    asked = [
        {"count": count // parts, "span": WINDOW, "seed": SEED + part, "file": f"{file}{part}"}
        | ({"data": str(data.resolve())} if data else {})
        for part in range(parts)
    ]
    with ThreadPoolExecutor(parts) as pool:
        found = list(pool.map(lambda one: _alone("pack", **one), asked))
    files = [str(one["file"]) for one in asked]
    return _Packed(files=files, seconds=sum(one["s"] for one in found) / len(found))


def _rates(many: _Packed, full: bool) -> Iterator[Measurement]:
    asked = {"files": many.files, "fresh": FRESH, "window": WINDOW}
    whole = _alone("rate", **asked)
    part = (FEWER + FRESH) / (INDEXED + FRESH)
    few = _alone("rate", **asked, count=FEWER + FRESH, stretch=1 / part)["rate"]
    crowded = whole["rate"]
    brute = _alone("brute", files=many.files, sample=BRUTE_SAMPLE)["rate"]
    name = f"stories: articles assigned, {INDEXED:,} indexed"
    yield Measurement(
        name=f"{name}, all in one window",
        value=round(crowded),
        unit="articles/s",
        peer="scikit-learn: TF-IDF, nearest neighbours by brute force",
        peer_value=round(brute, 1),
        ratio=round(crowded / brute, 1),
        aim=">= 1,000 articles/s, >= 20x",
    )
    yield Measurement(
        name=f"{name}, all in one window, words cut and marks made as well",
        value=round(1 / (1 / crowded + many.seconds)),
        unit="articles/s",
    )
    if full:
        spread = _alone("rate", **asked, stretch=MONTHS / WINDOW)["rate"]
        yield Measurement(name=f"{name}, over months", value=round(spread), unit="articles/s", aim=">= 1,000")
    yield Measurement(
        name=f"stories: cost of an article, {INDEXED:,} indexed",
        value=round(1000 / crowded, 3),
        unit="ms",
        peer=f"with {FEWER:,} indexed",
        peer_value=round(1000 / few, 3),
        ratio=round(crowded / few, 2),
        aim="grows <= 2x: ratio >= 0.5",
    )
    yield from _kept(many, whole | (_alone("rate", **asked, traced=True) if full else {}) | {"read": whole["read"]})


def _kept(many: _Packed, found: dict[str, float]) -> Iterator[Measurement]:
    """Memory and restart, from marks in files."""
    count, read = round(found["indexed"]), found["read"]
    yield Measurement(
        name=f"stories: memory of an index of {count:,} articles",
        value=round(found["held"]),
        unit="MB",
        peer="growth of the process, with what building it took for a moment",
        peer_value=round(found["grown"]),
        aim="<= 150 MB",
    )
    cut = many.seconds * count
    yield Measurement(
        name=f"stories: an index of {count:,} articles from their marks",
        value=round(read, 1),
        unit="s",
        peer="cutting their words and making marks first",
        peer_value=round(read + cut, 1),
        ratio=round(1 + cut / read, 1),
        aim="not from text",
    )


def _consolidation(many: _Packed) -> Measurement:
    stretch = (INDEXED + FRESH) / WINDOW_ARTICLES
    found = _alone("consolidation", files=many.files, window=WINDOW, count=WINDOW_ARTICLES, stretch=stretch)
    return Measurement(
        name=f"stories: consolidation of {round(found['articles']):,} articles of 72 hours",
        value=round(found["s"], 1),
        unit="s",
    )


def _alone(part: str, **asked: Any) -> dict[str, float]:
    """What ``bench._stories_alone`` finds in a process of its own, on one core."""
    command = [sys.executable, "-m", "bench._stories_alone", json.dumps({"part": part, **asked})]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env={**os.environ, **_ONE_CORE})
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _joining() -> Measurement:
    """The whole fourth stage (words cut, reposts folded, stories made) of articles with some 900 characters of text."""
    chance = random.Random(20310507)
    heads = invented(4000, 24)
    sentences = [head.title + "。" for head in heads]
    articles = [
        replace(_article(head), paragraphs=("".join(chance.sample(sentences, 50)),), text_from=TextFrom.PAGE)
        for head in heads[:WITH_TEXT]
    ]
    sources = {head.source: Source(id=head.source, url="https://s.example", title="s") for head in heads}
    taken = _seconds(lambda: consolidate(Task(articles=articles, sources=sources)))
    return Measurement(
        name=f"stories: {WITH_TEXT:,} articles with text, all of it", value=round(taken, 2), unit="s", aim="<= 4 s"
    )


def _seconds(work: Callable[[], object]) -> float:
    started = time.process_time()  # of one core, however busy the other tasks keep it
    work()
    return time.process_time() - started


def _article(head: Headline) -> Article:
    at = datetime.fromtimestamp(head.time, UTC)
    return Article(
        id=head.id,
        source_id=head.source,
        url="",
        title=head.title,
        summary=head.summary,
        published_at=at,
        dated="feed",
        seen_at=at,
        language="zh-Hans",
        page_sha256="",
        text_from=TextFrom.NONE,
        paragraphs=(),
    )
