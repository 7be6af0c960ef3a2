"""Promotion: what is marked, as what, with which words; what is news all the same; hostile texts; a damaged model."""

import json
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ribao.annotate import promotion, promotion_model
from ribao.annotate.lexicon import load
from ribao.annotate.promotion_evidence import KINDS, LEXICON, VOICE, find
from ribao.annotate.promotion_scan import scanner
from ribao.annotate.promotion_training import across_days, as_article, row, train
from ribao.annotate.words import words_of
from tests.edit.build import source
from tests.examples import many

SUPPLIED = (
    "青穹科技作为国内领先的家电品牌，始终坚持以用户为中心。此次重磅登场的新品凭借卓越的产品力，带来极致体验。",
    "新品颜值与实力兼具，诚意满满，是品质生活的不二之选，好评如潮。",
    "现在点击购买即可下单，详询门店，咨询热线：400-123-4567。",
)


def value_of(title: str, text: str = "", summary: str = "") -> dict[str, Any]:
    one = as_article(title, summary, text)
    return dict(promotion.annotate(one, words_of(one), source()).value)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("青穹显示器领券立减 300 元，到手 999 元新低", "deal"),
        ("The 12 Best Espresso Machines of 2026, Tested and Reviewed", "advertorial"),
        ("【广告】临江银行信用卡开卡有礼", "sponsored"),
        ("Heron headphones are $60 off, their lowest price yet", "deal"),
    ],
)
def test_a_headline_that_sells_is_marked_as_what_it_is(title: str, kind: str) -> None:
    value = value_of(title)
    assert (value["promo"], value["kind"]) == (True, kind)
    assert value["spans"]


@pytest.mark.parametrize(
    "title",
    [
        "Grenory signs ten-year tolling deal for a battery project",
        "Heron pops on a Tallow deal that squares with its plans",
        "What not to write on your security clearance form",
        "Mortgage rates drop to lowest level in nearly 4 years",
    ],
)
def test_a_deal_between_firms_a_clearance_and_a_low_rate_sell_nothing(title: str) -> None:
    assert not value_of(title)["promo"]


def test_a_text_of_the_makers_own_words_is_a_press_release_or_advertorial() -> None:
    value = value_of("青穹新品亮相", "\n".join(SUPPLIED))
    assert value["promo"]
    assert value["kind"] in {"press_release", "advertorial", "deal"}
    assert value["voices"] == 0
    assert {"praise", "stock phrase", "contact", "where to buy"} <= {span["why"] for span in value["spans"]}


def test_the_same_maker_in_the_news_with_other_voices() -> None:
    text = (
        "青穹科技今天发布新款电视，售价 3999 元。\n记者在现场看到，其屏幕亮度较上代提升。"
        "\n分析师认为，高端电视市场竞争加剧。网友则质疑其定价。"
    )
    value = value_of("青穹发布新款电视，3999 元起", text)
    assert not value["promo"]
    assert value["kind"] == ""
    assert value["voices"] >= 3


def test_a_label_counts_where_it_declares_the_article_and_not_where_it_is_the_subject() -> None:
    declared = value_of("灯塔修缮记", "灯塔百年，海风依旧。\n本文为推广，由灯塔公司提供。")
    assert (declared["promo"], declared["kind"], declared["score"]) == (True, "sponsored", 1.0)
    about = value_of(
        "报社就软文致歉", "报社承认，多篇文章未注明“推广内容”，其中有的含推广链接，读者因此被误导。记者已被处分。"
    )
    assert not about["promo"]


def test_spans_point_at_the_very_words() -> None:
    title, text = "青穹显示器券后 999 元", "优惠券在文末链接。"
    places = {"title": title, "text": text}
    found = {places[span["where"]][span["start"] : span["end"]] for span in value_of(title, text)["spans"]}
    assert {"券后", "优惠券", "文末链接"} <= found


def test_without_a_text_nobody_knows_who_else_is_heard() -> None:
    assert value_of("青穹显示器券后 999 元")["voices"] is None


