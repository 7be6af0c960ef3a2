"""Mute and follow words: what an owner would expect a word to match, and a bad pattern named."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ribao.edit.filters import compile_filter
from ribao.support.i18n import speaking
from ribao.support.problem import Problem


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("灯塔", "青石港灯塔点亮"),
        ("燈塔", "青石港灯塔点亮"),
        ("ＡＩ", "新ai模型"),
        ("AI", "新AI模型发布"),
        ("C++", "Learning C++ in harbours"),
        ("/灯塔.{0,4}点亮/", "灯塔再次点亮"),
        ("/harbou?r/", "The Harbor"),
        ("/燈.亮/", "燈又亮"),
    ],
)
def test_matches(word: str, text: str) -> None:
    assert compile_filter(["无关", word]).find(text) == word


@pytest.mark.parametrize(
    ("word", "text"), [("AI", "he said so"), ("灯塔", "灯下的塔"), ("/^塔/", "灯塔"), ("a.c", "abc")]
)
def test_does_not_match(word: str, text: str) -> None:
    assert compile_filter([word]).find(text) is None


def test_empty_words_match_nothing() -> None:
    assert compile_filter(["", "  "]).find("anything") is None


@pytest.mark.parametrize("pattern", ["/(/", "/(?=x)/", r"/(a)\1/"])
def test_a_bad_pattern_is_a_problem_that_names_it(pattern: str) -> None:
    with speaking("en"), pytest.raises(Problem) as caught:
        compile_filter(["灯塔", pattern])
    assert pattern in caught.value.what
    assert caught.value.exit_code == 2
    assert "ribao.toml" in caught.value.remedy


def test_the_problem_speaks_chinese() -> None:
    with speaking("zh"), pytest.raises(Problem) as caught:
        compile_filter(["/(/"])
    assert "过滤词" in caught.value.what


def test_a_pattern_that_explodes_elsewhere_is_linear_here() -> None:
    start = time.perf_counter()
    assert compile_filter(["/(a+)+$/"]).find("a" * 50_000 + "!") is None
    assert time.perf_counter() - start < 1


@settings(deadline=None)
@given(st.text(min_size=1), st.text(), st.text())
def test_a_plain_word_is_found_where_it_stands_apart(word: str, before: str, after: str) -> None:
    if word.strip() and not (word.strip().startswith("/") and word.strip().endswith("/")):
        assert compile_filter([word]).find(f"{before} {word.strip()} {after}") == word.strip()
