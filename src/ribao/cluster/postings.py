"""Postings: which articles hold a term, for finding candidates among hundreds of thousands of articles.

A run of postings holds each of its terms once, ascending, and the rows of each, ascending: inverted lists behind each
other. New postings come in small runs that are merged as they grow (a log-structured merge tree, O'Neil et al. 1996).
What is found does not depend on the size of the batches in which articles came.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ribao.cluster.buckets import Buckets

_ROW_BITS = np.uint64(32)
_MERGE_AT = 4  # a run is merged into the one before it unless that is so many times as long

Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Run:
    """``rows`` of ``terms[t]`` are those from ``starts[t]`` up to ``starts[t + 1]``, all uint32."""

    terms: NDArray[np.uint32]
    starts: NDArray[np.uint32]
    rows: NDArray[np.uint32]

    @property
    def bytes(self) -> int:
        return self.terms.nbytes + self.starts.nbytes + self.rows.nbytes

    def keys(self) -> NDArray[np.uint64]:
        """Term and row of each posting as one number."""
        return _keys(np.repeat(self.terms, np.diff(self.starts)), self.rows)

    def between(self, terms: Buckets, oldest: Rows, before: Rows) -> tuple[Rows, Rows]:
        """For each query where its rows start and end in ``rows``."""
        at = np.minimum(np.searchsorted(self.terms, terms), len(self.terms) - 1)
        known = self.terms[at] == terms
        first = self.starts[at].astype(np.int64)
        end = np.where(known, self.starts[at + 1].astype(np.int64), first)
        return _bisect(self.rows, first, end, oldest), _bisect(self.rows, first, end, before)


class Postings:
    def __init__(self) -> None:
        self._runs: list[_Run] = []

    @property
    def bytes(self) -> int:
        return sum(run.bytes for run in self._runs)

    def extend(self, terms: Buckets, rows: Rows) -> None:
        """``rows`` are higher than all before: the row of each of ``terms``."""
        if not len(terms):
            return
        self._runs.append(_run(np.sort(_keys(terms, rows))))
        while len(self._runs) > 1 and len(self._runs[-2].rows) < _MERGE_AT * len(self._runs[-1].rows):
            last, before = self._runs.pop(), self._runs.pop()
            keys = np.concatenate([before.keys(), last.keys()])
            keys.sort(kind="stable")
            self._runs.append(_run(keys))

    def latest(self, terms: Buckets, before: Rows, oldest: Rows, most: int) -> tuple[Rows, Rows]:
        """For each query (a term, rows from ``oldest`` up to but without ``before``) its ``most`` latest rows.

        Two arrays: the number of the query, and a row.
        """
        left = np.full(len(terms), most, np.int64)
        queries, rows = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
        for run in reversed(self._runs):
            first, last = run.between(terms, oldest, before)
            lengths = np.minimum(np.maximum(last - first, 0), left)
            left -= lengths
            ends = np.cumsum(lengths)
            at = np.arange(ends[-1] if len(ends) else 0) + np.repeat(last - ends, lengths)
            queries.append(np.repeat(np.arange(len(terms)), lengths))
            rows.append(run.rows[at].astype(np.int64))
        return np.concatenate(queries), np.concatenate(rows)


def _run(keys: NDArray[np.uint64]) -> _Run:
    """Of keys in ascending order."""
    terms = (keys >> _ROW_BITS).astype(np.uint32)
    starts = np.flatnonzero(np.diff(terms, prepend=terms[0] + np.uint32(1)))
    return _Run(
        terms=terms[starts],
        starts=np.append(starts, len(keys)).astype(np.uint32),
        rows=(keys & np.uint64(0xFFFFFFFF)).astype(np.uint32),
    )


def _bisect(rows: NDArray[np.uint32], first: Rows, end: Rows, wanted: Rows) -> Rows:
    """For each query the first place in ``rows[first:end]`` whose row is not less than ``wanted``."""
    low, high = first.copy(), end.copy()
    while (open_ := low < high).any():
        middle = (low + high) >> 1
        less = open_ & (rows[np.minimum(middle, len(rows) - 1)] < wanted)
        low = np.where(less, middle + 1, low)
        high = np.where(open_ & ~less, middle, high)
    return low


def _keys(terms: Buckets, rows: NDArray[np.integer]) -> NDArray[np.uint64]:
    return (terms.astype(np.uint64) << _ROW_BITS) | rows.astype(np.uint64)
