"""What the tests of this folder measure: the invented day by the lab's own path, and the hard pairs one by one."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from ribao.annotate.roundup import is_roundup
from ribao.annotate.words import words_of
from ribao.cluster.index import Index
from ribao.cluster.model import Model
from ribao.cluster.stories import Known, item_of, marks_for
from ribao.cluster.weigh import weigh
from ribao.commands.lab_items import Items, article_of
from ribao.commands.lab_stories import predicted
from ribao.types.article import Article

HERE = Path(__file__).parent
ITEMS = HERE / "items.jsonl"
NOON = "2026-05-14T04:00:00Z"


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def told(path: Path) -> dict[str, str]:
    return predicted(Items(path=path), None, [])


def told_of(items: Sequence[Mapping[str, Any]], folder: Path) -> dict[str, str]:
    path = folder / "items.jsonl"
    path.write_text("".join(json.dumps(item, ensure_ascii=False) + "\n" for item in items), encoding="utf-8")
    return told(path)


def groups(stories: Mapping[str, str]) -> set[frozenset[str]]:
    members: dict[str, set[str]] = defaultdict(set)
    for one, story in stories.items():
        members[story].add(one)
    return {frozenset(ids) for ids in members.values()}


def accuracy(model: Model) -> dict[str, float]:
    """Share of the pairs of each kind that are told right, and of all, under "all".

    A pair is one story when its likeness within the invented day reaches what the model joins at; a round-up never is.
    """
    pairs = rows(HERE / "pairs.jsonl")
    sides = [
        article_of({"id": f"p{at}", "source": f"s{at}", "t": NOON, **side}) for at, side in enumerate(_sides(pairs))
    ]
    likeness = _likeness(model, sides)
    right: dict[str, list[bool]] = defaultdict(list)
    for at, pair in enumerate(pairs):
        alone = is_roundup(sides[2 * at]) or is_roundup(sides[2 * at + 1])
        joined = not alone and float(likeness[at]) >= model.least
        right[pair["kind"]].append(joined == pair["same"])
        right["all"].append(joined == pair["same"])
    return {kind: round(sum(many) / len(many), 3) for kind, many in sorted(right.items())}


def _sides(pairs: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [side for pair in pairs for side in (pair["one"], pair["other"])]


def _likeness(model: Model, sides: Sequence[Article]) -> np.ndarray:
    """Of each side with the one after it, weighed with the frequencies of the day."""
    index = Index(model)
    day = list(Items(path=ITEMS).articles())
    index.add(item_of(article, words_of(article), model, Known()) for article in day)
    index.consolidate()
    first = len(index.table)
    marks = [marks_for(article, words_of(article), model) for article in sides]
    noon = sides[0].published_at.timestamp()
    index.table.extend([one.id for one in sides], marks, [noon] * len(sides), [one.source_id for one in sides])
    one = np.arange(first, first + len(sides), 2)
    return weigh(model, index.table, one + 1, one, index.frequencies)[0]
