"""What the makers find: channels with reasons, promotion with spans, round-ups by their headline."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ribao.annotate import channel, makers, promotion, roundup
from ribao.annotate.lexicon import load
from ribao.annotate.words import words_of
from ribao.types.article import Article
from ribao.types.channel import CHANNELS, OTHER
from tests.edit.build import article, source


def channel_of(title: str, *paragraphs: str, habit: tuple[str, ...] = ()) -> dict[str, object]:
    one = article("a", title, *paragraphs)
    return dict(channel.annotate(one, words_of(one), source(channels=habit)).value)


def promotion_of(one: Article) -> dict[str, object]:
    return dict(promotion.annotate(one, words_of(one), source()).value)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("鹭岛科技推出折叠屏手机 L3，售价 4999 元", "智能手机"),
        ("青石发布 27 英寸 4K 160Hz 显示器", "电脑硬件"),
        ("Lumen unveils a 10-inch Android tablet with a pen", "平板电脑"),
        ("岚屿智能手表 W2 亮相，支持血压监测", "智能手表"),
        ("Our pick of robot vacuum: Heron S1 review", "智能家电"),
        ("云雀头戴式降噪耳机上架", "耳机音频"),
        ("北斗星 16 英寸轻薄笔记本开售", "笔记本"),
        ("初创公司青鸟智能完成 B 轮融资，主攻大模型", "业界资讯"),
        ("男子暴雨中救下落水女孩，警方通报", "热点资讯"),
        ("天文学家发现一颗新的系外行星", "其他"),
    ],
)
def test_the_channel_follows_the_headline(title: str, expected: str) -> None:
    assert channel_of(title)["main"] == expected


def test_a_decision_names_its_words() -> None:
    value = channel_of("云雀头戴式降噪耳机上架")
    first = value["reasons"][0]  # type: ignore[index]
    assert (first["word"], first["channel"], first["where"]) == ("降噪耳机", "耳机音频", "title")


def test_without_words_the_source_decides_else_other() -> None:
    assert channel_of("无题", habit=("智能手表",))["main"] == "智能手表"
    assert channel_of("🎉🎉")["main"] == OTHER


def test_the_headline_outweighs_the_text() -> None:
    assert channel_of("云雀头戴式降噪耳机上架", "厂商还有手机、显示器和笔记本产品。")["main"] == "耳机音频"


def test_a_longer_word_covers_a_shorter_one() -> None:
    assert "智能手机" not in {why["channel"] for why in channel_of("手机号实名登记办法公开征求意见")["reasons"]}  # type: ignore[attr-defined]


def test_latin_words_match_whole() -> None:
    assert not load("series.toml").find("unipads are not sold")
    assert load("series.toml").find("新iPad到店")


@pytest.mark.parametrize(
    "title",
    ["Save $40 on the Heron S1 robot vacuum", "领券立减：青石显示器到手价 999 元", "Heron promo codes: 30% off in May"],
)
def test_deals_are_marked(title: str) -> None:
    assert promotion_of(article("a", title))["promo"]


@pytest.mark.parametrize(
    "title",
    ["青石发布新款显示器，售价 1699 元", "Two harbours sign a trade deal", "当地气温直降十度", "出口跌至历史低点"],
)
def test_news_with_a_price_is_no_promotion(title: str) -> None:
    assert not promotion_of(article("a", title))["promo"]


def test_a_sponsored_label_in_the_text_is_enough() -> None:
    value = promotion_of(article("a", "灯塔修缮记", "灯塔百年。", "本文为推广，由灯塔公司提供。"))
    assert (value["promo"], value["kind"]) == (True, "sponsored")


def test_evidence_spans_point_at_the_words() -> None:
    one = article("a", "券后 89 元的台灯", "点击购买即可。")
    spans = promotion_of(one)["spans"]
    found = {({"title": one.title, "text": one.text}[s["where"]])[s["start"] : s["end"]] for s in spans}  # type: ignore[attr-defined]
    assert {"券后 89", "点击购买"} <= found


@pytest.mark.parametrize(
    "title",
    [
        "【早报】灯塔修缮；港口扩建",
        "5月6日会员早报：两件大事",
        "Everything announced at HarbourCon",
        "Morning Brief: tides",
    ],
)
def test_round_ups_are_seen(title: str) -> None:
    assert roundup.is_roundup(article("a", title))


@pytest.mark.parametrize("title", ["联合早报：灯塔开放", "灯塔公司公布季度财报", "Everything is fine at the harbour"])
def test_a_newspapers_name_is_no_round_up(title: str) -> None:
    assert not roundup.is_roundup(article("a", title))


@settings(deadline=None, max_examples=40)
@given(st.text(max_size=200), st.lists(st.text(max_size=200), max_size=3))
def test_every_maker_gives_json_for_any_text(title: str, paragraphs: list[str]) -> None:
    one = article("a", title, *paragraphs)
    found = makers.annotate(one, source())
    assert [annotation.maker for annotation in found] == list(makers.versions())
    assert {annotation.maker: annotation.version for annotation in found} == makers.versions()
    assert json.loads(json.dumps([dict(annotation.value) for annotation in found]))
    value = found[1].value
    assert value["main"] in (*CHANNELS, OTHER)
