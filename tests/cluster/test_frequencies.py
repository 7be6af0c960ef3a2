"""Rarity of terms: what is rare in the background and in the owner's own news proves most."""

import numpy as np

from ribao.cluster.buckets import BUCKETS, buckets
from ribao.cluster.frequencies import Frequencies
from ribao.cluster.model import background

NONE = np.zeros(0, np.uint32)
RARE, COMMON, NEW = buckets(["rare"]), buckets(["common"]), buckets(["new"])


def flat() -> Frequencies:
    return Frequencies(background(NONE, NONE, 0))


def test_a_term_of_many_headlines_weighs_less() -> None:
    known = Frequencies(background(np.concatenate([RARE, COMMON]), np.array([1, 900]), 1000))
    assert known.rarity(NEW) > known.rarity(RARE) > known.rarity(COMMON) >= 0


def test_the_own_corpus_counts_as_of_its_last_counting() -> None:
    known = flat()
    before = known.idf(COMMON)
    known.recount(np.repeat(COMMON, 500), 1000)
    assert known.idf(COMMON) < before
    assert known.idf(RARE) >= before - 0.01
    assert known.counts(COMMON).tolist() == [500]
    known.recount(NONE, 0)
    assert known.idf(COMMON) == before


def test_weights_are_finite_and_never_negative_even_of_a_term_in_all_articles() -> None:
    known = flat()
    known.recount(np.repeat(COMMON, 5000), 5000)
    every = np.arange(BUCKETS, dtype=np.uint32)
    assert np.isfinite(known.idf(every)).all()
    assert known.idf(every).min() > -1e-3
