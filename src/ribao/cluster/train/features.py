"""Pairs of a labelled day as numbers with a label: what the forest learns from."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ribao.cluster.candidates import Pairs as CandidatePairs
from ribao.cluster.candidates import Searcher
from ribao.cluster.frequencies import Frequencies
from ribao.cluster.grams import Grams
from ribao.cluster.lexicon import Lexicon
from ribao.cluster.likeness import Numbers, Rows, compare
from ribao.cluster.marks import Marks, marks_of
from ribao.cluster.table import Table
from ribao.cluster.train.corpus import Item, Labelled
from ribao.cluster.train.texts import Cut
from ribao.cluster.train.weak import count_own

_HEAVIER = 1.5  # a positive pair of a story of two


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pairs:
    """``one``, ``other``: positions in the day (pairs,); ``numbers`` (pairs, features); ``same`` bool (pairs,); ``weights``
    float64 (pairs,). ``stands`` (items,): the first item with the same headline, which alone is compared. ``possible``:
    pairs of one story among those that are compared, found as candidates or not.
    """

    one: Rows
    other: Rows
    numbers: Numbers
    same: NDArray[np.bool_]
    weights: NDArray[np.float64]
    stands: NDArray[np.int64]
    possible: int


def pairs_of(day: Labelled, lexicon: Lexicon, grams: Grams, background: NDArray[np.float32], cut: Cut) -> Pairs:
    """Candidates as they are found at run time: equal headlines folded, round-ups left out."""
    marks = [marks_of(item.title, cut(item.title), cut(item.lead), lexicon, grams) for item in day.items]
    stands = fold_headlines(marks, day.roundup)
    heads = np.unique(stands)
    frequencies, table = Frequencies(background), _table(day.items, marks, heads, grams.width)
    count_own(table, frequencies)
    searcher, rows = Searcher(table, frequencies), np.flatnonzero(~day.roundup[heads])
    searcher.extend(rows)
    near = searcher.earlier(rows, np.zeros_like(rows))
    told = ~day.roundup[heads][near.other]
    found = CandidatePairs(one=near.one[told], other=near.other[told])
    one, other, story = heads[found.one], heads[found.other], day.story
    same = story[one] == story[other]
    _, at, sizes = np.unique(story[heads], return_inverse=True, return_counts=True)
    return Pairs(
        one=one, other=other, numbers=compare(table, found.one, found.other, frequencies, grams), same=same,
        weights=weights(same, sizes[at][found.one]), stands=stands, possible=int((sizes * (sizes - 1) // 2).sum()),
    )  # fmt: skip


def fold_headlines(marks: Sequence[Marks], roundup: NDArray[np.bool_]) -> NDArray[np.int64]:
    first: dict[int, int] = {}
    stands = [
        first.setdefault(mark.headline, at) if mark.headline and not alone else at
        for at, (mark, alone) in enumerate(zip(marks, roundup.tolist(), strict=True))
    ]
    return np.array(stands, np.int64)


def _table(items: Sequence[Item], marks: Sequence[Marks], heads: Rows, width: int) -> Table:
    table, kept = Table(width), [(items[at], marks[at]) for at in heads.tolist()]
    table.extend(
        [item.id for item, _ in kept], [mark for _, mark in kept],
        [item.time for item, _ in kept], [item.source for item, _ in kept],
    )  # fmt: skip
    return table


def weights(same: NDArray[np.bool_], size: NDArray[np.integer]) -> NDArray[np.float64]:
    """A story of n has n(n-1)/2 pairs: with the root of n as its weight an article counts, not a pair of the largest."""
    found: NDArray[np.float64] = np.where(same, _HEAVIER / np.sqrt(np.maximum(size - 1, 1)), 1.0)
    return found
