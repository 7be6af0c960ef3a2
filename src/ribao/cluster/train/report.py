"""What to expect on days that were not trained on: each fold's days scored by a model that never saw them."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ribao.cluster.agglomerate import agglomerate
from ribao.cluster.likeness import Numbers
from ribao.cluster.score import gold_of, score
from ribao.cluster.train.corpus import Labelled
from ribao.cluster.train.features import Pairs

_FAINTEST = 0.03


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """``found``: share of the pairs of one story that are candidates (few of a large story's need be); ``pair_ap``:
    average precision over candidates. The others: story B-cubed (see :mod:`ribao.cluster.score`). Means over days.
    """

    days: int
    found: float
    pair_ap: float
    precision: float
    recall: float
    f1: float

    def as_dict(self) -> dict[str, Any]:
        return {name: round(value, 4) for name, value in asdict(self).items()}


def figures(
    days: Sequence[Labelled], pairs: Sequence[Pairs], likeness: Sequence[Numbers], least: float, link: float
) -> Figures:
    found = [own.same.sum() / max(own.possible, 1) for own in pairs]
    aps = [average_precision(own.same, near) for own, near in zip(pairs, likeness, strict=True)]
    stories = [_stories(day, own, near, least, link) for day, own, near in zip(days, pairs, likeness, strict=True)]
    mean = {name: float(np.mean([one[name] for one in stories])) for name in ("precision", "recall", "f1")}
    return Figures(days=len(days), found=float(np.mean(found)), pair_ap=float(np.mean(aps)), **mean)


def average_precision(same: NDArray[np.bool_], likeness: Numbers) -> float:
    """Area under precision by recall; equals in the order they stand in."""
    hits = same[np.argsort(-likeness, kind="stable")]
    precision = np.cumsum(hits) / np.arange(1, len(hits) + 1)
    return float(precision[hits].mean()) if hits.any() else 1.0


def grouped(day: Labelled, pairs: Pairs, likeness: Numbers, least: float, link: float) -> dict[str, str]:
    """Item → story, equal headlines with the first of them."""
    kept = np.flatnonzero(likeness > _FAINTEST)
    edges = zip(pairs.other[kept].tolist(), pairs.one[kept].tolist(), likeness[kept].tolist(), strict=True)
    story = {at: str(group[0]) for group in agglomerate(len(day.items), edges, least, link) for at in group}
    return {item.id: story[head] for item, head in zip(day.items, pairs.stands.tolist(), strict=True)}


def _stories(day: Labelled, pairs: Pairs, likeness: Numbers, least: float, link: float) -> Mapping[str, float]:
    titles = {item.id: item.title for item in day.items}
    found: Mapping[str, float] = score(gold_of(day.gold), grouped(day, pairs, likeness, least, link), titles)[
        "story_bcubed"
    ]
    return found
