"""Fine-tuning on labelled days: items of one story near each other, far from the rest of their day.

The loss is the supervised contrastive one (Khosla et al. 2020) over a whole day at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ribao.cluster.buckets import buckets
from ribao.cluster.grams import grams_of
from ribao.cluster.marks import MOST_LEAD
from ribao.cluster.train.corpus import Labelled
from ribao.cluster.train.descent import Adam, Numbers, backward, batch_of, forward
from ribao.cluster.train.texts import Bag, Cut, Vocabulary
from ribao.support.folding import fold

EPOCHS = 20
TEMPERATURE = 0.08
DROP = 0.1
RATE = 0.004
_MASKED = np.float32(-1e4)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Day:
    """``bags``: of each text with a known gram; ``story`` int64 (texts,)."""

    bags: tuple[Bag, ...]
    story: NDArray[np.int64]


def day_of(labelled: Labelled, vocabulary: Vocabulary, cut: Cut) -> Day:
    """Headlines with the words of their leads."""
    grams = ([*grams_of(fold(item.title), cut(item.title)), *_lead(item.lead, cut)] for item in labelled.items)
    bags = [vocabulary.bag(buckets(own)) for own in grams]
    filled = [at for at, bag in enumerate(bags) if len(bag)]
    return Day(bags=tuple(bags[at] for at in filled), story=labelled.story[filled])


def _lead(lead: str, cut: Cut) -> list[str]:
    return [f"w:{word}" for word in cut(lead)[:MOST_LEAD]] if lead else []


def tune(weights: Numbers, days: Sequence[Day], random: np.random.Generator, epochs: int = EPOCHS) -> Numbers:
    """A tuned copy of ``weights``; equal to them when no day has a story."""
    adam = Adam(weights.copy())
    days = [day for day in days if len(np.unique(day.story)) < len(day.story)]
    for _ in range(epochs):
        for at in random.permutation(len(days)).tolist():
            batch = batch_of(days[at].bags, DROP, random)
            unit, lengths = forward(adam.weights, batch)
            _, gradient = supervised(unit, days[at].story, TEMPERATURE)
            adam.descend(batch.rows, backward(batch, unit, lengths, gradient), RATE)
    return adam.weights


def supervised(unit: Numbers, story: NDArray[np.int64], temperature: float) -> tuple[float, Numbers]:
    """Of unit vectors (n, d), at least two of one story: the loss, and its gradient."""
    itself = np.eye(len(unit), dtype=np.bool_)
    same = (story[:, None] == story[None, :]) & ~itself
    near = (unit @ unit.T) / np.float32(temperature)
    near[itself] = _MASKED
    near -= near.max(axis=1, keepdims=True)
    near -= np.log(np.exp(near).sum(axis=1, keepdims=True))
    has = same.any(axis=1)
    wanted = (same / np.maximum(same.sum(axis=1, keepdims=True), 1)).astype(np.float32)
    loss = -float((near * wanted)[has].sum()) / int(has.sum())
    slope = np.where(has[:, None], np.exp(near) - wanted, 0) / np.float32(has.sum() * temperature)
    gradient: Numbers = ((slope + slope.T) @ unit).astype(np.float32)
    return loss, gradient
