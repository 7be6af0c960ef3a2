"""Candidates: the earlier articles that each article is compared with.

Found by shared terms, rarest first, in inverted lists of which only the latest part is read, and by vectors: exactly
while the window is small, by their largest components when it is large (winner-take-all hashing, Yagnik et al. 2011).
So the cost of an article does not grow with the index.
"""

from dataclasses import dataclass
from itertools import combinations, pairwise

import numpy as np
from numpy.typing import NDArray

from ribao.cluster.buckets import BUCKETS, Buckets
from ribao.cluster.frequencies import Frequencies
from ribao.cluster.grams import unit
from ribao.cluster.postings import Postings
from ribao.cluster.table import TERMS, Table

Rows = NDArray[np.int64]

QUERY_TERMS = 16  # rarest terms of an article that are looked up
ALL_TERMS = 64  # without a background, and without vectors, only these find anything
LATEST = 64  # articles read of each inverted list
BY_TERMS, BY_VECTOR, BY_FOREIGN = 28, 16, 10  # candidates kept: by terms, by vector, by vector in the other language
POSTED = 12  # rarest terms of an article under which others find it
_BLOCK = 128
_FLOOR, _FLOOR_NEAR = (
    0.17,
    0.7,
)  # of cosine by terms, and what the vectors' counts beside it: below, hardly ever a story
_PART = 32  # candidates of which the highest stands for all, where the nearest are sought
_NEAREST = 0.2  # cosine of vectors: below, nothing is found by them
_TOP = 4  # largest components of a vector that are hashed
# a key of a posting to be: 12 bits of group, 31 of rarity, 21 of term
_GROUPS, _GROUP_BITS, _TERM_BITS, _HIGHEST = 1 << 12, np.uint64(52), np.uint64(21), np.uint32(0x7FFFFFFF)
_VECTOR_WEIGHT, _FOREIGN_BONUS = 0.8, 0.25  # terms say little across languages


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """``kept``: candidates of an article that are weighed; ``exact``: rows up to which all vectors of a window are compared."""

    kept: int
    exact: int


THOROUGH = Effort(kept=36, exact=20_000)
BRIEF = Effort(kept=16, exact=10_000)  # on arrival: a consolidation looks again


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pairs:
    """``one``: the later row; ``other``: the earlier."""

    one: Rows
    other: Rows


