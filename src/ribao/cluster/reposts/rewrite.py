"""Rewrites (洗稿): the sentences of another text in other words and another order, its names and numbers kept.

Each sentence looks for its counterpart in the other text: one sentence, or two in a row (a rewriter splits and joins
them). What they share is weighed by how much it tells: rare ideographs, words, numbers. Independent reports of one
event, even from one press release, share its figures and names too; but they have facts of their own: other figures,
sentences without counterpart, and somebody's words that the other does not have. A rewriter has nobody to quote.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ribao.cluster.reposts.text import Hashes, Reading, among, different, shingles

ALIGNED = 0.4  # share of a sentence's telling weight that its counterpart must have
OF_LATER, OF_EARLIER = 0.75, 0.55  # weight of the sentences that have a counterpart
NUMBERS, _LEAST_NUMBERS = 0.75, 2  # share of the later text's numbers that the earlier has; and how many at least
# a rewrite that shortens drops what it likes, and its sentences gather what stood in several; but it adds no figure
OF_DIGEST, DIGEST_NUMBERS, DIGEST_WEIGHT = 0.68, 3, 90
_LEAST_SENTENCES = 3
_MOST_SENTENCES = 120  # compared; a rewrite of the first hundred is a rewrite
_SPEECH = 8  # weight of a quotation from which on it shows that somebody was asked; shorter ones are names and irony
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
    return different(hashes[weights >= _RARE])[:count]


_RARE = 1.3  # a pair with one rare ideograph, a long word, a number of two digits


def alignment(one: Sentences, other: Sentences) -> tuple[float, float]:
    """Share of each text's sentences, by weight, that have a counterpart in the other."""
    return _aligned(one, other), _aligned(other, one)


def is_rewrite(one: Reading, other: Reading) -> tuple[float, float] | None:
    """Whether ``other``, the later text, was made of ``one``: the two shares of :func:`alignment`, else None."""
    common = len(one.numbers & other.numbers)
    if common < _LEAST_NUMBERS or common < NUMBERS * len(other.numbers) or _own_speech(other, one):
        return None
    ours, theirs = sentences(one), sentences(other)
    if min(len(ours.features), len(theirs.features)) < _LEAST_SENTENCES:
        return None
    of_one, of_other = alignment(ours, theirs)
    whole = of_other >= OF_LATER and of_one >= OF_EARLIER
    nothing_new = common == len(other.numbers) >= DIGEST_NUMBERS and other.weight >= DIGEST_WEIGHT
    return (of_one, of_other) if whole or (nothing_new and of_other >= OF_DIGEST) else None


def _own_speech(text: Reading, other: Reading) -> bool:
    """Whether a text quotes at length what the other does not have."""
    if not text.quoted.any():
        return False
    edges = np.flatnonzero(np.diff(text.quoted, prepend=False, append=False))
    known = among(text.tokens, other.tokens)
    for begin, end in zip(edges[::2], edges[1::2], strict=True):
        weights = text.weights[begin:end]
        if weights.sum() >= _SPEECH and weights[known[begin:end]].sum() < 0.7 * weights.sum():
            return True
    return False


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
        best = max((float(weights[among(features, window)].sum()) for window in windows), default=0.0)
        found += float(weights.sum()) if best >= ALIGNED * weights.sum() else 0.0
    return found / total if total else 0.0


def _windows(text: Sentences) -> list[Hashes]:
    """Each sentence, joined with the next."""
    following = (*text.features[1:], np.zeros(0, np.uint64))
    return [np.concatenate(pair) for pair in zip(text.features, following, strict=True)]
