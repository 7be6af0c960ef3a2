"""Texts as bags of grams, each text once; the vocabulary of grams that get a vector."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ribao.cluster.buckets import BUCKETS, Buckets, buckets
from ribao.cluster.grams import grams_of
from ribao.support.folding import fold

Cut = Callable[[str], tuple[str, ...]]  # a text into its tokens
Bag = NDArray[np.int64]  # positions in a vocabulary


class Texts:
    """``grams``: of each text its buckets, ascending, each once."""

    def __init__(self) -> None:
        self.grams: list[Buckets] = []
        self._at: dict[str, int] = {}

    def add(self, text: str, words: Sequence[str]) -> int:
        """Its number; ``words``: its tokens."""
        if text not in self._at:
            self._at[text] = len(self.grams)
            self.grams.append(buckets(grams_of(fold(text), words)))
        return self._at[text]

    def counts(self) -> NDArray[np.int64]:
        """How many texts hold each bucket, (BUCKETS,)."""
        return np.bincount(np.concatenate([np.zeros(0, np.uint32), *self.grams]), minlength=BUCKETS)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Vocabulary:
    """``known``: ascending buckets (v,). ``idf`` float32 (v,)."""

    known: Buckets
    idf: NDArray[np.float32]

    def bag(self, grams: Buckets) -> Bag:
        at = np.minimum(np.searchsorted(self.known, grams), len(self.known) - 1)
        found: Bag = at[self.known[at] == grams]
        return found


def vocabulary(texts: Texts, most: int) -> Vocabulary:
    """The ``most`` frequent grams; of equals the lower buckets."""
    counts = texts.counts()
    held = np.flatnonzero(counts)
    known = np.sort(held[np.argsort(-counts[held], kind="stable")[:most]])
    idf = np.log((len(texts.grams) + 1) / (counts[known] + 1))
    return Vocabulary(known=known.astype(np.uint32), idf=np.maximum(idf, 0.01).astype(np.float32))