class Searcher:
    def __init__(self, table: Table, frequencies: Frequencies) -> None:
        self._table = table
        self._frequencies = frequencies
        self._terms = Postings()
        self._codes = Postings()

    @property
    def bytes(self) -> int:
        return self._terms.bytes + self._codes.bytes

    def extend(self, rows: Rows) -> None:
        """Post rows that have just been added to the table."""
        terms, at = self._terms_of(rows)
        if self._frequencies.knows:  # else all words are alike before there are many: none can be left out
            terms, at = _rarest(terms, at, self._frequencies.rarity(terms))
        self._terms.extend(terms, rows[at])
        codes = _codes(self._table.vectors[rows])
        self._codes.extend(codes.ravel().astype(np.uint32), np.repeat(rows, codes.shape[1]))

    def _terms_of(self, rows: Rows) -> tuple[Buckets, Rows]:
        """Terms, and the place among ``rows`` of the row of each."""
        parts = [self._table.ragged[name].take(rows) for name in TERMS]
        terms = np.concatenate([values for values, _ in parts])
        return terms, np.concatenate([np.repeat(np.arange(len(rows)), np.diff(starts)) for _, starts in parts])

    def earlier(self, rows: Rows, oldest: Rows, effort: Effort = THOROUGH) -> Pairs:
        """For each of ``rows`` the best of the rows from ``oldest`` (one a row) on, before it."""
        speaking = self._speaking(rows)
        rows, oldest = rows[speaking], oldest[speaking]
        blocks = (slice(at, at + _BLOCK) for at in range(0, len(rows), _BLOCK))
        found = [self._block(rows[block], oldest[block], effort) for block in blocks]
        empty = np.zeros(0, np.int64)
        return Pairs(
            one=np.concatenate([empty, *(pairs.one for pairs in found)]),
            other=np.concatenate([empty, *(pairs.other for pairs in found)]),
        )

    def _speaking(self, rows: Rows) -> NDArray[np.bool_]:
        """Which of ``rows`` have anything by which others could be found: a title of pictures alone has not."""
        termed = [self._table.ragged[name].lengths(rows) > 0 for name in TERMS]
        near = self._table.vectors[rows].any(axis=1) | self._table.lead_vectors(rows).any(axis=1)
        speaking: NDArray[np.bool_] = np.logical_or.reduce([near, *termed])
        return speaking

    def _block(self, rows: Rows, oldest: Rows, effort: Effort) -> Pairs:
        query, row, cosine = self._by_terms(rows, oldest)
        near_query, near_row = self._by_vector(rows, oldest, effort.exact)
        keys = np.unique(np.concatenate([query << 32 | row, near_query << 32 | near_row]))
        query_all, row_all = keys >> 32, keys & 0xFFFFFFFF
        told = np.zeros(len(keys), np.float32)
        told[np.searchsorted(keys, query << 32 | row)] = cosine
        vectors, chinese = self._table.vectors, self._table.number("chinese")
        foreign = chinese[rows[query_all]] != chinese[row_all]
        near = np.einsum("ij,ij->i", unit(vectors[rows])[query_all], unit(vectors[row_all]))
        led = self._table.lead_vectors
        near = np.maximum(near, np.einsum("ij,ij->i", unit(led(rows))[query_all], unit(led(row_all))))
        if vectors.shape[1] > 1:
            good = told + _FLOOR_NEAR * near >= _FLOOR
            query_all, row_all, told, near, foreign = (c[good] for c in (query_all, row_all, told, near, foreign))
        kept = _best(query_all, told + _VECTOR_WEIGHT * near + _FOREIGN_BONUS * foreign, effort.kept)
        return Pairs(one=rows[query_all[kept]], other=row_all[kept])

    def _by_terms(self, rows: Rows, oldest: Rows) -> tuple[Rows, Rows, NDArray[np.float32]]:
        """Query number, row and about the cosine of the best by shared terms."""
        terms, query = self._terms_of(rows)
        weight = self._frequencies.idf(terms) ** 2
        lengths = np.sqrt(np.bincount(query, weight, len(rows)))
        asked = _best(query, weight, QUERY_TERMS if self._frequencies.knows else ALL_TERMS, terms)
        terms, query, weight = terms[asked], query[asked], weight[asked]
        which, row = self._terms.latest(terms, rows[query], oldest[query], LATEST)
        keys, at = np.unique(query[which] << 32 | row, return_inverse=True)
        shared = np.bincount(at, weight[which], len(keys)).astype(np.float32)
        first = keys >> 32
        cosine = shared / np.maximum(lengths[first] ** 2, 1e-6).astype(np.float32)
        kept = _best(first, cosine, BY_TERMS)
        return first[kept], keys[kept] & 0xFFFFFFFF, cosine[kept]

    def _by_vector(self, rows: Rows, oldest: Rows, most: int) -> tuple[Rows, Rows]:
        if self._table.vectors.shape[1] <= 1:
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        small = rows - oldest <= most
        exact, hashed = self._exactly(rows[small], oldest[small]), self._hashed(rows[~small], oldest[~small])
        query = np.concatenate([np.flatnonzero(small)[exact[0]], np.flatnonzero(~small)[hashed[0]]])
        row, near = np.concatenate([exact[1], hashed[1]]), np.concatenate([exact[2], hashed[2]])
        return self._nearest(rows, query, row, near)

    def _exactly(self, rows: Rows, oldest: Rows) -> tuple[Rows, Rows, NDArray[np.float32]]:
        """Query number, row and cosine of all that are near."""
        start, end = int(oldest.min(initial=len(self._table))), int(rows.max(initial=0))
        window = np.arange(min(start, end), end)
        near = _cosines(self._table.vectors[rows], self._table.vectors[window])
        # a summary often says in plain words what a headline plays with, above all to the other language
        np.maximum(near, _cosines(self._table.lead_vectors(rows), self._table.lead_vectors(window)), out=near)
        near[(window[None, :] >= rows[:, None]) | (window[None, :] < oldest[:, None])] = -1
        chinese = self._table.number("chinese")
        foreign = np.where(chinese[rows][:, None] != chinese[window][None, :], near, -1)
        query, at = np.nonzero((near >= _least(near, BY_VECTOR)) | (foreign >= _least(foreign, BY_FOREIGN)))
        return query, window[at], near[query, at]

    def _hashed(self, rows: Rows, oldest: Rows) -> tuple[Rows, Rows, NDArray[np.float32]]:
        """Query number, row and cosine of those that share the largest components."""
        codes = _codes(self._table.vectors[rows])
        query = np.repeat(np.arange(len(rows)), codes.shape[1])
        which, row = self._codes.latest(codes.ravel().astype(np.uint32), rows[query], oldest[query], LATEST)
        keys = np.unique(query[which] << 32 | row)
        query, row = keys >> 32, keys & 0xFFFFFFFF
        near = np.einsum("ij,ij->i", unit(self._table.vectors[rows])[query], unit(self._table.vectors[row]))
        good = near >= _NEAREST
        return query[good], row[good], near[good]

    def _nearest(self, rows: Rows, query: Rows, row: Rows, near: NDArray[np.float32]) -> tuple[Rows, Rows]:
        chinese = self._table.number("chinese")
        same = _best(query, near, BY_VECTOR)
        foreign = np.flatnonzero(chinese[rows[query]] != chinese[row])
        kept = np.concatenate([same, foreign[_best(query[foreign], near[foreign], BY_FOREIGN)]])
        return query[kept], row[kept]


