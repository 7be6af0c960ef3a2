"""Measurements of the index of stories, each in a process of its own on one core: ``python -m bench._stories_alone``.

Takes the parameters as one JSON object and prints what it found as another. Marks are made once (``pack``) and read
from files by all that follow.
"""

import gc
import heapq
import json
import random
import resource
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

from bench._composed import cut_once, put_together
from bench._headlines import BEGIN, SEED, Headline, archived, invented
from ribao.annotate.words import tokens
from ribao.cluster.index import Index, Item
from ribao.cluster.marks import Marks, marks_of, unpack
from ribao.cluster.model import Model, choose

BATCH = 1000  # articles of one refresh
RESTORED = 40_000  # articles read at a time
LEAD = 600  # characters of a summary that count
CUT = 16  # of so many invented headlines one is cut and marked as a whole


def pack(asked: dict[str, Any]) -> dict[str, float]:
    """Words and marks of headlines into two files; the seconds are those of cutting words and making marks of one.

    Of invented headlines one in :data:`CUT` is cut and marked, the others are put together of the marks of their words:
    as many terms, in a fourth of the time.
    """
    heads, model = _headlines(asked), _model()
    cut: list[float] = []
    _marks(heads[0], tokens(heads[0].title), model)  # dictionaries are read once
    with Path(f"{asked['file']}.marks").open("wb") as marks, Path(f"{asked['file']}.words").open("w") as words:
        for at, head in enumerate(heads):
            started = time.process_time()
            whole = at % CUT == 0 or not head.pieces
            told = tokens(head.title) if whole else tuple(word for piece in head.pieces for word in cut_once(piece))
            data = (_marks(head, told, model) if whole else put_together(head, model)).pack()
            if whole:
                cut.append(time.process_time() - started)
            known = "\t".join([head.id, str(head.time), head.source]).encode()
            marks.write(len(known).to_bytes(2, "big") + known + len(data).to_bytes(2, "big") + data)
            words.write(" ".join(told) + "\n")
    return {"s": sum(cut) / len(cut)}


def rate(asked: dict[str, Any]) -> dict[str, float]:
    """Articles a second put to their stories, ``fresh`` of them, with all before them there.

    And of those before them: seconds of reading them from their marks, MB that their index holds (``traced``: with all
    of Python's objects), and by how much the process has grown.
    """
    model = _model()
    Index(model).restore(_invented(10, model), {item.id: item.id for item in _invented(10, model)})  # what grows once
    gc.collect()
    before = _resident()
    if asked.get("traced"):
        tracemalloc.start()
    index, made = Index(model, asked["window"]), list[Item]()
    read = _seconds(lambda: made.extend(_read(index, _items(asked), leave=asked["fresh"])))
    held = tracemalloc.get_traced_memory()[0] / 1e6 if asked.get("traced") else index.bytes / 1e6
    tracemalloc.stop()
    found = {"read": read, "held": held, "grown": _resident() - before, "indexed": len(index)}
    return found | {"rate": len(made) / _seconds(lambda: [index.add(many) for many in _batches(made, BATCH)])}


