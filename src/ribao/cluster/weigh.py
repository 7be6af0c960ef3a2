"""Weighing: the likeness of pairs of articles as one number from 0 to 1, by the forest or, without it, by words."""

import numpy as np
from numpy.typing import NDArray

from ribao.cluster.columns import other_news
from ribao.cluster.frequencies import Frequencies
from ribao.cluster.likeness import NAMES, Numbers, Rows, compare, lead_cosines
from ribao.cluster.model import Model
from ribao.cluster.table import Table

_AT = {name: at for at, name in enumerate(NAMES)}
_OTHER_SUBJECT, _OTHER_QUANTITY = 0.2, 0.7  # factors where models or dates, or quantities, differ
_OTHER_SUBJECT_LEARNED = 0.3  # the same of what the forest says
_LONE, _PLAIN = 0.75, 0.6  # factor for a single shared word, unless it is most of both headlines
_LEAD_WEIGHT, _LEAD_EVEN, _LEAD_MOST = (
    6.0,
    0.12,
    0.5,
)  # of leads: cosine that says nothing either way, and most that counts
_DISTANT = 0.6  # cosine of leads that share more than the words of a column's headline
_COLUMN = 0.02  # factor for two issues of one column: no edge is left
_CONCEPTS = 0.3  # what concepts count beside words


def weigh(model: Model, table: Table, one: Rows, other: Rows, frequencies: Frequencies) -> tuple[Numbers, Numbers]:
    """Likeness float32 (pairs,), and the numbers it was made of, (pairs, len(NAMES))."""
    numbers = compare(table, one, other, frequencies, model.grams)
    cosine, led = lead_cosines(table, one, other, frequencies)
    column = np.where(_other_news(table, one, other, led & (cosine < _DISTANT)), _COLUMN, 1.0)
    if model.forest is None:
        told = by_words(numbers)
        # a series' leads are alike: what headlines contradict, leads do not mend
        apart = np.where(numbers[:, _AT["subjects"]] > 0, _OTHER_SUBJECT, 1.0)
        return (column * np.where(led, (told + apart * cosine) / 2, told)).astype(np.float32), numbers
    odds = model.forest.probability(numbers)
    # days are told of few products that differ in the number alone, so the forest has hardly learned to see it
    apart = np.where(numbers[:, _AT["subjects"]] > 0, _OTHER_SUBJECT_LEARNED, 1.0)
    return (column * apart * np.where(led, moved(odds, cosine), odds)).astype(np.float32), numbers


def _other_news(table: Table, one: Rows, other: Rows, suspect: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which of the ``suspect`` pairs (pairs,) are issues of one column: an equal headline over leads that tell other news."""
    headline = table.number("headline")
    at = np.flatnonzero(suspect & (headline[one] == headline[other]) & (headline[one] != 0))
    found = np.zeros(len(one), np.bool_)
    pairs = zip(table.tellings(one[at]), table.tellings(other[at]), strict=True)
    found[at] = [other_news(first, second) for first, second in pairs]
    return found


def moved(likeness: Numbers, cosine: Numbers) -> Numbers:
    """Of two articles that both have a lead: what the leads share moves the odds, up or down.

    Of headlines alone the forest learned; leads are of all lengths and manners, so they weigh by a plain rule.
    """
    odds = np.log(np.clip(likeness, 1e-6, 1 - 1e-6) / np.clip(1 - likeness, 1e-6, 1))
    told: Numbers = (1 / (1 + np.exp(-(odds + _LEAD_WEIGHT * (np.minimum(cosine, _LEAD_MOST) - _LEAD_EVEN))))).astype(
        np.float32
    )
    return told


def by_words(numbers: Numbers) -> Numbers:
    """Shared rare words, or concepts across languages; contradictions, and a single shared word, weaken them."""
    told = np.maximum(numbers[:, _AT["m_solid"]], _CONCEPTS * numbers[:, _AT["k_solid"]])
    apart = np.where(numbers[:, _AT["subjects"]] > 0, _OTHER_SUBJECT, 1.0)
    apart *= np.where(numbers[:, _AT["quantities"]] > 0, _OTHER_QUANTITY, 1.0)
    apart *= np.where((numbers[:, _AT["w_n"]] <= 1) & (numbers[:, _AT["m_cos"]] < _PLAIN), _LONE, 1.0)
    likeness: Numbers = (told * apart).astype(np.float32)
    return likeness
