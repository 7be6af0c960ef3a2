"""Rewrites (洗稿): the sentences of another text in other words and another order, its names and numbers kept.

Each sentence looks for its counterpart in the other text: one sentence, or two in a row (a rewriter splits and joins
them). What they share is weighed by how much it tells: rare ideographs, words, numbers. Independent reports of one
event share their key figures and names too, but few sentences line up, and each has facts that the other lacks.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ribao.cluster.reposts.compare import number_share
from ribao.cluster.reposts.text import Hashes, Reading, shingles

ALIGNED = 0.4  # share of a sentence's telling weight that its counterpart must have
OF_SHORTER = 0.75  # weight of the shorter text's sentences that have a counterpart
OF_LONGER = 0.55
NUMBERS = 0.75
_LEAST_NUMBERS = 2  # in common: with fewer facts to hold on to, two writers may well say the same
_LEAST_SENTENCES = 3
_MOST_SENTENCES = 120  # compared; a rewrite of the first hundred is a rewrite
_SHORT_SENTENCE = 3.0  # telling weight; "It is so." says nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentences:
    """Features of each sentence (hashes, ascending) with their weights; quoted speech is left out."""

    features: tuple[Hashes, ...]
    weights: tuple[NDArray[np.float64], ...]


def sentences(text: Reading) -> Sentences:
    hashes, weights, numbers = _features(text)
    found: list[tuple[Hashes, NDArray[np.float64]]] = []
    for number in np.unique(numbers)[:_MOST_SENTENCES]:
        inside = numbers == number
        features, first = np.unique(hashes[inside], return_index=True)
        weighed = weights[inside][first]
        if weighed.sum() >= _SHORT_SENTENCE:
            found.append((features, weighed))
    return Sentences(features=tuple(f for f, _ in found), weights=tuple(w for _, w in found))


def anchors(text: Reading, count: int) -> Hashes:
    """A sketch of what tells most in a text, for finding what may be its rewrite: names, numbers, rare pairs."""
    hashes, weights, _ = _features(text)
    rare = np.unique(hashes[weights >= _RARE])
    return rare[:count]


_RARE = 1.3  # a pair with one rare ideograph, a long word, a number of two digits


def alignment(one: Sentences, other: Sentences) -> tuple[float, float]:
    """Share of each text's sentences, by weight, that have a counterpart in the other."""
    return _aligned(one, other), _aligned(other, one)


def is_rewrite(one: Reading, other: Reading) -> tuple[float, float] | None:
    """The two shares of :func:`alignment`, or None when neither is told from the other."""
    if len(one.numbers & other.numbers) < _LEAST_NUMBERS or number_share(one, other) < NUMBERS:
        return None
    ours, theirs = sentences(one), sentences(other)
    if min(len(ours.features), len(theirs.features)) < _LEAST_SENTENCES:
        return None
    shares = alignment(ours, theirs)
    shorter, longer = shares if one.weight <= other.weight else shares[::-1]
    return shares if shorter >= OF_SHORTER and longer >= OF_LONGER else None


def _features(text: Reading) -> tuple[Hashes, NDArray[np.float64], NDArray[np.int64]]:
    """Pairs of ideographs in a row, and single words and numbers, outside quotations: hash, weight, sentence."""
    if len(text.tokens) < 2:
        return np.zeros(0, np.uint64), np.zeros(0), np.zeros(0, np.int64)
    pair = ~text.joined[:-1] & ~text.joined[1:] & (text.sentences[:-1] == text.sentences[1:]) & ~text.quoted[:-1]
    single = text.joined & ~text.quoted
    hashes = np.concatenate((shingles(text.tokens, 2)[pair], text.tokens[single]))
    weights = np.concatenate(((text.telling[:-1] + text.telling[1:])[pair], text.telling[single]))
    return hashes, weights, np.concatenate((text.sentences[:-1][pair], text.sentences[single]))


def _aligned(text: Sentences, other: Sentences) -> float:
    windows = _windows(other)
    total = sum(float(weights.sum()) for weights in text.weights)
    found = 0.0
    for features, weights in zip(text.features, text.weights, strict=True):
        best = max((float(weights[np.isin(features, window)].sum()) for window in windows), default=0.0)
        found += float(weights.sum()) if best >= ALIGNED * weights.sum() else 0.0
    return found / total if total else 0.0


def _windows(text: Sentences) -> list[Hashes]:
    """Each sentence, joined with the next."""
    following = (*text.features[1:], np.zeros(0, np.uint64))
    return [np.concatenate(pair) for pair in zip(text.features, following, strict=True)]