def _cosines(one: NDArray[np.int8], other: NDArray[np.int8]) -> NDArray[np.float32]:
    """(len(one), len(other)). Sums of whole numbers below 2**24 are exact: the size of the batch does not change them."""
    first, second = one.astype(np.float32), other.astype(np.float32)
    near: NDArray[np.float32] = first @ second.T
    near /= np.maximum(np.linalg.norm(first, axis=1), 1e-6)[:, None]
    near /= np.maximum(np.linalg.norm(second, axis=1), 1e-6)[None, :]
    return near


def _least(near: NDArray[np.float32], most: int) -> NDArray[np.float32]:
    """What none of the ``most`` nearest candidates of each row of ``near`` lies below (rows, 1).

    As many parts of a row have a value as high as the highest of the part of that rank: cheap to find, and good enough.
    """
    parts = near.shape[1] // _PART
    if parts <= most:
        return np.full((len(near), 1), _NEAREST, np.float32)
    highest = near[:, : parts * _PART].reshape(len(near), _PART, parts).max(axis=1)
    return np.maximum(np.partition(highest, -most, axis=1)[:, -most, None], np.float32(_NEAREST))


def _best(group: Rows, score: NDArray[np.floating], most: int, tie: NDArray[np.integer] | None = None) -> Rows:
    """Positions of the ``most`` highest scores of each group; equals by ``tie``, else by later position first."""
    order = np.lexsort((-np.arange(len(group)) if tie is None else tie, -score, group))
    return order[_rank(group[order]) < most]


def _rarest(terms: Buckets, group: Rows, rarity: NDArray[np.float32]) -> tuple[Buckets, Rows]:
    """The :data:`POSTED` rarest terms of each group, of equals the lower, and their groups.

    As :func:`_best` would, but many times faster: group, rarity and term make one number, and numbers are sorted.
    """
    falling = _HIGHEST - (rarity + np.float32(0)).view(
        np.uint32
    )  # floats from 0 on rise as their bits do; -0 becomes 0
    order = np.argsort(group, kind="stable")
    starts = np.searchsorted(group[order], np.arange(0, int(group.max(initial=0)) + _GROUPS + 1, _GROUPS))
    found = [np.zeros((2, 0), np.int64)]
    for block, (start, end) in enumerate(pairwise(starts.tolist())):
        at = order[start:end]
        keys = (group[at] - block * _GROUPS).astype(np.uint64) << _GROUP_BITS
        keys |= (falling[at].astype(np.uint64) << _TERM_BITS) | terms[at].astype(np.uint64)
        keys.sort()
        groups = (keys >> _GROUP_BITS).astype(np.int64)
        kept = _rank(groups) < POSTED
        found.append(np.stack([(keys[kept] & np.uint64(BUCKETS - 1)).astype(np.int64), groups[kept] + block * _GROUPS]))
    rarest = np.concatenate(found, axis=1)
    return rarest[0].astype(np.uint32), rarest[1]


def _rank(group: Rows) -> Rows:
    """Of ascending groups: how many of its own stand before each."""
    sizes = np.bincount(group)
    return np.arange(len(group)) - np.repeat(np.cumsum(sizes) - sizes, sizes)


def _codes(vectors: NDArray[np.int8]) -> NDArray[np.int64]:
    """Pairs of the largest components of each vector, signs included, as buckets (n, 6): near vectors share some."""
    width = vectors.shape[1]
    if width < _TOP:
        return np.zeros((len(vectors), 0), np.int64)
    wide = vectors.astype(np.int16)
    top = np.argsort(-np.abs(wide), axis=1, kind="stable")[:, :_TOP]
    signed = np.sort(top * 2 + (np.take_along_axis(wide, top, axis=1) > 0), axis=1)
    pairs = [signed[:, one] * (2 * width) + signed[:, other] for one, other in combinations(range(_TOP), 2)]
    return np.stack(pairs, axis=1) % BUCKETS
