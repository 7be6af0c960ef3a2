"""Cross-fitting: what is learned from a labelled day is never used to make the numbers of that day.

Vectors that were tuned on a day know its stories by heart; a forest that is grown on such vectors trusts them too much.
So the days are folded, each fold's vectors are tuned on the other days, and the forest learns from those.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ribao.cluster import lexicon
from ribao.cluster.likeness import Numbers as Likeness
from ribao.cluster.train import artefact, labelled
from ribao.cluster.train.corpus import Labelled
from ribao.cluster.train.descent import Numbers
from ribao.cluster.train.features import Pairs, pairs_of
from ribao.cluster.train.forest import grow
from ribao.cluster.train.texts import Cut, Vocabulary

Fold = list[int]  # positions of days


def folds_of(days: Sequence[Labelled], folds: int) -> list[Fold]:
    """Neighbouring days in one fold: a running story must not be known from the day before."""
    order = sorted(range(len(days)), key=lambda at: (days[at].day, at))
    parts = np.array_split(np.array(order, np.int64), max(1, min(folds, len(days))))
    return [part.tolist() for part in parts if len(part)]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Setting:
    """What all folds share."""

    days: Sequence[Labelled]
    folds: Sequence[Fold]
    vocabulary: Vocabulary
    background: NDArray[np.float32]
    cut: Cut
    seed: int


def tuned(weights: Numbers, setting: Setting, epochs: int, told: Callable[[int], None]) -> tuple[list[Pairs], Numbers]:
    """The pairs of each day by vectors that never saw it, and the vectors tuned on all days. ``told`` hears of folds."""
    bags = [labelled.day_of(day, setting.vocabulary, setting.cut) for day in setting.days]
    pairs: dict[int, Pairs] = {}
    for number, fold in enumerate(setting.folds):
        others = [bag for at, bag in enumerate(bags) if at not in fold]
        own = labelled.tune(weights, others, np.random.default_rng([setting.seed, number]), epochs)
        grams = artefact.quantised(setting.vocabulary, own)
        for at in fold:
            pairs[at] = pairs_of(setting.days[at], lexicon.load(), grams, setting.background, setting.cut)
        told(number)
    return [pairs[at] for at in range(len(bags))], labelled.tune(
        weights, bags, np.random.default_rng(setting.seed), epochs
    )


def held_out(pairs: Sequence[Pairs], folds: Sequence[Fold], seed: int, rounds: int) -> list[Likeness]:
    """The likeness of each day's pairs by a forest that was grown on the other folds; at least two folds are needed."""
    found: dict[int, Likeness] = {}
    for fold in folds:
        forest = grow([own for at, own in enumerate(pairs) if at not in fold], seed, rounds)
        found |= {at: forest.probability(pairs[at].numbers) for at in fold}
    return [found[at] for at in range(len(pairs))]
