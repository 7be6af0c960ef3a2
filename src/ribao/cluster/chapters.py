"""Chapters: a story that goes on. What is told over a day later is a new happening, and follows the story before it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from ribao.cluster.index import JOIN_HOURS, Edges
from ribao.cluster.model import Model
from ribao.cluster.opinions import log_odds, probability

_SURER = 0.4  # log odds above the model's least likeness for one story: each model tells likeness on a scale of its own
_NEAREST = 3  # tellings of the later story that are asked


def least(model: Model) -> float:
    """Mean likeness of the nearest tellings at which a story follows another."""
    (told,) = probability(log_odds(np.array([model.least], np.float32)) + _SURER)
    return float(told)


def follows(edges: Edges, story_of: Sequence[int], began: Mapping[int, float], least: float) -> dict[int, int]:
    """Number of a story → number of the earlier story that it continues.

    ``story_of``: number of the story of each row; ``began``: when each began, in seconds. A story follows one that
    began before it, the one that its nearest tellings are most alike.
    """
    best: dict[tuple[int, int], dict[int, float]] = defaultdict(dict)
    for one, other, likeness, hours in zip(
        edges.one.tolist(), edges.other.tolist(), edges.likeness.tolist(), edges.hours.tolist(), strict=True
    ):
        later, earlier = story_of[one], story_of[other]
        if later == earlier or hours <= JOIN_HOURS:
            continue
        if began[later] < began[earlier]:
            later, earlier, one = earlier, later, other
        near = best[later, earlier]
        near[one] = max(near.get(one, 0.0), likeness)
    scored = sorted((_mean(near.values()), -earlier, later) for (later, earlier), near in best.items())
    return {later: -negative for score, negative, later in scored if score >= least}


def _mean(likenesses: Iterable[float]) -> float:
    nearest = sorted(likenesses, reverse=True)[:_NEAREST]
    return float(sum(nearest) / len(nearest))
