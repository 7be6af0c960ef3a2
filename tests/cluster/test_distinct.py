"""Which numbers there are among many: few are sorted, many are looked up, and both give the same."""

import numpy as np
import pytest

from ribao.cluster.distinct import distinct


@pytest.mark.parametrize("count", [0, 1, 50, 2_001, 6_000])
def test_each_number_once_and_the_place_of_each(count: int) -> None:
    numbers = np.random.default_rng(count).integers(0, 3_000, count).astype(np.uint32)
    found, places = distinct(numbers, 3_000)
    assert found.tolist() == sorted(set(numbers.tolist()))
    assert found[places].tolist() == numbers.tolist()
    assert found.dtype == numbers.dtype
