"""Buckets: terms as numbers, the same everywhere."""

import subprocess
import sys

from hypothesis import given
from hypothesis import strategies as st

from ribao.cluster.buckets import BUCKETS, bucket, buckets


@given(st.lists(st.text(max_size=12)))
def test_buckets_are_ascending_each_once_and_of_these_terms(terms: list[str]) -> None:
    found = buckets(terms).tolist()
    assert found == sorted({bucket(term) for term in terms})
    assert all(0 <= one < BUCKETS for one in found)


def test_of_too_many_terms_the_first_are_kept() -> None:
    assert buckets(["灯塔", "桥", "灯塔", "雾"], 2).tolist() == sorted([bucket("灯塔"), bucket("桥")])


def test_another_process_makes_the_same_number_of_a_term() -> None:
    """A signature is read by later runs, and a model by other machines: Python's own hash would not do."""
    code = "from ribao.cluster.buckets import bucket; print(bucket('灯塔'))"
    told = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": "7"}
    )
    assert int(told.stdout) == bucket("灯塔")
