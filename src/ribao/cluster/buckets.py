"""Buckets: terms as numbers, the same on every machine and in every run, without a table that grows with the news."""

from collections.abc import Iterable
from functools import lru_cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

BUCKETS = 1 << 21  # two rare terms share one about once in two million pairs: far below the noise of headlines
Buckets = NDArray[np.uint32]


@lru_cache(1 << 16)  # the same words come again and again
def bucket(term: str) -> int:
    return crc32(term.encode()) & (BUCKETS - 1)


def buckets(terms: Iterable[str], most: int | None = None) -> Buckets:
    """Each term's bucket once, ascending; of more than ``most`` terms the first ones."""
    kept = dict.fromkeys(map(bucket, terms))
    return np.array(sorted(list(kept)[:most]), dtype=np.uint32)
