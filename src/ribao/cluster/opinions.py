"""Opinions: what an embedder and a judge, where the owner has them, say of pairs that the model has weighed.

Both move the odds that the model gives. An embedder's cosines mean something else in each model, so they are
calibrated on the run itself: a logistic curve (Platt 1999) is fitted to the pairs of which the model is sure. A judge
is asked only about pairs in the uncertain band, and its word counts for as much as it is sure.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ribao.cluster.index import JOIN_HOURS, Edges, Index
from ribao.cluster.likeness import Numbers
from ribao.cluster.model import Model
from ribao.support.minds.port import Verdict

_DOUBT = 1.0  # log odds on either side of the model's least likeness: the band in which it is not sure
_SURE = (0.02, 0.9)  # likeness of a forest, which tells a probability: surely two stories, surely one
_SURE_BY_WORDS = (0.02, 0.4)  # likeness by words alone is none, and seldom high
_FEWEST = 20  # sure pairs of either kind that a calibration needs
_FLATTEST = 1.0  # log odds by which one standard deviation of the cosines must move a pair: chance stays below
_SAME_COSINES = 1e-3  # standard deviation under which cosines are all the same: vectors are kept in 16 bits
_WEIGHT = 0.5  # of the embedder's odds beside the model's: both have read the same words
_MOST = 6.0  # log odds that an embedder may tell
_MOST_CONFIDENCE = 0.99
_RIDGE = 1e-3
_STEPS = 25  # of Newton's method; it settles in fewer

Pair = tuple[str, str]  # article ids, the lower first
Span = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Opinions:
    """``vectors``: article id → its embedding, of length 1. ``verdicts``: of pairs of article ids."""

    vectors: Mapping[str, NDArray[np.float32]] = field(default_factory=dict)
    verdicts: Mapping[Pair, Verdict] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Whether anything was said at all."""
        return bool(self.vectors or self.verdicts)

    def heard(self, index: Index) -> "Hearing | None":
        """What gives the likeness of the index's edges when these opinions count; None where nothing was said."""
        return Hearing(opinions=self, index=index) if self else None

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


@dataclass(slots=True, kw_only=True, eq=False)
class Hearing:
    """Opinions on the edges of one index, heard once. ``curve``: of the embedder, as calibrated on them; None: it does
    not count.
    """

    opinions: Opinions
    index: Index
    curve: Span | None = None

    def __call__(self, edges: Edges) -> Numbers:
        """The likeness; a pair of which nobody said anything keeps its own to the bit."""
        moved = self._embedded(edges) + self._judged(edges)
        told = probability(log_odds(edges.likeness) + moved)
        likeness: Numbers = np.where(moved == 0, edges.likeness, told)
        return likeness

    def counted(self) -> Opinions:
        """The opinions that moved anything: without the embedder's where it could not be calibrated."""
        return self.opinions if self.curve is not None else replace(self.opinions, vectors={})

    def _embedded(self, edges: Edges) -> Numbers:
        """Log odds (pairs,) by which the embedder moves each."""
        ids, vectors = self.index.table.ids, self.opinions.vectors
        pairs = [(ids[one], ids[other]) for one, other in _rows(edges)] if vectors else []
        known = np.array([one in vectors and other in vectors for one, other in pairs], bool)
        if not known.any():
            return np.zeros(len(edges.one), np.float32)
        cosines = np.array(
            [vectors[one] @ vectors[other] if there else 0 for (one, other), there in zip(pairs, known, strict=True)],
            np.float32,
        )
        self.curve = calibrate(cosines[known], edges.likeness[known], sure(self.index.model))
        if self.curve is None:
            return np.zeros(len(edges.one), np.float32)
        slope, offset = self.curve
        told = _WEIGHT * np.clip(slope * cosines + offset, -_MOST, _MOST)
        moved: Numbers = np.where(known, told, 0).astype(np.float32)
        return moved

    def _judged(self, edges: Edges) -> Numbers:
        """Log odds (pairs,) by which the judge moves each."""
        moved = np.zeros(len(edges.one), np.float32)
        ids, verdicts = self.index.table.ids, self.opinions.verdicts
        for at, (one, other) in enumerate(_rows(edges) if verdicts else ()):
            verdict = verdicts.get(ordered(ids[one], ids[other]))
            if verdict is not None:
                moved[at] = weight(verdict.confidence) * (1 if verdict.same else -1)
        return moved


