"""The forest is scored as if each tree were walked."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ribao.cluster.trees import MOST_LEAVES, Forest
from tests.examples import many

WIDTH = 3


def forest(seed: int, trees: int, leaves: int) -> Forest:
    """Trees grown by splitting a leaf at random."""
    chance = np.random.default_rng(seed)
    feature, threshold, left, right, value, roots = [], [], [], [], [], []
    for _ in range(trees):
        start = len(left)
        roots.append(start)

        def leaf() -> int:
            feature.append(0), threshold.append(0.0), value.append(float(chance.normal()))
            left.append(len(left)), right.append(len(right))
            return len(left) - 1

        open_ = [leaf()]
        while len(open_) < leaves:
            node = open_.pop(int(chance.integers(len(open_))))
            feature[node], threshold[node] = int(chance.integers(WIDTH)), float(chance.integers(-2, 3))
            left[node], right[node] = leaf(), leaf()
            open_ += [left[node], right[node]]
    kinds = (np.int16, np.float32, np.int32, np.int32, np.float32, np.int32)
    arrays = [
        np.array(many, kind) for many, kind in zip((feature, threshold, left, right, value, roots), kinds, strict=True)
    ]
    names = ("feature", "threshold", "left", "right", "value", "roots")
    return Forest(**dict(zip(names, arrays, strict=True)), depth=leaves)


def walked(made: Forest, row: np.ndarray) -> float:
    total = 0.0
    for root in made.roots.tolist():
        node = root
        while made.left[node] != node:
            node = made.left[node] if row[made.feature[node]] <= made.threshold[node] else made.right[node]
        total += float(made.value[node])
    return 1 / (1 + np.exp(-total))


@settings(deadline=None, max_examples=many(40))
@given(st.integers(0, 999), st.integers(1, 6), st.sampled_from([1, 2, 7, 32, 33, MOST_LEAVES]))
def test_it_says_what_walking_each_tree_says(seed: int, trees: int, leaves: int) -> None:
    made = forest(seed, trees, leaves)
    rows = np.random.default_rng(seed).integers(-3, 4, (20, WIDTH)).astype(np.float32)  # on thresholds too
    assert made.probability(rows) == pytest.approx([walked(made, row) for row in rows], abs=1e-5)


def test_many_rows_at_once_are_as_single_ones_and_none_are_none() -> None:
    made = forest(1, 5, 9)
    rows = np.random.default_rng(2).normal(size=(1100, WIDTH)).astype(np.float32)
    whole = made.probability(rows)
    assert whole[[0, 700, 1099]].tolist() == [made.probability(rows[at : at + 1])[0] for at in (0, 700, 1099)]
    assert made.probability(rows[:0]).shape == (0,)


def test_a_tree_with_too_many_leaves_is_refused() -> None:
    with pytest.raises(ValueError, match="65 leaves"):
        forest(1, 1, MOST_LEAVES + 1).probability(np.zeros((1, WIDTH), np.float32))
