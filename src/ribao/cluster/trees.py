"""Trees: a gradient-boosted forest (Friedman 2001) as flat arrays, walked by numpy for many rows at once.

LightGBM grows it when a model is trained; at run time nothing of it is needed. A missing value is -1 by convention of
:mod:`ribao.cluster.likeness`: there are none.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_ROWS = 4096  # walked at once: bounds memory


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Forest:
    """Nodes of all trees behind each other. ``left`` and ``right`` are node numbers; a leaf points to itself.

    ``feature`` int16, ``threshold`` float32, ``left``, ``right`` int32, ``value`` float32, all (nodes,); ``roots`` int32
    (trees,); ``depth``: steps after which every row is in a leaf.
    """

    feature: NDArray[np.int16]
    threshold: NDArray[np.float32]
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    value: NDArray[np.float32]
    roots: NDArray[np.int32]
    depth: int

    def probability(self, rows: NDArray[np.float32]) -> NDArray[np.float32]:
        """Of each of ``rows`` (n, features): float32 (n,) between 0 and 1."""
        parts = [self._margin(rows[at : at + _ROWS]) for at in range(0, len(rows), _ROWS)]
        margin = np.concatenate(parts) if parts else np.zeros(0, np.float32)
        odds: NDArray[np.float32] = (1.0 / (1.0 + np.exp(-np.clip(margin, -30, 30)))).astype(np.float32)
        return odds

    def _margin(self, rows: NDArray[np.float32]) -> NDArray[np.float32]:
        count, width = rows.shape
        flat = np.ascontiguousarray(rows).ravel()
        node = np.repeat(self.roots[:, None], count, axis=1)  # (trees, rows)
        start = np.arange(count, dtype=np.int64) * width
        for _ in range(self.depth):
            goes_left = flat[start[None, :] + self.feature[node]] <= self.threshold[node]
            node = np.where(goes_left, self.left[node], self.right[node])
        margin: NDArray[np.float32] = self.value[node].sum(axis=0, dtype=np.float64).astype(np.float32)
        return margin
