"""A denial needs the same thing negated: what is negated beside it denies nothing."""

import pytest

from ribao.edit.ledger.contrary import contrary


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("云杉汽车临川工厂将于本月停产", "云杉汽车：临川工厂不会停产"),
        ("talks had collapsed", "talks with the union have not collapsed"),
        ("蓝桉手机将退出国内市场", "公司没有退出国内市场的计划"),
        ("霜降电池已与青柠汽车终止合作", "没有与霜降电池终止合作"),
    ],
)
def test_the_same_thing_affirmed_and_negated(one: str, other: str) -> None:
    assert contrary(one, other)
    assert contrary(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("长风二号首飞成功，六星入轨", "首飞成功 一子级未能回收"),
        ("云服务凌晨出现故障，多款应用无法登录", "故障由一张证书过期引发"),
        ("能翻译，还不能付款", "支付功能暂缺席"),
        ("开放500人众测", "众测阶段不会开放支付"),
        ("The deal includes a battery", "The company did not disclose the price"),
        ("第三季度营收412亿元", "第四季度营收将不低于430亿元"),
        ("不会出席会议", "没有出席会议"),
        ("", "不"),
    ],
)
def test_a_negated_side_fact_denies_nothing(one: str, other: str) -> None:
    assert not contrary(one, other)


def test_long_odd_texts_take_no_time() -> None:
    for text in ("不" * 100_000, "not " * 25_000, "不会，" * 30_000):
        assert contrary(text, "会") in (True, False)
