"""Vectors: headline and lead of each article as sparse TF-IDF rows (Salton and Buckley 1988), and their likeness.

Terms are the words of :mod:`ribao.annotate.words` and, for headlines, pairs of neighbouring Chinese characters, so
that hot-list phrases of six characters meet even where the dictionary cuts them differently.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ribao.support.folding import fold

Terms = Mapping[str, float]  # term → weight of its place

PAIR_WEIGHT = 0.6  # of two characters beside a whole word
FEWEST_DOCUMENTS = 1000  # in a small batch each word looks common; as if so many other articles stood beside it
_CHINESE = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+")
_EMPTY = frozenset("的了吗呢吧啊么着过这那哪你我他她它们还就也都很太最有没是在和与被把让给从到对向为而且或之其个些样")
_ROWS, _PAIRS = 512, 20_000  # rows, and pairs of rows, multiplied at once: bounds memory


def headline_terms(title: str, words: Sequence[str]) -> dict[str, float]:
    """Words count 1; pairs of Chinese characters that are no word themselves :data:`PAIR_WEIGHT`."""
    terms = dict.fromkeys(_pairs(title), PAIR_WEIGHT)
    terms.update(dict.fromkeys(words, 1.0))
    return terms


def _pairs(title: str) -> Iterator[str]:
    for run in _CHINESE.findall(fold(title)):
        found = (run[at : at + 2] for at in range(len(run) - 1))
        yield from (pair for pair in found if _EMPTY.isdisjoint(pair))


def lead_terms(words: Iterable[str]) -> dict[str, float]:
    """Words of a lead; a word said often counts a little more (1 + log of its count)."""
    return {word: 1 + math.log(count) for word, count in Counter(words).items()}


def weights(documents: Sequence[Terms]) -> dict[str, float]:
    """Inverse document frequency of each term of the batch: log of articles over articles with the term."""
    frequency = Counter(term for terms in documents for term in terms)
    total = max(len(documents), FEWEST_DOCUMENTS)
    return {term: math.log((total + 1) / (count + 0.5)) for term, count in frequency.items()}


def matrix(documents: Sequence[Terms], idf: Mapping[str, float], most: int | None = None) -> tuple[Any, Any]:
    """Rows of unit length (scipy CSR) and their lengths before (array). Terms in over ``most`` documents are left out.

    A term that common joins nothing by itself, and its square would cost all the time there is; it still counts in
    the lengths, so that no likeness is overstated.
    """
    import numpy as np
    from scipy.sparse import csr_array

    frequency = Counter(term for terms in documents for term in terms)
    kept = sorted(term for term, count in frequency.items() if most is None or count <= most)
    column = {term: at for at, term in enumerate(kept)}
    values: list[float] = []
    columns: list[int] = []
    starts, lengths = [0], []
    for terms in documents:
        length = math.sqrt(math.fsum((weight * idf[term]) ** 2 for term, weight in terms.items())) or 1.0
        for at, term in sorted((column[term], term) for term in terms if term in column):
            columns.append(at)
            values.append(terms[term] * idf[term] / length)
        starts.append(len(columns))
        lengths.append(length)
    return csr_array((values, columns, starts), shape=(len(documents), max(len(column), 1))), np.array(lengths)


def alike(rows: Any, least: float) -> Iterator[tuple[Any, Any, Any]]:
    """Pairs of rows with a cosine of ``least`` or more, block by block: arrays of first row, second (higher), cosine."""
    turned = rows.T.tocsc()
    for start in range(0, rows.shape[0], _ROWS):
        block = (rows[start : start + _ROWS] @ turned).tocoo()
        first, second = block.coords[0] + start, block.coords[1]
        keep = (block.data >= least) & (first < second)
        yield first[keep], second[keep], block.data[keep]


def cosines(rows: Any, first: Any, second: Any) -> Any:
    """The cosine of each pair of rows, computed directly: for few pairs of many."""
    import numpy as np

    parts = [
        rows[first[at : at + _PAIRS]].multiply(rows[second[at : at + _PAIRS]]).sum(axis=1)
        for at in range(0, len(first), _PAIRS)
    ]
    return np.concatenate(parts) if parts else np.zeros(0)
