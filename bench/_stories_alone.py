"""Measurements of the index of stories, each in a process of its own on one core: ``python -m bench._stories_alone``.

Takes the parameters as one JSON object and prints what it found as another.
"""

import gc
import json
import random
import resource
import sys
import time
import tracemalloc
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from bench._headlines import Headline, archived, invented
from ribao.annotate.words import tokens
from ribao.cluster.index import Index, Item
from ribao.cluster.marks import Marks, marks_of, unpack
from ribao.cluster.model import Model, choose

BATCH = 1000  # articles of one refresh
RESTORED = 10_000  # articles read at a time
FRESH = 10_000  # articles that are assigned
MONTHS = 9 * 30 * 24.0  # hours
LEAD = 600  # characters of a summary that count


def rate(asked: dict[str, Any]) -> dict[str, float]:
    """Articles a second put to their stories with ``indexed`` others there; their span as asked, the window 72 h."""
    heads, model = _headlines(asked), _model(asked)
    made: list[Item] = []
    cut = _seconds(lambda: made.extend(_items(heads[-FRESH:], model)))
    index = Index(model, asked["window"])
    for start in range(0, len(heads) - FRESH, RESTORED):
        _restore(index, _items(heads[:-FRESH][start : start + RESTORED], model))
    taken = _seconds(lambda: _add(index, made))
    return {"from marks": FRESH / taken, "from text": FRESH / (taken + cut)}


def brute(asked: dict[str, Any]) -> dict[str, float]:
    """The peer: TF-IDF of scikit-learn over the same window, and the nearest neighbours of each by brute force."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.neighbors import NearestNeighbors

    texts = [" ".join(tokens(head.title)) for head in _headlines(asked)]
    matrix = TfidfVectorizer(token_pattern=r"\S+", ngram_range=(1, 2)).fit_transform(texts)
    nearest = NearestNeighbors(n_neighbors=10, metric="cosine", algorithm="brute", n_jobs=1).fit(matrix[:-FRESH])
    sample = matrix[-asked["sample"] :]
    return {"rate": sample.shape[0] / _seconds(lambda: nearest.kneighbors(sample))}


def memory(asked: dict[str, Any]) -> dict[str, float]:
    """MB that an index holds, Python's objects and arrays, and by how much the process has grown while it was read."""
    file, model = Path(asked["file"]), _model(asked)
    Index(model).add(_items(invented(10, 1, seed=1), model))  # what grows once: libraries, tables of the forest
    gc.collect()
    before = _resident()
    if asked["traced"]:
        tracemalloc.start()
    index = Index(model, asked["window"])
    _read(index, file)
    gc.collect()
    return {"MB": tracemalloc.get_traced_memory()[0] / 1e6 if asked["traced"] else _resident() - before}


def restart(asked: dict[str, Any]) -> dict[str, float]:
    file, model = Path(asked["file"]), _model(asked)
    return {"s": _seconds(lambda: _read(Index(model, asked["window"]), file))}


def pack(asked: dict[str, Any]) -> dict[str, float]:
    """Marks of all headlines into a file; the seconds are those of cutting words and making marks."""
    heads, model = _headlines(asked), _model(asked)
    with Path(asked["file"]).open("wb") as file:

        def write() -> None:
            for item in _items(heads, model):
                data = item.marks.pack()
                head = json.dumps([item.id, item.time, item.source]).encode()
                file.write(len(head).to_bytes(2, "big") + head + len(data).to_bytes(2, "big") + data)

        return {"s": _seconds(write)}


def consolidation(asked: dict[str, Any]) -> dict[str, float]:
    model = _model(asked)
    index = Index(model, asked["window"])
    _add(index, _items(_headlines(asked), model))
    return {"s": _seconds(index.consolidate)}


def identical(asked: dict[str, Any]) -> dict[str, float]:
    """One title, over and over."""
    model = _model(asked)
    (item,) = _items(invented(1, 1), model)
    index = Index(model)

    def add() -> None:
        for start in range(0, asked["count"], BATCH):
            index.add(_again(item, number) for number in range(start, start + BATCH))
        index.consolidate()

    return {"s": _seconds(add), "stories": len(index.groups())}


def _again(item: Item, number: int) -> Item:
    return Item(id=f"{number:08x}", marks=item.marks, time=item.time + number / 100, source=item.source)


def _headlines(asked: dict[str, Any]) -> list[Headline]:
    count = asked["indexed"] + FRESH if asked.get("fresh", True) else asked["indexed"]
    if asked.get("data"):
        heads = archived(Path(asked["data"]), count)
        return _within(heads, asked["span"]) if asked.get("squeeze") else heads
    return invented(count, asked["span"])


def _within(heads: Sequence[Headline], hours: float) -> list[Headline]:
    """The same headlines as if all had come in so many hours."""
    from dataclasses import replace

    first, last = heads[0].time, heads[-1].time
    scale = min(hours * 3600 / max(last - first, 1), 1)
    return [replace(head, time=first + (head.time - first) * scale) for head in heads]


def _items(heads: Sequence[Headline], model: Model) -> list[Item]:
    return [Item(id=head.id, marks=_marks(head, model), time=head.time, source=head.source) for head in heads]


def _marks(head: Headline, model: Model) -> Marks:
    lead = tokens(head.summary[:LEAD]) if head.summary else ()
    return marks_of(head.title, tokens(head.title), lead, model.lexicon, model.grams)


def _add(index: Index, items: Sequence[Item]) -> None:
    for start in range(0, len(items), BATCH):
        index.add(items[start : start + BATCH])


def _read(index: Index, path: Path) -> None:
    """Marks from a file into the index, a batch at a time, as articles whose stories are known."""
    with path.open("rb") as file:
        batch: list[Item] = []
        while length := int.from_bytes(file.read(2), "big"):
            id_, when, source = json.loads(file.read(length))
            marks = unpack(file.read(int.from_bytes(file.read(2), "big")))
            batch.append(Item(id=id_, marks=marks, time=when, source=source))
            if len(batch) == RESTORED:
                _restore(index, batch)
                batch = []
        _restore(index, batch)


def _restore(index: Index, batch: Sequence[Item]) -> None:
    index.restore(batch, {item.id: item.id for item in batch})


def _model(asked: dict[str, Any]) -> Model:
    """The shipped one, or that in the file ``asked`` names."""
    return choose(Path(asked["model"]) if asked.get("model") else None, lambda told: None)


def _resident() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


def _seconds(work: Callable[[], object]) -> float:
    started = time.process_time()  # of one core, however busy the other tasks keep it
    work()
    return time.process_time() - started


PARTS = {part.__name__: part for part in (rate, brute, memory, restart, pack, consolidation, identical)}

if __name__ == "__main__":
    random.seed(0)
    asked = json.loads(sys.argv[1])
    print(json.dumps(PARTS[asked["part"]](asked)))
