"""The artefact: what training leaves behind, made small. See :mod:`ribao.cluster.model` for how it is read."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ribao.cluster.buckets import BUCKETS, Buckets
from ribao.cluster.grams import Grams
from ribao.cluster.train.descent import Numbers
from ribao.cluster.train.texts import Vocabulary
from ribao.cluster.trees import Forest

RAREST = 5  # headlines that hold a term of the background; below it, a term is as good as new

Arrays = dict[str, NDArray[Any]]


def quantised(vocabulary: Vocabulary, weights: Numbers) -> Grams:
    """A byte a component, with a scale for each row (as float16 holds it, for that is what is kept)."""
    scales = (np.abs(weights).max(axis=1) / 127).astype(np.float16).astype(np.float32)
    rows = np.rint(weights / np.maximum(scales, 1e-6)[:, None])
    return Grams(known=vocabulary.known, rows=np.clip(rows, -127, 127).astype(np.int8), scales=scales)


def common(counts: NDArray[np.int64]) -> tuple[Buckets, NDArray[np.int32]]:
    """Terms in enough headlines, ascending, and in how many."""
    terms = np.flatnonzero(counts >= RAREST)
    return terms.astype(np.uint32), counts[terms].astype(np.int32)


def term_counts(terms: list[Buckets]) -> NDArray[np.int64]:
    """``terms``: of each headline, each once."""
    return np.bincount(np.concatenate([np.zeros(0, np.uint32), *terms]), minlength=BUCKETS)


def arrays_of(grams: Grams, terms: Buckets, counts: NDArray[np.int32], forest: Forest) -> Arrays:
    names = ("feature", "threshold", "left", "right", "value", "roots")
    return {
        "known": grams.known, "rows": grams.rows, "scales": grams.scales.astype(np.float16),
        "terms": terms, "counts": counts, **{name: getattr(forest, name) for name in names},
    }  # fmt: skip
