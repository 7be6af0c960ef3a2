"""Growing arrays: rows appended in amortised constant time, held in one block of numpy memory each."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray


class Growing:
    """An array (n, ...) that grows at its end. ``view`` is valid until the next ``extend``."""

    def __init__(self, dtype: Any, width: int = 0) -> None:
        self._block: NDArray[Any] = np.zeros((64, width) if width else 64, dtype)
        self._used = 0

    @property
    def view(self) -> NDArray[Any]:
        return self._block[: self._used]

    def extend(self, values: Sequence[Any] | NDArray[Any]) -> None:
        needed = self._used + len(values)
        if needed > len(self._block):
            room = max(needed, len(self._block) * 5 // 4)
            block = np.zeros((room, *self._block.shape[1:]), self._block.dtype)
            block[: self._used] = self.view
            self._block = block
        self._block[self._used : needed] = values
        self._used = needed


class Ragged:
    """Rows of differing length (compressed sparse rows): ``starts`` (n + 1,) into ``values``."""

    def __init__(self, dtype: Any = np.uint32, width: int = 0) -> None:
        self._values = Growing(dtype, width)
        self._starts = Growing(np.int64)
        self._starts.extend([0])

    @property
    def values(self) -> NDArray[Any]:
        return self._values.view

    @property
    def starts(self) -> NDArray[np.int64]:
        return self._starts.view

    def extend(self, rows: Iterable[NDArray[Any]]) -> None:
        many = list(rows)
        lengths = np.array([len(row) for row in many], np.int64)
        self._starts.extend(self.starts[-1] + np.cumsum(lengths))
        if lengths.sum():
            self._values.extend(np.concatenate(many))

    def take(self, rows: NDArray[np.int64]) -> tuple[NDArray[Any], NDArray[np.int64]]:
        """The values of ``rows`` behind each other, and where each row starts (len(rows) + 1,)."""
        starts = self.starts[rows]
        lengths = self.starts[rows + 1] - starts
        ends = np.concatenate([[0], np.cumsum(lengths)])
        at = np.arange(ends[-1]) + np.repeat(starts - ends[:-1], lengths)
        return self.values[at], ends
