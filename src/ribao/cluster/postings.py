"""Postings: which articles hold a term, for finding candidates among hundreds of thousands of articles.

Each posting is one number, term and row together, so that a sorted run of them is an inverted list that a binary search
opens. New postings come in small runs that are merged as they grow (a log-structured merge tree, O'Neil et al. 1996).
What is found does not depend on the size of the batches in which articles came.
"""

import numpy as np
from numpy.typing import NDArray

from ribao.cluster.buckets import Buckets

_ROW_BITS = np.uint64(32)
_MERGE_AT = 4  # a run is merged into the one before it unless that is so many times as long

Keys = NDArray[np.uint64]


class Postings:
    def __init__(self) -> None:
        self._runs: list[Keys] = []

    @property
    def bytes(self) -> int:
        return sum(run.nbytes for run in self._runs)

    def extend(self, terms: Buckets, rows: NDArray[np.int64]) -> None:
        """``rows`` are higher than all before: the row of each of ``terms``."""
        self._runs.append(np.sort(_keys(terms, rows)))
        while len(self._runs) > 1 and len(self._runs[-2]) < _MERGE_AT * len(self._runs[-1]):
            last, before = self._runs.pop(), self._runs.pop()
            self._runs.append(np.sort(np.concatenate([before, last]), kind="stable"))

    def latest(
        self, terms: Buckets, before: NDArray[np.int64], oldest: NDArray[np.int64], most: int
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """For each query (a term, rows from ``oldest`` up to but without ``before``) its ``most`` latest rows.

        Two arrays: the number of the query, and a row.
        """
        left = np.full(len(terms), most, np.int64)
        low, high = _keys(terms, oldest), _keys(terms, before)
        queries, rows = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
        for run in reversed(self._runs):
            first, last = np.searchsorted(run, low), np.searchsorted(run, high)
            lengths = np.minimum(last - first, left)
            left -= lengths
            ends = np.cumsum(lengths)
            at = np.arange(ends[-1] if len(ends) else 0) + np.repeat(last - ends, lengths)
            queries.append(np.repeat(np.arange(len(terms)), lengths))
            rows.append((run[at] & np.uint64(0xFFFFFFFF)).astype(np.int64))
        return np.concatenate(queries), np.concatenate(rows)


def _keys(terms: Buckets, rows: NDArray[np.int64]) -> Keys:
    return (terms.astype(np.uint64) << _ROW_BITS) | rows.astype(np.uint64)
