"""Grams: a static vector for every word, run of two or three characters, and beginning of a word; a text is their sum.

Trained contrastively (see ``train/``), it sees paraphrase (卸任, 离职) and other languages where words share nothing. No
framework at run time: a sorted column of buckets, and a row of int8 beside each. The idea of static n-gram
embeddings is that of fastText (Bojanowski et al. 2017) and of sent2vec (Pagliardini et al. 2018).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ribao.cluster.buckets import Buckets, bucket
from ribao.cluster.lexicon import HAN, LATIN

_BEGINNINGS = (5, 7)  # letters of a long Latin word: endings differ, beginnings seldom
_RUNS = (2, 3)  # Chinese characters
_FULL = 127.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Grams:
    """``known``: ascending buckets (v,). ``rows``: int8 (v, d); ``scales``: float32 (v,), what a row is multiplied by."""

    known: Buckets
    rows: NDArray[np.int8]
    scales: NDArray[np.float32]

    @property
    def width(self) -> int:
        return int(self.rows.shape[1])

    def vector(self, grams: Iterable[str]) -> NDArray[np.int8]:
        """Of a text, by its grams: int8 (d,), its longest component 127; zeros where nothing is known."""
        at = self.find(np.array(sorted(set(map(bucket, grams))), np.uint32))
        at = at[at >= 0]
        total = self.scales[at] @ self.rows[at].astype(np.float32) if at.size else np.zeros(self.width, np.float32)
        top = float(np.abs(total).max(initial=0.0))
        return np.rint(total * (_FULL / top)).astype(np.int8) if top > 0 else np.zeros(self.width, np.int8)

    def find(self, wanted: Buckets) -> NDArray[np.int64]:
        """The row of each bucket, -1 where there is none."""
        if not self.known.size:
            return np.full(wanted.shape, -1)
        at = np.minimum(np.searchsorted(self.known, wanted), len(self.known) - 1)
        return np.where(self.known[at] == wanted, at, -1)

    def unit_rows(self, wanted: Buckets) -> NDArray[np.float32]:
        """Rows of length 1, float32 (n, d), of single grams; zeros for those unknown."""
        at = self.find(wanted)
        found = (
            np.where((at >= 0)[:, None], self.rows[np.maximum(at, 0)], 0).astype(np.float32)
            if self.known.size
            else np.zeros((len(wanted), self.width), np.float32)
        )
        lengths = np.linalg.norm(found, axis=1, keepdims=True)
        rows: NDArray[np.float32] = found / np.maximum(lengths, 1e-6)
        return rows


def grams_of(folded: str, words: Sequence[str]) -> list[str]:
    """Of a folded text and its tokens. Repeats are kept; a vector counts each once."""
    found = [f"w:{word}" for word in words]
    for run in HAN.findall(folded):
        found += [f"c:{run[at : at + length]}" for length in _RUNS for at in range(len(run) - length + 1)]
    long = (word for word in LATIN.findall(folded) if word.isalpha())
    found += [f"p:{word[:length]}" for word in long for length in _BEGINNINGS if len(word) >= length]
    return found


def unit(vectors: NDArray[np.int8]) -> NDArray[np.float32]:
    """Rows of length 1, float32; zeros stay zeros."""
    wide = vectors.astype(np.float32)
    lengths = np.sqrt(np.einsum("ij,ij->i", wide, wide))  # sums of whole numbers: exact
    rows: NDArray[np.float32] = wide / np.maximum(lengths, 1e-6)[:, None]
    return rows
