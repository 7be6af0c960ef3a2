"""Likeness: what two articles share, and what speaks against it, as numbers for the forest that weighs them.

For each pair a row of :data:`NAMES`. Of words (w), pairs of characters (c), both together (m) and concepts (k):
cosine, share of the shorter and of the union, shared weight, count and rarest term, what is left over on either side.
Soft: each word meets its nearest in the other headline
(as in ColBERT, Khattab and Zaharia 2020). Vectors of headline and lead. Contradictions of models, dates, quantities.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from ribao.cluster.buckets import BUCKETS
from ribao.cluster.distinct import distinct
from ribao.cluster.frequencies import Frequencies
from ribao.cluster.grams import Grams, unit
from ribao.cluster.growing import Ragged
from ribao.cluster.table import TERMS, Table

Rows = NDArray[np.int64]
Numbers = NDArray[np.float32]

_SHARED = ("cos", "cont", "jac", "sh", "n", "mx", "rare", "un_min", "un_max", "solid")
_SOFT = ("min", "max", "umin", "umax", "wmin", "wmax")
NAMES = (
    *(f"{space}_{name}" for space in "wcmk" for name in _SHARED),
    *(f"soft_{name}" for name in _SOFT),
    "vector", "vector_lead", "vector_cross",
    "quantities", "subjects", "numbers", "numbers_left",
    "letters_min", "letters_max", "hours", "same_source", "languages", "foreign",
)  # fmt: skip
SOLID = 20.0  # shared weight (squared idf) at which a likeness counts half: a few common words prove little
_MOST_UNITS = 14  # words of a headline that meet softly
_NEAR = 0.95  # no two different words are as near as a word to itself
_LEAD_WORDS = 8  # of a lead: fewer say nothing
_PAIRS = 2048  # compared at once: bounds memory


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Compared:
    """Rows ``one`` and ``other`` of a table, positions in ``rows``: each article's columns are taken out once."""

    table: Table
    rows: Rows
    one: Rows
    other: Rows
    frequencies: Frequencies


def compare(table: Table, one: Rows, other: Rows, frequencies: Frequencies, grams: Grams) -> Numbers:
    """float32 (pairs, len(NAMES))."""
    rows, at = distinct(np.concatenate([one, other]), len(table))
    pairs = Compared(table=table, rows=rows, one=at[: len(one)], other=at[len(one) :], frequencies=frequencies)
    words, runs, concepts = (_space(pairs, name) for name in TERMS)
    columns = [
        _shared(words), _shared(runs), _shared(_both(words, runs)), _shared(concepts),
        _soft(pairs, grams), _vectors(pairs), _facts(pairs), _plain(pairs),
    ]  # fmt: skip
    return np.concatenate(columns, axis=1).astype(np.float32)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Space:
    """Sums over shared terms a pair, and over all terms of either side: float32 (pairs,)."""

    shared: Numbers
    squared: Numbers
    count: Numbers
    most: Numbers
    rarest: Numbers
    one: Numbers
    other: Numbers
    one_squared: Numbers
    other_squared: Numbers


def _incidence(column: Ragged, rows: Rows) -> tuple[csr_array, NDArray[np.uint32]]:
    """Articles × terms, ones; and the bucket of each term."""
    values, starts = column.take(rows)
    terms, at = distinct(values, BUCKETS)
    ones = np.ones(len(values), np.float32)
    return csr_array((ones, at, starts), shape=(len(rows), max(len(terms), 1))), terms


def _space(pairs: Compared, column: str) -> _Space:
    matrix, terms = _incidence(pairs.table.ragged[column], pairs.rows)
    if not len(terms):
        terms = np.zeros(1, np.uint32)
    idf, rarity = pairs.frequencies.idf(terms), pairs.frequencies.rarity(terms)
    sums, squares = matrix @ idf, matrix @ idf**2
    found = [np.zeros((0, 5), np.float32)]
    for start in range(0, len(pairs.one), _PAIRS):
        part = slice(start, start + _PAIRS)
        common = (matrix[pairs.one[part]] * matrix[pairs.other[part]]).tocsr()
        starts, at = common.indptr, common.indices
        columns = [
            common @ idf,
            common @ idf**2,
            np.diff(starts),
            _row_max(starts, idf[at]),
            _row_max(starts, rarity[at]),
        ]
        found.append(np.stack(columns, axis=1))
    shared, squared, count, most, rarest = np.concatenate(found).astype(np.float32).T
    return _Space(
        shared=shared, squared=squared, count=count, most=most, rarest=rarest,
        one=sums[pairs.one], other=sums[pairs.other], one_squared=squares[pairs.one], other_squared=squares[pairs.other],
    )  # fmt: skip


