"""Descent: bags of grams to vectors, and back from a gradient on vectors to one on the rows that they touched.

Adam (Kingma and Ba 2015), lazily: only rows that a batch touched move, as most of a vocabulary is absent from any batch.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from ribao.cluster.train.texts import Bag

Numbers = NDArray[np.float32]

_FIRST, _SECOND, _TINY = 0.9, 0.999, 1e-8
_FEWEST = 3  # grams of a text from which none is dropped


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Batch:
    """``rows``: of the vocabulary, ascending, those that some text holds; ``holds``: texts × rows, ones."""

    rows: NDArray[np.int64]
    holds: csr_array


class Adam:
    """``weights`` float32 (v, d), changed in place."""

    def __init__(self, weights: Numbers) -> None:
        self.weights = weights
        self._first, self._second, self._steps = np.zeros_like(weights), np.zeros_like(weights), 0

    def descend(self, rows: NDArray[np.int64], gradient: Numbers, rate: float) -> None:
        self._steps += 1
        first = _FIRST * self._first[rows] + (1 - _FIRST) * gradient
        second = _SECOND * self._second[rows] + (1 - _SECOND) * gradient**2
        self._first[rows], self._second[rows] = first, second
        rate *= float(np.sqrt(1 - _SECOND**self._steps)) / (1 - _FIRST**self._steps)
        self.weights[rows] -= np.float32(rate) * first / (np.sqrt(second) + np.float32(_TINY))


def batch_of(bags: Sequence[Bag], drop: float, random: np.random.Generator) -> Batch:
    """Each gram of a longer text is left out with the probability ``drop``: no text may lean on one word."""
    lengths = np.array([len(bag) for bag in bags])
    text, grams = np.repeat(np.arange(len(bags)), lengths), np.concatenate(bags)
    kept = (random.random(len(grams)) >= drop) | (lengths <= _FEWEST)[text]
    rows, at = np.unique(grams[kept], return_inverse=True)
    starts = np.concatenate([[0], np.cumsum(np.bincount(text[kept], minlength=len(bags)))])
    ones = np.ones(len(at), np.float32)
    return Batch(rows=rows, holds=csr_array((ones, at, starts), shape=(len(bags), len(rows))))


def forward(weights: Numbers, batch: Batch) -> tuple[Numbers, Numbers]:
    """Sums of rows scaled to length 1, (texts, d), and their lengths before, (texts, 1)."""
    sums = batch.holds @ weights[batch.rows]
    lengths = np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-6)
    return sums / lengths, lengths


def backward(batch: Batch, unit: Numbers, lengths: Numbers, gradient: Numbers) -> Numbers:
    """Of ``gradient`` on unit vectors: that on the touched rows, (rows, d)."""
    along = (gradient * unit).sum(axis=1, keepdims=True)
    rows: Numbers = batch.holds.T @ ((gradient - unit * along) / lengths)
    return rows
