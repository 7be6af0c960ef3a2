"""The gradients are those of the losses: checked against differences."""

import numpy as np
import pytest

from ribao.cluster.train.contrast import info_nce
from ribao.cluster.train.descent import Adam, Numbers, backward, batch_of, forward
from ribao.cluster.train.labelled import supervised

RANDOM = np.random.default_rng(3)
GROUP = np.array([0, 1, 1, 2, 3])
STEP = 1e-2


def unit(rows: int) -> Numbers:
    drawn = RANDOM.standard_normal((rows, 6)).astype(np.float32)
    return drawn / np.linalg.norm(drawn, axis=1, keepdims=True)


def moved(at: Numbers, row: int, column: int, by: float) -> Numbers:
    other = at.copy()
    other[row, column] += by
    return other


@pytest.mark.parametrize(("row", "column"), [(0, 0), (2, 3), (4, 5)])
def test_info_nce(row: int, column: int) -> None:
    one, other = unit(5), unit(5)
    _, first, second = info_nce(one, other, GROUP, 0.5)
    up, down = (info_nce(moved(one, row, column, by), other, GROUP, 0.5)[0] for by in (STEP, -STEP))
    assert first[row, column] == pytest.approx((up - down) / (2 * STEP), abs=2e-3)
    up, down = (info_nce(one, moved(other, row, column, by), GROUP, 0.5)[0] for by in (STEP, -STEP))
    assert second[row, column] == pytest.approx((up - down) / (2 * STEP), abs=2e-3)


def test_pairs_of_one_group_are_no_negatives() -> None:
    one = unit(2)
    alike = np.concatenate([one[:1], one[:1]])
    apart, _, _ = info_nce(alike, alike, np.array([0, 1]), 0.1)
    together, _, _ = info_nce(alike, alike, np.array([0, 0]), 0.1)
    assert apart == pytest.approx(np.log(2), abs=1e-4)
    assert together == pytest.approx(0, abs=1e-4)


@pytest.mark.parametrize(("row", "column"), [(0, 0), (2, 3), (4, 5)])
def test_supervised(row: int, column: int) -> None:
    rows = unit(5)
    _, gradient = supervised(rows, GROUP, 0.5)
    up, down = (supervised(moved(rows, row, column, by), GROUP, 0.5)[0] for by in (STEP, -STEP))
    assert gradient[row, column] == pytest.approx((up - down) / (2 * STEP), abs=2e-3)


def test_through_the_sum_of_rows() -> None:
    weights = RANDOM.standard_normal((9, 6)).astype(np.float32)
    bags = [np.array([0, 3, 8]), np.array([3, 4])]
    wanted = unit(2)
    batch = batch_of(bags, 0.0, RANDOM)
    sums, lengths = forward(weights, batch)
    gradient = backward(batch, sums, lengths, wanted)
    assert batch.rows.tolist() == [0, 3, 4, 8]
    for at, row in enumerate(batch.rows.tolist()):
        up, down = (float((forward(moved(weights, row, 2, by), batch)[0] * wanted).sum()) for by in (STEP, -STEP))
        assert gradient[at, 2] == pytest.approx((up - down) / (2 * STEP), abs=2e-3)


def test_only_touched_rows_move() -> None:
    weights = np.zeros((4, 2), np.float32)
    Adam(weights).descend(np.array([1, 3]), np.array([[1, -1], [2, 0]], np.float32), 0.1)
    assert weights == pytest.approx(np.array([[0, 0], [-0.1, 0.1], [0, 0], [-0.1, 0]]), abs=1e-4)


def test_no_gram_of_a_short_text_is_dropped() -> None:
    batch = batch_of([np.array([1, 2, 3]), np.arange(10, 400)], 0.5, RANDOM)
    assert batch.rows[:3].tolist() == [1, 2, 3]
    assert 100 < len(batch.rows) < 300