def _row_max(starts: NDArray[np.int32], values: Numbers) -> Numbers:
    """The largest value of each row of compressed sparse rows; 0 for an empty one."""
    found = np.zeros(len(starts) - 1, np.float32)
    filled = np.flatnonzero(np.diff(starts))
    if len(filled):
        found[filled] = np.maximum.reduceat(values, starts[filled])
    return found


def _both(one: _Space, other: _Space) -> _Space:
    def total(name: str) -> Numbers:
        numbers: Numbers = getattr(one, name) + getattr(other, name)
        return numbers

    sums = ("shared", "squared", "count", "one", "other", "one_squared", "other_squared")
    return _Space(
        **{name: total(name) for name in sums},
        most=np.maximum(one.most, other.most),
        rarest=np.maximum(one.rarest, other.rarest),
    )


def _shared(space: _Space) -> Numbers:
    less, more = np.minimum(space.one, space.other), np.maximum(space.one, space.other)
    cosine = space.squared / np.maximum(np.sqrt(space.one_squared * space.other_squared), 1e-6)
    union = np.maximum(space.one + space.other - space.shared, 1e-6)
    return np.stack([
        cosine, space.shared / np.maximum(less, 1e-6), space.shared / union, space.shared, space.count, space.most,
        space.rarest, less - space.shared, more - space.shared, cosine * space.squared / (space.squared + SOLID),
    ], axis=1)  # fmt: skip


def _soft(pairs: Compared, grams: Grams) -> Numbers:
    terms, weights, vectors = _units(pairs, grams)
    found = [np.zeros((0, len(_SOFT)), np.float32)]
    for start in range(0, len(pairs.one), _PAIRS):
        one, other = pairs.one[start : start + _PAIRS], pairs.other[start : start + _PAIRS]
        found.append(_meet((terms[one], weights[one]), (terms[other], weights[other]), vectors))
    return np.concatenate(found)


def _units(pairs: Compared, grams: Grams) -> tuple[NDArray[np.int64], Numbers, Numbers]:
    """The rarest words of each article: positions (rows, 14), -1 where it has fewer; weights; unit vectors a position."""
    values, starts = pairs.table.ragged["words"].take(pairs.rows)
    words, at = distinct(values, BUCKETS)
    idf = pairs.frequencies.idf(words)
    row = np.repeat(np.arange(len(pairs.rows)), np.diff(starts))
    order = np.lexsort((at, -idf[at], row)) if len(at) else at
    place = np.arange(len(at)) - starts[row]
    kept = place < _MOST_UNITS
    terms = np.full((len(pairs.rows), _MOST_UNITS), -1, np.int64)
    terms[row[kept], place[kept]] = at[order][kept]
    weights = np.where(terms >= 0, idf[terms] if len(idf) else 0, 0).astype(np.float32)
    vectors = grams.unit_rows(words) if len(words) else np.zeros((1, grams.width), np.float32)
    return terms, weights, vectors


def _meet(
    one: tuple[NDArray[np.int64], Numbers], other: tuple[NDArray[np.int64], Numbers], vectors: Numbers
) -> Numbers:
    (first, first_weight), (second, second_weight) = one, other
    near = np.clip(vectors[first] @ vectors[second].transpose(0, 2, 1), 0, _NEAR)
    near = np.where(first[:, :, None] == second[:, None, :], 1.0, near)
    near *= (first >= 0)[:, :, None] & (second >= 0)[:, None, :]
    sides = [_side(near.max(axis=2), first_weight), _side(near.max(axis=1), second_weight)]
    pairs = [(np.minimum(x, y), np.maximum(x, y)) for x, y in zip(*sides, strict=True)]
    return np.stack([number for pair in pairs for number in pair], axis=1).astype(np.float32)


