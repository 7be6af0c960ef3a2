"""What changed between two texts: nothing invented, nothing lost, and never slow."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ribao.render.diff import Kind, Run, diff

WORDS = st.lists(
    st.sampled_from([*"云岬科技推迟发布的是在", "phone", "6,000", " ", "。", "\n", "😀"]), max_size=40
).map("".join)


def one_side(runs: tuple[Run, ...], without: Kind) -> str:
    return "".join(run.text for run in runs if run.kind is not without)


@given(WORDS, WORDS)
def test_both_texts_can_be_read_from_it(old: str, new: str) -> None:
    runs = diff(old, new)
    assert one_side(runs, Kind.NEW) == old
    assert one_side(runs, Kind.GONE) == new
    assert all(run.text for run in runs)
    assert all(one.kind is not other.kind for one, other in pairwise(runs))


def test_chinese_changes_by_words_and_english_by_words() -> None:
    assert diff("首批备货五月下旬到店。", "首批备货六月上旬到店。") == (
        Run(Kind.SAME, "首批备货"),
        Run(Kind.GONE, "五月下旬"),
        Run(Kind.NEW, "六月上旬"),
        Run(Kind.SAME, "到店。"),
    )
    assert diff("It restarts on Monday.", "It restarts on Tuesday.")[1:3] == (
        Run(Kind.GONE, "Monday"),
        Run(Kind.NEW, "Tuesday"),
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("ab " * 33_000, "ba " * 33_000),
        ("的是" * 50_000, "是的" * 50_000),
        ("x" * 100_000, "y" * 100_000),
        ("a b " * 25_000, "a c " * 25_000),
        ("。" * 100_000, "，" * 99_000),
    ],
)
def test_long_odd_texts_are_told_at_once(old: str, new: str) -> None:
    began = time.process_time()
    runs = diff(old, new)
    assert time.process_time() - began < 1
    assert one_side(runs, Kind.NEW) == old
    assert one_side(runs, Kind.GONE) == new