def test_what_is_sold_in_traditional_characters() -> None:
    assert value_of("限時優惠：領券立減 300 元，到手價 999 元")["promo"]


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"weights": {}}', '{"bias": "NaN"}'])
def test_a_damaged_model_is_not_used_and_the_words_decide(
    damage: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "model.json"
    broken.write_text(damage, encoding="utf-8")
    assert promotion_model.read(broken) is None
    monkeypatch.setattr(promotion_model, "load", lambda: promotion_model.read(broken))
    assert value_of("青穹显示器领券立减 300 元")["promo"]
    assert not value_of("青穹发布显示器，售价 999 元")["promo"]


def test_a_weight_beyond_reason_makes_a_model_unusable(tmp_path: Path) -> None:
    doc = json.loads(promotion_model.FILE.read_text(encoding="utf-8"))
    file = tmp_path / "model.json"
    file.write_text(json.dumps(doc), encoding="utf-8")
    assert promotion_model.read(file) is not None
    doc["weights"]["selling"] = 1e9
    file.write_text(json.dumps(doc), encoding="utf-8")
    assert promotion_model.read(file) is None


def test_every_word_has_a_kind_that_the_model_knows() -> None:
    lexicon = load(LEXICON)
    labels = {label for pairs in lexicon.words.values() for label, weight in pairs if weight}
    labels |= {label for _, label, weight in lexicon.patterns if weight}
    assert labels <= {*KINDS, VOICE}


@settings(max_examples=many(60), deadline=None)
@given(st.text(st.sampled_from("券后立减 best deals of 2026$9off元推广广告\n（（“0aİß"), max_size=300))
def test_one_pass_finds_what_the_lexicon_finds(text: str) -> None:
    slow = [hit for hit in load(LEXICON).find(text) if hit.start < hit.end]
    assert sorted(map(repr, scanner(LEXICON).find(text))) == sorted(map(repr, slow))


@settings(max_examples=many(60), deadline=None)
@given(title=st.text(max_size=80), text=st.text(max_size=300))
def test_any_text_gives_a_value_whose_spans_lie_in_it(title: str, text: str) -> None:
    value = value_of(title, text)
    places = {"title": title, "text": text}
    assert 0 <= value["score"] <= 1
    assert all(places[span["where"]][span["start"] : span["end"]] for span in value["spans"])


@pytest.mark.parametrize("unit", ["券后", "best deals ", "<b>sponsored</b>", "（“", "→ 9 元", "9", "\n"])
def test_a_megabyte_takes_no_second(unit: str) -> None:
    one = as_article(unit * 2000, "", unit * (1_000_000 // len(unit)))
    promotion.decide(find(one), one.title, whole=True)
    begin = time.perf_counter()
    promotion.decide(find(one), one.title, whole=True)
    assert time.perf_counter() - begin < 1


def test_training_learns_what_the_labels_say_and_is_the_same_twice() -> None:
    from datetime import date, timedelta

    sold = [f"灯塔 {n} 号券后 {n} 元新低" for n in range(100, 130)]
    told = [f"灯塔 {n} 号发布，{n} 元起" for n in range(100, 130)]
    rows = [row(title, "") for title in sold + told]
    labels = [True] * 30 + [False] * 30
    doc = train(rows, labels, 0.5, "made for a test")
    assert doc == train(rows, labels, 0.5, "made for a test")
    assert doc["weights"]["selling"] > 0 > doc["bias"]
    days = [date(2026, 1, 1) + timedelta(days=n % 10) for n in range(60)]
    odds = across_days(rows, labels, days)
    assert min(odds[:30]) > max(odds[30:])


@pytest.mark.parametrize(
    "headline",
    [
        "渡口草莓价格跌至1元一斤",
        "离岸人民币短线反弹，23:06曾刷新日低至6.9065元",
        "电车跑1000公里电费仅300元",
        "渡轮上的短工月薪仅 1750 元",
        "交通部门解读节假日限免政策",
        "Why harbour pilots with just $600K in savings end up with more",
        "Lighthouse keeper gets just $38,000 for storm damage",
    ],
)
def test_sums_that_no_shop_asks_are_no_bargain(headline: str) -> None:
    value = value_of(headline)
    assert not value["promo"]


@pytest.mark.parametrize(
    "headline", ["青石耳机 299 元 → 仅 99 元，券后新低", "The Heron speaker is down to just $38, its lowest price ever"]
)
def test_a_price_of_a_shop_still_is(headline: str) -> None:
    value = value_of(headline)
    assert value["promo"]
