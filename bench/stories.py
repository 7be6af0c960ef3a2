"""Stories: articles put to their stories a second, growth with the index, memory, restart, consolidation; and annotation.

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
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from bench._headlines import Headline, invented
from bench.measurement import Measurement
from ribao.annotate.makers import annotate
from ribao.annotate.words import tokens
from ribao.joining import Task, consolidate
from ribao.types.article import Article, TextFrom
from ribao.types.source import Source

SMALL, INDEXED, FULL = 3_000, 30_000, 300_000
WINDOW, MONTHS = 72.0, 9 * 30 * 24.0  # hours
WINDOW_ARTICLES, WITH_TEXT, IDENTICAL = 12_000, 3_800, 1_000_000
BRUTE_SAMPLE = 300  # articles whose nearest neighbours the peer seeks
_ONE_CORE = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


def measure(options: argparse.Namespace) -> Iterator[Measurement]:
    size = FULL if options.full else INDEXED
    data = {"data": str(options.data.resolve()), "squeeze": True} if options.data else {}
    yield from _rates(size, data)
    with tempfile.TemporaryDirectory() as folder:
        yield from _kept(size, data | {"file": f"{folder}/marks"})
    yield _consolidation(data)
    if options.full:
        found = _alone("identical", count=IDENTICAL)
        yield Measurement(name=f"stories: {IDENTICAL:,} identical titles", value=round(found["s"], 1), unit="s")
    yield _joining()
    yield _annotation()


def _rates(size: int, data: dict[str, Any]) -> Iterator[Measurement]:
    crowded = _alone("rate", indexed=size, span=WINDOW, window=WINDOW, **data)
    spread = _alone("rate", indexed=size, span=MONTHS * size / FULL, window=WINDOW, **data)
    fewer = _alone("rate", indexed=size // 10, span=WINDOW, window=WINDOW, **data)
    brute = _alone("brute", indexed=size, span=WINDOW, sample=BRUTE_SAMPLE, **data)
    name = f"stories: articles assigned, {size:,} indexed"
    yield Measurement(
        name=f"{name}, all in one window",
        value=round(crowded["from marks"]),
        unit="articles/s",
        peer="scikit-learn: TF-IDF, nearest neighbours by brute force",
        peer_value=round(brute["rate"], 1),
        ratio=round(crowded["from marks"] / brute["rate"], 1),
        aim=">= 1,000 articles/s, >= 20x",
    )
    yield Measurement(
        name=f"{name}, all in one window, from text", value=round(crowded["from text"]), unit="articles/s"
    )
    yield Measurement(name=f"{name}, over months", value=round(spread["from marks"]), unit="articles/s", aim=">= 1,000")
    yield Measurement(
        name=f"stories: cost of an article, {size:,} indexed",
        value=round(1000 / crowded["from marks"], 3),
        unit="ms",
        peer=f"with {size // 10:,} indexed",
        peer_value=round(1000 / fewer["from marks"], 3),
        ratio=round(crowded["from marks"] / fewer["from marks"], 2),
        aim="grows <= 2x: ratio >= 0.5",
    )


def _kept(size: int, asked: dict[str, Any]) -> Iterator[Measurement]:
    """Memory and restart, from marks in a file."""
    asked |= {"indexed": size, "fresh": False, "span": WINDOW, "window": WINDOW}
    cut = _alone("pack", **asked)
    held, grown = (_alone("memory", traced=traced, **asked) for traced in (True, False))
    yield Measurement(
        name=f"stories: memory of an index of {size:,} articles",
        value=round(held["MB"]),
        unit="MB",
        peer="growth of the process, with what building it took for a moment",
        peer_value=round(grown["MB"]),
        aim="<= 150 MB at 300,000",
    )
    again = _alone("restart", **asked)
    yield Measurement(
        name=f"stories: an index of {size:,} articles from their marks",
        value=round(again["s"], 1),
        unit="s",
        peer="cutting their words and making marks first",
        peer_value=round(again["s"] + cut["s"], 1),
        ratio=round(1 + cut["s"] / again["s"], 1),
        aim="not from text",
    )


def _consolidation(data: dict[str, Any]) -> Measurement:
    found = _alone("consolidation", indexed=WINDOW_ARTICLES, fresh=False, span=WINDOW, window=WINDOW, **data)
    return Measurement(
        name=f"stories: consolidation of {WINDOW_ARTICLES:,} articles of 72 hours", value=round(found["s"], 1), unit="s"
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


def _annotation() -> Measurement:
    heads = invented(120, 24)
    text = "".join(head.title + "。" for head in heads)[:1500]
    full = replace(_article(heads[0]), paragraphs=(text,))
    source = Source(id="s", url="https://s.example", title="s")
    annotate(full, source)
    ours = _seconds(lambda: [annotate(full, source) for _ in range(50)]) / 50
    cut = _seconds(lambda: [tokens(text) for _ in range(50)]) / 50
    return Measurement(
        name="annotate: an article of 1,500 characters",
        value=round(ours * 1000, 2),
        unit="ms",
        peer="cutting all its words alone",
        peer_value=round(cut * 1000, 2),
        ratio=round(cut / ours, 2),
        aim="<= 15 ms",
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