def _side(best: Numbers, weight: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """How well a headline's words are met by the other: of all, of those that it does not share, and the worst one."""
    apart = weight * (best < 1)
    met = (weight * best).sum(axis=1) / np.maximum(weight.sum(axis=1), 1e-6)
    met_apart = (apart * best).sum(axis=1) / np.maximum(apart.sum(axis=1), 1e-6)
    return met, met_apart, (weight * (1 - best)).max(axis=1)


def _vectors(pairs: Compared) -> Numbers:
    own, led = unit(pairs.table.vectors[pairs.rows]), unit(pairs.table.lead_vectors(pairs.rows))
    one, other, led_one, led_other = own[pairs.one], own[pairs.other], led[pairs.one], led[pairs.other]
    crossed = np.maximum(_dots(one, led_other), _dots(led_one, other))
    return np.stack([_dots(one, other), _dots(led_one, led_other), crossed], axis=1)


def _dots(one: Numbers, other: Numbers) -> Numbers:
    dots: Numbers = np.einsum("ij,ij->i", one, other)
    return dots


def lead_cosines(table: Table, one: Rows, other: Rows, frequencies: Frequencies) -> tuple[Numbers, NDArray[np.bool_]]:
    """Cosine of the leads' words (pairs,), and whether both articles have a lead worth comparing."""
    rows, at = distinct(np.concatenate([one, other]), len(table))
    matrix, terms = _incidence(table.ragged["lead"], rows)
    first, second = at[: len(one)], at[len(one) :]
    words = np.diff(matrix.indptr)
    led: NDArray[np.bool_] = np.minimum(words[first], words[second]) >= _LEAD_WORDS
    cosine = np.zeros(len(one), np.float32)
    if led.any():
        weighted = csr_array((frequencies.idf(terms)[matrix.indices], matrix.indices, matrix.indptr), matrix.shape)
        lengths = np.sqrt(np.maximum((weighted * weighted).sum(axis=1), 1e-6))
        some = np.flatnonzero(led)
        dots = (weighted[first[some]] * weighted[second[some]]).sum(axis=1)
        cosine[some] = dots / (lengths[first[some]] * lengths[second[some]])
    return cosine, led


def _facts(pairs: Compared) -> Numbers:
    """1 where models or dates (subjects), or quantities of one unit, are stated by both and differ; numbers shared."""
    matrix, _ = _incidence(pairs.table.ragged["numbers"], pairs.rows)
    totals = np.diff(matrix.indptr)
    common = (matrix[pairs.one] * matrix[pairs.other]).sum(axis=1) if len(pairs.one) else np.zeros(0)
    left = np.minimum(totals[pairs.one], totals[pairs.other]) - common
    differ = [_differ(pairs, name) for name in ("quantities", "subjects")]
    return np.stack([*differ, common, left], axis=1).astype(np.float32)


def _differ(pairs: Compared, column: str) -> Numbers:
    """1 where some kind is stated by both articles, and no value of it by both."""
    facts, starts = pairs.table.facts[column].take(pairs.rows)
    filled = np.diff(starts) > 0
    found = np.zeros(len(pairs.one), np.float32)
    at = np.flatnonzero(filled[pairs.one] & filled[pairs.other])
    if not len(at):
        return found
    row = np.repeat(np.arange(len(pairs.rows)), np.diff(starts))
    kinds, kind = distinct(facts[:, 0], BUCKETS)
    _, said = np.unique(kind * BUCKETS + facts[:, 1], return_inverse=True)
    kind_of = _marked(said, kind, (int(said.max()) + 1, len(kinds)))
    one, other = pairs.one[at], pairs.other[at]
    stated, values = (
        _marked(row, kind, (len(pairs.rows), len(kinds))),
        _marked(row, said, (len(pairs.rows), kind_of.shape[0])),
    )
    met = (values[one] * values[other]).tocsr() @ kind_of
    found[at] = _filled(stated[one] * stated[other]) > _filled(met)
    return found


def _marked(row: Rows, column: Rows, shape: tuple[int, int]) -> csr_array:
    """Ones at (row, column), each place once."""
    rows, columns = np.divmod(np.unique(row * shape[1] + column), shape[1])
    starts = np.searchsorted(rows, np.arange(shape[0] + 1))
    return csr_array((np.ones(len(rows), np.float32), columns, starts), shape=shape)


def _filled(matrix: csr_array) -> NDArray[np.int32]:
    """How many places of each row are filled."""
    counts: NDArray[np.int32] = np.diff(matrix.tocsr().indptr)
    return counts


def _plain(pairs: Compared) -> Numbers:
    one, other = pairs.rows[pairs.one], pairs.rows[pairs.other]
    letters, times = pairs.table.number("letters").astype(np.float32), pairs.table.number("time")
    chinese, source = pairs.table.number("chinese").astype(bool), pairs.table.number("source")
    return np.stack([
        np.minimum(letters[one], letters[other]), np.maximum(letters[one], letters[other]),
        np.abs(times[one] - times[other]) / 3600, source[one] == source[other],
        chinese[one] != chinese[other], ~chinese[one] & ~chinese[other],
    ], axis=1).astype(np.float32)  # fmt: skip
