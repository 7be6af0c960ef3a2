"""Opinions: what an embedder and a judge, where the owner has them, say of pairs that the model has weighed.

An embedder's cosines mean something else in each model. So they are calibrated on the run itself: a logistic curve
(Platt 1999) is fitted to the pairs of which the model is sure, and its odds are added to the model's. A judge is
asked only about pairs in the uncertain band, and its word moves them as far as it is sure.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ribao.cluster.index import Edges, Index
from ribao.cluster.likeness import Numbers
from ribao.support.minds.port import Verdict

BAND = (0.2, 0.65)  # likeness of which the model is not sure
_SURE = (0.02, 0.9)
_FEWEST = 20  # sure pairs of either kind that a calibration needs
_WEIGHT = 0.5  # of the embedder's odds beside the model's
_STEPS = 25  # of Newton's method; it settles in fewer

Pair = tuple[str, str]  # article ids, the lower first


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Opinions:
    """``vectors``: article id → its embedding, of length 1. ``verdicts``: of pairs of article ids."""

    vectors: Mapping[str, NDArray[np.float32]] = field(default_factory=dict)
    verdicts: Mapping[Pair, Verdict] = field(default_factory=dict)

    def temper(self, index: Index) -> Callable[[Edges], Numbers] | None:
        if not self.vectors and not self.verdicts:
            return None
        return lambda edges: self._judged(index, edges, self._embedded(index, edges))

    def evidence(self, one: str, other: str) -> dict[str, Any]:
        """What they said of this pair, as evidence."""
        told: dict[str, Any] = {}
        if one in self.vectors and other in self.vectors:
            told["embedder"] = round(float(self.vectors[one] @ self.vectors[other]), 2)
        verdict = self.verdicts.get(ordered(one, other))
        if verdict is not None:
            told["judge"] = {
                "same": verdict.same,
                "confidence": verdict.confidence,
                "reason": verdict.reason,
                "model": verdict.model,
            }
        return told

    def _embedded(self, index: Index, edges: Edges) -> Numbers:
        ids = index.table.ids
        known = np.array(
            [ids[one] in self.vectors and ids[other] in self.vectors for one, other in _pairs(edges)], bool
        )
        if not known.any():
            return edges.likeness
        cosines = np.zeros(len(known), np.float32)
        for at in np.flatnonzero(known).tolist():
            cosines[at] = self.vectors[ids[edges.one[at]]] @ self.vectors[ids[edges.other[at]]]
        curve = calibrate(cosines[known], edges.likeness[known])
        if curve is None:
            return edges.likeness
        slope, offset = curve
        odds = log_odds(edges.likeness) + np.where(known, _WEIGHT * np.clip(slope * cosines + offset, -6, 6), 0)
        return probability(odds)

    def _judged(self, index: Index, edges: Edges, likeness: Numbers) -> Numbers:
        if not self.verdicts:
            return likeness
        told = likeness.copy()
        ids = index.table.ids
        for at, (one, other) in enumerate(_pairs(edges)):
            verdict = self.verdicts.get(ordered(ids[one], ids[other]))
            if verdict is not None:
                sure = verdict.confidence / 2
                told[at] = max(told[at], 0.5 + sure) if verdict.same else min(told[at], 0.5 - sure)
        return told


def doubtful(index: Index, edges: Edges, most: int) -> list[Pair]:
    """Pairs in the uncertain band, the most doubtful first."""
    low, high = BAND
    middle = index.model.least
    at = np.flatnonzero((edges.likeness >= low) & (edges.likeness <= high))
    order = at[np.lexsort((at, np.abs(edges.likeness[at] - middle)))][:most]
    ids = index.table.ids
    return [ordered(ids[edges.one[place]], ids[edges.other[place]]) for place in order.tolist()]


def ordered(one: str, other: str) -> Pair:
    return (one, other) if one <= other else (other, one)


def calibrate(cosines: Numbers, likeness: Numbers) -> tuple[float, float] | None:
    """Slope and offset of the log odds of being one story, by cosine; None where too few pairs are sure.

    A falling curve is an embedder that knows nothing: None as well.
    """
    sure = (likeness <= _SURE[0]) | (likeness >= _SURE[1])
    same = likeness[sure] >= _SURE[1]
    if min(int(same.sum()), int((~same).sum())) < _FEWEST:
        return None
    rows = np.stack([cosines[sure].astype(np.float64), np.ones(int(sure.sum()))], axis=1)
    goal = np.where(same, (same.sum() + 1) / (same.sum() + 2), 1 / ((~same).sum() + 2))  # Platt's targets
    curve = np.zeros(2)
    for _ in range(_STEPS):
        told = 1 / (1 + np.exp(-np.clip(rows @ curve, -30, 30)))
        bend = (rows * (told * (1 - told))[:, None]).T @ rows + 1e-3 * np.eye(2)
        curve = curve - np.linalg.solve(bend, rows.T @ (told - goal) + 1e-3 * curve)
    return (float(curve[0]), float(curve[1])) if np.isfinite(curve).all() and curve[0] > 0 else None


def log_odds(likeness: Numbers) -> Numbers:
    safe = np.clip(likeness, 1e-6, 1 - 1e-6)
    odds: Numbers = np.log(safe / (1 - safe))
    return odds


def probability(odds: Numbers) -> Numbers:
    likeness: Numbers = (1 / (1 + np.exp(-np.clip(odds, -30, 30)))).astype(np.float32)
    return likeness


def _pairs(edges: Edges) -> Sequence[tuple[int, int]]:
    return list(zip(edges.one.tolist(), edges.other.tolist(), strict=True))
