"""The forest that numpy walks says what LightGBM says."""

import numpy as np
import pytest

from ribao.cluster.train.features import Pairs, weights
from ribao.cluster.train.forest import booster, flatten, grow

pytestmark = pytest.mark.slow  # importing LightGBM alone takes over a second


def day(seed: int, rows: int = 3000) -> Pairs:
    """Numbers some of which repeat, so that thresholds fall between neighbouring floats."""
    random = np.random.default_rng(seed)
    numbers = np.round(random.standard_normal((rows, 8)), 2).astype(np.float32)
    numbers[:, 3] = random.integers(0, 4, rows)
    same = (numbers[:, 0] + numbers[:, 1] * numbers[:, 3] + random.standard_normal(rows) / 2) > 1
    empty = np.zeros(0, np.int64)
    return Pairs(
        one=empty, other=empty, numbers=numbers, same=same, weights=weights(same, np.full(rows, 3)), stands=empty,
        possible=int(same.sum()),
    )  # fmt: skip


def test_equal_predictions() -> None:
    made, other = booster([day(1)], seed=1, rounds=40), day(2).numbers
    forest = flatten(made.dump_model()["tree_info"])
    assert forest.depth > 3
    assert forest.probability(other) == pytest.approx(made.predict(other), abs=1e-5)


def test_on_the_thresholds_themselves() -> None:
    made = booster([day(1)], seed=1, rounds=20)
    forest = flatten(made.dump_model()["tree_info"])
    inner = forest.left != np.arange(len(forest.left))
    rows = np.repeat(forest.threshold[inner][:, None], 8, axis=1)
    assert forest.probability(rows) == pytest.approx(made.predict(rows), abs=1e-5)


def test_nothing_to_split_gives_one_leaf() -> None:
    flat = day(1, 60)
    made = grow([flat], seed=1, rounds=2)
    assert made.depth == 0
    assert np.ptp(made.probability(flat.numbers)) == 0


def test_equal_seed_equal_forest() -> None:
    one, two, other = (grow([day(1, 800)], seed, rounds=5) for seed in (1, 1, 2))
    assert one.value.tobytes() == two.value.tobytes()
    assert one.value.tobytes() != other.value.tobytes()


def test_a_pair_of_a_large_story_weighs_less() -> None:
    found = weights(np.array([True, True, False]), np.array([2, 5, 5]))
    assert found.tolist() == pytest.approx([1.5, 0.75, 1.0])
