"""Document frequencies: of a background (the archive a model was trained on) and of the owner's own recent news.

A term that is rare in both proves most. Counts of the own corpus are
taken anew at each consolidation, so what is scored between two of them does not depend on the size of the batches in
which articles arrive.
"""

import math

import numpy as np
from numpy.typing import NDArray

from ribao.cluster.buckets import BUCKETS, Buckets

_FEWEST = 1000  # in a small corpus each word looks common; as if so many other articles stood beside it
_SCALE = math.log(_FEWEST + 1)  # idf is scaled to this range, whatever the size of the corpora


class Frequencies:
    """``background``: float32 (BUCKETS,), the share of headlines that hold a term, at least one in the corpus."""

    def __init__(self, background: NDArray[np.float32]) -> None:
        self._background = background
        # of a flat background, which tells nothing, the logarithm is taken as 0
        self._floor = math.log(float(background.min())) if background.min() < background.max() else 0.0
        self._counts = np.zeros(BUCKETS, np.int32)
        self._total = 0

    def recount(self, terms: Buckets, total: int) -> None:
        """``terms``: of all ``total`` articles of the window behind each other, each once an article."""
        self.restart()
        self.expect(total)
        self.count(terms)

    def restart(self) -> None:
        """Forget all counts."""
        self._counts.fill(0)
        self._total = 0

    def expect(self, further: int) -> None:
        """Of so many further articles :meth:`count` is told the terms next, some at a time."""
        self._total += further

    def count(self, terms: Buckets) -> None:
        np.add.at(self._counts, terms, 1)

    @property
    def knows(self) -> bool:
        """Whether there is a background."""
        return self._floor != 0.0

    def counts(self, terms: Buckets) -> NDArray[np.float32]:
        return self._counts[terms].astype(np.float32)

    def rarity(self, terms: Buckets) -> NDArray[np.float32]:
        """Of the background, 0 (in every headline) to about 7; without a background, of the own corpus."""
        if self._floor == 0.0:
            return self._own(terms)
        return (np.log(self._background[terms]) / self._floor * _SCALE).astype(np.float32)

    def idf(self, terms: Buckets) -> NDArray[np.float32]:
        """Mean of the two corpora's inverse document frequencies, each scaled to the same range."""
        return ((self.rarity(terms) + self._own(terms)) / 2).astype(np.float32)

    def _own(self, terms: Buckets) -> NDArray[np.float32]:
        total = max(self._total, _FEWEST)
        own = np.log((total + 1) / (self.counts(terms) + 0.5)) / math.log(total + 1) * _SCALE
        return own.astype(np.float32)
