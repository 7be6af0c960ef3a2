"""Distinct: which numbers there are among many, and where each stands among those; as ``numpy.unique``, but unsorted.

Terms and rows are small numbers, so a table of all that could be is marked and read: some ten times faster than sorting.
"""

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.int64]
Number = TypeVar("Number", bound=np.integer)
_FEW = 2_000  # of so few numbers sorting is faster than a table


def distinct(numbers: NDArray[Number], below: int) -> tuple[NDArray[Number], Places]:
    """Each of the numbers (0 up to but without ``below``) once, ascending; and for each of ``numbers`` its place there."""
    if len(numbers) <= _FEW:
        found, places = np.unique(numbers, return_inverse=True)
        return found, places
    known = np.zeros(below, np.bool_)
    known[numbers] = True
    at = np.flatnonzero(known)
    place = np.empty(below, np.int32)
    place[at] = np.arange(len(at))
    return at.astype(numbers.dtype), place[numbers].astype(np.int64)
