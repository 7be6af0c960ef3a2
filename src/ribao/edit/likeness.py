"""Likeness of short texts by their pairs of neighbouring letters (Dice 1945): the same for Chinese and English."""

from collections.abc import Collection

from ribao.support.folding import bare

Pairs = frozenset[str]


def pairs(text: str) -> Pairs:
    letters = bare(text)
    return frozenset(letters[at : at + 2] for at in range(len(letters) - 1))


def overlap(one: Pairs, other: Pairs) -> float:
    """Dice coefficient, 0 to 1."""
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def share_in(one: Pairs, others: Pairs) -> float:
    """How much of ``one`` stands in ``others``, 0 to 1."""
    return len(one & others) / len(one) if one else 0.0


def centrality(one: Pairs, others: Collection[Pairs]) -> float:
    """Mean overlap with the others; 0 where there are none."""
    return sum(overlap(one, other) for other in others) / len(others) if others else 0.0
