"""Growing arrays: rows appended in amortised constant time, held in one block of numpy memory each."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray


class Growing:
    """An array (n, ...) that grows at its end. ``view`` is valid until the next ``extend``."""

    def __init__(self, dtype: Any, width: int = 0) -> None:
        self._block: NDArray[Any] = np.zeros((64, width) if width else 64, dtype)
        self._used = 0

    def __len__(self) -> int:
        return self._used

    @property
    def bytes(self) -> int:
        return self._block.nbytes

    @property
    def view(self) -> NDArray[Any]:
        return self._block[: self._used]

    def take(self, at: NDArray[np.int64]) -> NDArray[Any]:
        taken: NDArray[Any] = self.view[at]
        return taken

    def extend(self, values: Sequence[Any] | NDArray[Any]) -> None:
        needed = self._used + len(values)
        if needed > len(self._block):
            room = max(needed, len(self._block) * 9 // 8)  # more room would be wasted memory, less wasted time
            block = np.zeros((room, *self._block.shape[1:]), self._block.dtype)
            block[: self._used] = self.view
            self._block = block
        self._block[self._used : needed] = values
        self._used = needed


class Small:
    """Numbers below 2**24 in three bytes each, read as uint32: the terms of articles are most of what is kept of them."""

    def __init__(self) -> None:
        self._bytes = Growing(np.uint8, 3)

    @property
    def bytes(self) -> int:
        return self._bytes.bytes

    @property
    def view(self) -> NDArray[Any]:
        return _widened(self._bytes.view)

    def take(self, at: NDArray[np.int64]) -> NDArray[Any]:
        return _widened(self._bytes.take(at))

    def extend(self, values: Sequence[int] | NDArray[Any]) -> None:
        self._bytes.extend(np.asarray(values, "<u4").view(np.uint8).reshape(-1, 4)[:, :3])


def _widened(rows: NDArray[Any]) -> NDArray[np.uint32]:
    wide = np.zeros((len(rows), 4), np.uint8)
    wide[:, :3] = rows
    return wide.view("<u4").ravel().astype(np.uint32, copy=False)


class Ragged:
    """Rows of differing length (compressed sparse rows): ``starts`` (n + 1,) into ``values``."""

    def __init__(self, values: Growing | Small | None = None) -> None:
        self._values = Growing(np.uint32) if values is None else values
        self._starts = Growing(np.uint32)
        self._starts.extend([0])

    def __len__(self) -> int:
        return len(self._starts) - 1

    @property
    def bytes(self) -> int:
        return self._values.bytes + self._starts.bytes

    @property
    def values(self) -> NDArray[Any]:
        return self._values.view

    @property
    def starts(self) -> NDArray[np.uint32]:
        return self._starts.view

    def extend(self, rows: Iterable[NDArray[Any]]) -> None:
        many = list(rows)
        lengths = np.array([len(row) for row in many], np.int64)
        self._starts.extend(int(self.starts[-1]) + np.cumsum(lengths))
        if lengths.sum():
            self._values.extend(np.concatenate(many))

    def lengths(self, rows: NDArray[np.int64]) -> NDArray[np.uint32]:
        lengths: NDArray[np.uint32] = self.starts[rows + 1] - self.starts[rows]
        return lengths

    def take(self, rows: NDArray[np.int64]) -> tuple[NDArray[Any], NDArray[np.int64]]:
        """The values of ``rows`` behind each other, and where each row starts (len(rows) + 1,)."""
        starts = self.starts[rows].astype(np.int64)
        lengths = self.starts[rows + 1] - starts
        ends = np.concatenate([[0], np.cumsum(lengths)])
        at = np.arange(ends[-1]) + np.repeat(starts - ends[:-1], lengths)
        return self._values.take(at), ends


class Texts:
    """Short texts, such as ids: a Python string each would take five times the memory."""

    def __init__(self) -> None:
        self._letters = Ragged(Growing(np.uint8))

    def __len__(self) -> int:
        return len(self._letters)

    def __getitem__(self, at: int) -> str:
        start, end = self._letters.starts[at], self._letters.starts[at + 1]
        return self._letters.values[start:end].tobytes().decode()

    def __iter__(self) -> Iterator[str]:
        block, starts = self._letters.values.tobytes(), self._letters.starts.tolist()
        return (block[one:other].decode() for one, other in pairwise(starts))

    @property
    def bytes(self) -> int:
        return self._letters.bytes

    def extend(self, texts: Iterable[str]) -> None:
        self._letters.extend(np.frombuffer(text.encode(), np.uint8) for text in texts)
