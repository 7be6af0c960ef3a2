"""Figures, dates, models and negation in both languages."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ribao.edit.ledger.facts import core, facts, same_value
from tests.examples import many


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("营收达到1.2万亿元", 1.2e12, "cny"),
        ("融资１２亿美元", 1.2e9, "usd"),
        ("raised $1.2 billion", 1.2e9, "usd"),
        ("raised 900 million dollars", 9e8, "usd"),
        ("裁员五百人", 500, "person"),
        ("裁员1,200人", 1200, "person"),
        ("will cut 1,200 jobs", 1200, "person"),
        ("增长百分之三十", 30, "%"),
        ("增长12.5%", 12.5, "%"),
        ("三千二百万元", 3.2e7, "cny"),
        ("电池容量6000mAh", 6000, "mah"),
        ("两人受伤", 2, "person"),
    ],
)
def test_a_figure_is_the_same_however_it_is_written(text: str, value: float, unit: str) -> None:
    (figure,) = facts(text).figures
    assert (figure.value, figure.unit) == (value, unit)
    assert text[figure.start : figure.end].strip()


@pytest.mark.parametrize("text", ["一名员工", "一款手机", "第一次", "三星", "十分重要", "5G 手机", "Windows 11"])
def test_what_counts_nothing_is_no_figure(text: str) -> None:
    assert facts(text).figures == ()


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("将于3月5日发布", [(0, 3, 5)]),
        ("2031年3月5日", [(2031, 3, 5)]),
        ("in March 2031 and on March 5", [(0, 3, 5)]),
        ("on 5 March", [(0, 3, 5)]),
        ("缺阵6个月", []),
    ],
)
def test_dates(text: str, dates: list[tuple[int, int, int]]) -> None:
    assert [date for date in facts(text).dates if date[2] or not dates] == dates


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        ("不会涨价", True), ("将涨价", False), ("没有裁员", True), ("未来将涨价", False), ("不仅涨价", False),
        ("不断增长", False), ("并非不知情", False), ("无线耳机", False), ("will not leave", True),
        ("won't leave", True), ("nothing but praise", False), ("has no plans to leave", True),
    ],
)  # fmt: skip
def test_negation(text: str, negated: bool) -> None:
    assert facts(text).negated is negated


def test_equal_is_what_rounds_to_the_same() -> None:
    exact, rounded, other = (facts(text).figures[0] for text in ("9.98亿元", "约10亿元", "12亿元"))
    assert same_value(exact, rounded)
    assert not same_value(rounded, other)


def test_models_are_told_apart_and_percentages_are_none() -> None:
    assert facts("Zeta X400 将发布").models != facts("Zeta X500 将发布").models
    assert facts("revenue rose 12.5%").models == frozenset()


def test_what_is_compared_has_no_hedge_no_negation_and_no_number() -> None:
    assert core("或将裁员1200人") == core("没有裁员") == core("裁员") == "裁员"


@given(st.text(max_size=300))
@settings(max_examples=many(150), deadline=None)
def test_any_text_is_read(text: str) -> None:
    for figure in facts(text).figures:
        assert 0 <= figure.start < figure.end <= len(text)


@pytest.mark.parametrize("piece", ["1,", "一", "9", "百分之", "3月", "a1 ", "$", "不", "n't ", "1.1", "三点", "亿"])
def test_long_odd_texts_take_no_time(piece: str) -> None:
    text = piece * (20_000 // len(piece))
    start = time.perf_counter()
    facts(text)
    core(text)
    assert time.perf_counter() - start < 1.0


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        ("该消息不实，公司没有收购苍鹭的计划", True),  # one in each of two clauses
        ("不是没有收购计划", False),  # two in one
        ("not only did it close, no. 5 plant reopened", False),
        ("云雀将收购苍鹭", False),
    ],
)
def test_two_negations_undo_each_other_only_within_a_clause(text: str, negated: bool) -> None:
    assert facts(text).negated is negated
