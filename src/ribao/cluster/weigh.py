"""Weighing: the likeness of pairs of articles as one number from 0 to 1, by the forest or, without it, by words."""

import numpy as np

from ribao.cluster.frequencies import Frequencies
from ribao.cluster.likeness import NAMES, Numbers, Rows, compare
from ribao.cluster.model import Model
from ribao.cluster.table import Table

_AT = {name: at for at, name in enumerate(NAMES)}
_STEEP, _MIDDLE = 14.0, 0.22  # of words alone: likeness at which even odds are given, and how fast they turn
_APART = 0.3  # factor where models or dates differ
_CONCEPTS = 0.5  # what concepts count beside words


def weigh(model: Model, table: Table, one: Rows, other: Rows, frequencies: Frequencies) -> tuple[Numbers, Numbers]:
    """Likeness float32 (pairs,), and the numbers it was made of, (pairs, len(NAMES))."""
    numbers = compare(table, one, other, frequencies, model.grams)
    return (model.forest.probability(numbers) if model.forest else by_words(numbers)), numbers


def by_words(numbers: Numbers) -> Numbers:
    """Shared rare words, or concepts across languages, as odds; contradictions weaken them."""
    told = np.maximum(numbers[:, _AT["m_solid"]], _CONCEPTS * numbers[:, _AT["k_solid"]])
    odds = 1 / (1 + np.exp(-_STEEP * (told - _MIDDLE)))
    apart = np.where(numbers[:, _AT["subjects"]] > 0, _APART, 1.0)
    likeness: Numbers = (odds * apart).astype(np.float32)
    return likeness