def weight(confidence: float) -> float:
    """Log odds of a word that is right as often as not at confidence 0, and always at 1, which nobody is."""
    told = min(confidence, _MOST_CONFIDENCE)
    return float(np.log((1 + told) / (1 - told)))


def band(model: Model) -> Span:
    """Likeness of which the model is not sure: about the least at which it joins."""
    middle = log_odds(np.array([model.least], np.float32))
    low, high = probability(middle - _DOUBT), probability(middle + _DOUBT)
    return float(low[0]), float(high[0])


def sure(model: Model) -> Span:
    """Likeness up to which, and from which, the model is sure."""
    return _SURE if model.forest is not None else _SURE_BY_WORDS


def doubtful(index: Index, edges: Edges, most: int) -> list[Pair]:
    """Pairs in the uncertain band that could be joined, the most doubtful first."""
    low, high = band(index.model)
    near = edges.hours <= JOIN_HOURS
    at = np.flatnonzero(near & (edges.likeness >= low) & (edges.likeness <= high))
    middle = log_odds(np.array([index.model.least], np.float32))
    order = at[np.lexsort((at, np.abs(log_odds(edges.likeness[at]) - middle)))][:most]
    ids = index.table.ids
    return [ordered(ids[edges.one[place]], ids[edges.other[place]]) for place in order.tolist()]


def ordered(one: str, other: str) -> Pair:
    return (one, other) if one <= other else (other, one)


def calibrate(cosines: Numbers, likeness: Numbers, sure: Span) -> tuple[float, float] | None:
    """Slope and offset of the log odds of being one story, by cosine; None where too few pairs are sure.

    Both kinds weigh the same: how rare stories are, the model's odds tell already. An embedder whose curve falls, or
    hardly rises, cannot tell even these pairs apart: None as well.
    """
    chosen = (likeness <= sure[0]) | (likeness >= sure[1])
    same, told = likeness[chosen] >= sure[1], cosines[chosen].astype(np.float64)
    if min(int(same.sum()), int((~same).sum())) < _FEWEST:
        return None
    share = 0.5 / np.where(same, same.sum(), (~same).sum())
    middle = float(share @ told)
    spread = float(np.sqrt(share @ (told - middle) ** 2))
    if not spread >= _SAME_COSINES:  # NaN too
        return None
    slope, offset = _fitted((told - middle) / spread, same, share)
    if not np.isfinite((slope, offset)).all() or slope < _FLATTEST:
        return None
    return slope / spread, offset - slope * middle / spread


def _fitted(values: NDArray[np.float64], same: NDArray[np.bool_], share: NDArray[np.float64]) -> Span:
    """Slope and offset by Newton's method, towards Platt's targets, with a little ridge. ``share``: weight of a row."""
    count = np.where(same, same.sum(), (~same).sum())
    goal = np.where(same, (count + 1) / (count + 2), 1 / (count + 2))
    rows = np.stack([values, np.ones(len(values))], axis=1)
    curve = np.zeros(2)
    for _ in range(_STEPS):
        told = 1 / (1 + np.exp(-np.clip(rows @ curve, -30, 30)))
        bend = (rows * (share * told * (1 - told))[:, None]).T @ rows + _RIDGE * np.eye(2)
        curve = curve - np.linalg.solve(bend, rows.T @ (share * (told - goal)) + _RIDGE * curve)
    return float(curve[0]), float(curve[1])


def log_odds(likeness: Numbers) -> Numbers:
    safe = np.clip(likeness, 1e-6, 1 - 1e-6)
    odds: Numbers = np.log(safe / (1 - safe))
    return odds


def probability(odds: Numbers) -> Numbers:
    likeness: Numbers = (1 / (1 + np.exp(-np.clip(odds, -30, 30)))).astype(np.float32)
    return likeness


def _rows(edges: Edges) -> Sequence[tuple[int, int]]:
    return list(zip(edges.one.tolist(), edges.other.tolist(), strict=True))
