"""Marks: made once of an article, packed, and read again as they were."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ribao.cluster.buckets import bucket
from ribao.cluster.marks import MOST_PAIRS, MOST_WORDS, Marks, pairs_of, unpack
from tests.cluster.made import grams, marks

ARRAYS = ("words", "pairs", "concepts", "lead", "numbers", "subjects", "quantities", "vector", "lead_vector")
PLAIN = ("letters", "chinese", "lead_chinese", "headline")


def same(one: Marks, other: Marks) -> bool:
    arrays = all(np.array_equal(getattr(one, name), getattr(other, name)) for name in ARRAYS)
    return arrays and all(getattr(one, name) == getattr(other, name) for name in PLAIN)


@settings(deadline=None)
@given(st.text(max_size=60), st.text(max_size=60))
def test_what_is_packed_is_read_as_it_was(title: str, lead: str) -> None:
    made = marks(title, lead, grams(["w:灯塔", "c:灯塔"]))
    assert same(unpack(made.pack()), made)


@pytest.mark.parametrize("data", [b"", b"x", marks("灯塔").pack()[:-1], marks("灯塔").pack() + b"\0", b"\xff" * 40])
def test_bytes_of_another_make_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="not the marks"):
        unpack(data)


def test_a_headline_of_ten_thousand_characters_is_cut_short() -> None:
    made = marks("青石港灯塔停用三十年后重新点亮，鹭岛大桥因大雾封闭两小时。" * 400)
    assert len(made.words) <= MOST_WORDS
    assert len(made.pairs) <= MOST_PAIRS
    assert len(made.pack()) < 2000


def test_an_equal_headline_is_known_by_its_letters_alone_and_a_short_one_never() -> None:
    assert marks("青石港灯塔亮了！").headline == marks("青石港 灯塔亮了").headline != 0
    assert marks("青石港灯塔亮了").headline != marks("青石港灯塔灭了").headline
    assert [marks(title).headline for title in ("", "早安", "🎉🎉🎉🎉🎉", "...")] == [0, 0, 0, 0]


def test_numbers_models_and_amounts_are_kept_apart() -> None:
    made = marks("云雀 Zeta X300 手机售价 3999 元")
    assert bucket("n:3999") in made.numbers.tolist()
    assert len(made.subjects) == 1
    assert len(made.quantities) == 1
    assert made.chinese
    assert not marks("Heron recalls mowers").chinese


def test_pairs_do_not_cross_what_is_not_chinese() -> None:
    assert "塔亮" not in pairs_of("灯塔 亮灯")
    assert {"灯塔", "亮灯"} <= set(pairs_of("灯塔 亮灯"))
