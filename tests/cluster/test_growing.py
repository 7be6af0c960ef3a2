"""Growing arrays hold what was put into them, in order."""

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from ribao.cluster.growing import Growing, Ragged

ROWS = st.lists(st.lists(st.integers(0, 2**32 - 1), max_size=5), max_size=30)


@given(st.lists(st.lists(st.integers(-100, 100), max_size=90), max_size=8))
def test_an_array_grows_at_its_end(parts: list[list[int]]) -> None:
    growing = Growing(np.int64)
    for part in parts:
        growing.extend(part)
    assert growing.view.tolist() == [value for part in parts for value in part]


@given(ROWS, ROWS, st.randoms(use_true_random=False))
def test_rows_of_differing_length_come_back_in_any_order(first: list[list[int]], then: list[list[int]], chance) -> None:  # type: ignore[no-untyped-def]
    ragged = Ragged()
    ragged.extend(np.array(row, np.uint32) for row in first)
    ragged.extend(np.array(row, np.uint32) for row in then)
    rows = [*first, *then]
    order = list(range(len(rows)))
    chance.shuffle(order)
    values, starts = ragged.take(np.array(order, np.int64))
    found = [values[int(start) : int(end)].tolist() for start, end in pairwise(starts)]
    assert found == [rows[at] for at in order]
    assert len(ragged.starts) == len(rows) + 1
