"""The corpus of labels: items that somebody labelled, and headlines of an archive without labels. Values in and out."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from ribao.annotate.learned import hashes
from ribao.annotate.signs import Signs, signs_of
from ribao.annotate.words import words_of
from ribao.types.article import Article

CERTAINTIES = ("official", "reported", "rumor", "denied", "opinion", "none")


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """One item with its labels. ``day``: YYYY-MM-DD, what cross-validation folds by. ``channels``: main, then second."""

    article: Article
    channels: tuple[str, ...]
    certainty: str

    @property
    def day(self) -> str:
        return self.article.published_at.date().isoformat()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Corpus:
    """``labelled``, ``archive``: float32 (rows, signs). ``known``: uint32 (signs,), ascending.

    The labelled rows are ``items`` in their order, and then all of them once more without their site: what is learned
    must also serve an owner whose sites nobody labelled.
    """

    items: tuple[Labelled, ...]
    labelled: csr_array
    archive: csr_array
    known: NDArray[np.uint32]


def corpus(
    items: Sequence[Labelled], archive: Sequence[Article], tell: Callable[[str], None] = lambda _: None
) -> Corpus:
    """Signs of all; kept are those of two labelled items, or of four at all."""
    labelled = [one.article for one in items]
    own = [_hashed(signs_of(one, words_of(one))) for one in (*labelled, *(replace(one, url="") for one in labelled))]
    others = [_hashed(signs_of(one, words_of(one))) for one in archive]
    tell(f"{len(items)} labelled items, {len(others)} of the archive")
    few, many = _counts(own), _counts(others)
    kept = [key for key in {*few, *many} if few[key] >= 4 or few[key] / 2 + many[key] >= 4]
    known = np.array(sorted(kept), np.uint32)
    return Corpus(items=tuple(items), labelled=_matrix(own, known), archive=_matrix(others, known), known=known)


def _hashed(signs: Signs) -> dict[int, float]:
    sums: dict[int, float] = {}
    for key, value in zip(hashes(signs.keys).tolist(), signs.values, strict=True):
        sums[key] = sums.get(key, 0.0) + value
    return sums


def _counts(rows: Sequence[Mapping[int, float]]) -> Counter[int]:
    return Counter(key for row in rows for key in row)


def _matrix(rows: Sequence[Mapping[int, float]], known: NDArray[np.uint32]) -> csr_array:
    places = {key: at for at, key in enumerate(known.tolist())}
    data: list[float] = []
    columns: list[int] = []
    ends = [0]
    for row in rows:
        kept = sorted((places[key], value) for key, value in row.items() if key in places)
        columns += [place for place, _ in kept]
        data += [value for _, value in kept]
        ends.append(len(columns))
    shape = (len(rows), len(known))
    return csr_array((np.array(data, np.float32), np.array(columns, np.int32), np.array(ends)), shape=shape)