def brute(asked: dict[str, Any]) -> dict[str, float]:
    """The peer: TF-IDF of scikit-learn over the same window, and the nearest neighbours of each by brute force."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.neighbors import NearestNeighbors

    texts = [line for file in asked["files"] for line in Path(f"{file}.words").read_text().splitlines()]
    random.Random(SEED).shuffle(texts)
    matrix = TfidfVectorizer(token_pattern=r"\S+", ngram_range=(1, 2)).fit_transform(texts)
    count = asked["sample"]
    nearest = NearestNeighbors(n_neighbors=10, metric="cosine", algorithm="brute", n_jobs=1).fit(matrix[:-count])
    return {"rate": count / _seconds(lambda: nearest.kneighbors(matrix[-count:]))}


def consolidation(asked: dict[str, Any]) -> dict[str, float]:
    index = Index(_model(), asked["window"])
    _read(index, _items(asked))
    return {"s": _seconds(index.consolidate), "articles": len(index), "stories": len(index.groups())}


def identical(asked: dict[str, Any]) -> dict[str, float]:
    """One title, over and over."""
    (item,) = _invented(1, _model())
    index = Index(_model())
    before = _resident()

    def add() -> None:
        for start in range(0, asked["count"], BATCH):
            index.add(_again(item, number) for number in range(start, start + BATCH))
        index.consolidate()

    return {"s": _seconds(add), "MB": _resident() - before, "stories": len(index.groups())}


def _again(item: Item, number: int) -> Item:
    return Item(id=f"{number:08x}", marks=item.marks, time=item.time + number / 100, source=item.source)


def _headlines(asked: dict[str, Any]) -> list[Headline]:
    """``count`` of them, of ``seed``, within so many hours: those of archives as if all had come in that time."""
    if not asked.get("data"):
        return invented(asked["count"], asked["span"], asked.get("seed", SEED))
    heads = archived(Path(asked["data"]), asked["count"])
    first, last = heads[0].time, heads[-1].time
    scale = min(asked["span"] * 3600 / max(last - first, 1), 1)
    return [replace(head, time=BEGIN + (head.time - first) * scale) for head in heads]


def _marks(head: Headline, words: Sequence[str], model: Model) -> Marks:
    lead = tokens(head.summary[:LEAD]) if head.summary else ()
    return marks_of(head.title, words, lead, model.lexicon, model.grams)


def _invented(count: int, model: Model) -> list[Item]:
    heads = invented(count, 1)
    made = [_marks(head, tokens(head.title), model) for head in heads]
    return [
        Item(id=head.id, marks=marks, time=head.time, source=head.source)
        for head, marks in zip(heads, made, strict=True)
    ]


def _items(asked: dict[str, Any]) -> Iterator[Item]:
    """From the files, in order of time; the first ``count``; ``stretch``: how many times as long they take."""
    every = heapq.merge(*(_unpacked(Path(f"{file}.marks")) for file in asked["files"]), key=lambda i: (i.time, i.id))
    merged = islice(every, asked.get("count"))
    stretch = asked.get("stretch", 1.0)
    if stretch == 1:
        return merged
    return (replace(item, time=BEGIN + (item.time - BEGIN) * stretch) for item in merged)


def _unpacked(path: Path) -> Iterator[Item]:
    with path.open("rb") as file:
        while length := int.from_bytes(file.read(2), "big"):
            id_, when, source = file.read(length).decode().split("\t")
            marks = unpack(file.read(int.from_bytes(file.read(2), "big")))
            yield Item(id=id_, marks=marks, time=float(when), source=source)


def _read(index: Index, items: Iterator[Item], leave: int = 0) -> list[Item]:
    """All but the last ``leave`` into the index, a batch at a time, as articles whose stories are known; returns those."""
    held: list[Item] = []
    for item in items:
        held.append(item)
        if len(held) == RESTORED + leave:
            _restore(index, held[:RESTORED])
            del held[:RESTORED]
    rest = held[: len(held) - leave]
    _restore(index, rest)
    return held[len(rest) :]


def _restore(index: Index, batch: Sequence[Item]) -> None:
    index.restore(batch, {item.id: item.id for item in batch})


def _batches(items: Sequence[Item], size: int) -> Iterator[Sequence[Item]]:
    return (items[start : start + size] for start in range(0, len(items), size))


def _model() -> Model:
    """The shipped one."""
    return choose(None, lambda told: None)


def _resident() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


def _seconds(work: Callable[[], object]) -> float:
    started = time.process_time()  # of one core, however busy the other tasks keep it
    work()
    return time.process_time() - started


PARTS = {part.__name__: part for part in (pack, rate, brute, consolidation, identical)}

if __name__ == "__main__":
    random.seed(0)
    asked = json.loads(sys.argv[1])
    print(json.dumps(PARTS[asked["part"]](asked)))
