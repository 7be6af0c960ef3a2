"""Grams: a text's vector is the sum of those that are known of it."""

import numpy as np

from ribao.cluster.buckets import buckets
from ribao.cluster.grams import grams_of, unit
from tests.cluster.made import grams


def test_grams_of_a_text_are_its_words_runs_and_beginnings() -> None:
    found = grams_of("灯塔亮 lighthouses", ["灯塔", "lighthouses"])
    assert found == ["w:灯塔", "w:lighthouses", "c:灯塔", "c:塔亮", "c:灯塔亮", "p:light", "p:lightho"]
    assert grams_of("", []) == []
    assert grams_of("🎉 5090 rtx", []) == []


def test_texts_of_the_same_grams_have_the_same_vector_whatever_their_order() -> None:
    known = grams(["w:a"], ["w:b"])
    assert known.vector(["w:a", "w:b"]).tolist() == known.vector(["w:b", "w:a", "w:b"]).tolist()
    assert np.abs(known.vector(["w:a"])).max() == 127


def test_of_nothing_known_the_vector_is_nought_and_so_is_its_unit() -> None:
    known = grams(["w:a"])
    assert not known.vector(["w:x"]).any()
    assert not known.vector([]).any()
    assert not unit(np.zeros((2, 8), np.int8)).any()
    none = grams()
    assert none.vector(["w:a"]).shape == (8,)
    assert none.unit_rows(buckets(["w:a"])).tolist() == [[0.0] * 8]


def test_rows_are_found_by_bucket_and_have_length_one() -> None:
    known = grams(["w:a"], ["w:b"])
    asked = buckets(["w:a", "w:b", "w:nobody"])
    lengths = np.linalg.norm(known.unit_rows(asked), axis=1)
    assert sorted(lengths.round(5).tolist()) == [0.0, 1.0, 1.0]
    assert (known.find(asked) >= 0).sum() == 2
