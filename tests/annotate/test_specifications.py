"""Stated properties of products, each as the words say it and of the product that is meant."""

import time
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ribao.annotate.specifications import MOST, NAME, PROPERTIES, annotation, found
from ribao.annotate.stated_values import rules, values_in
from ribao.types.article import Article, TextFrom
from tests.examples import many

PUBLISHED = datetime(2026, 5, 7, 8, 0, tzinfo=UTC)
X9, X8, LQ = "云岬 X9", "云岬 X8", "陆桥 9"


def article(text: str, title: str = "", summary: str = "") -> Article:
    return Article(
        id="a",
        source_id="s",
        url="",
        title=title,
        published_at=PUBLISHED,
        dated="page",
        seen_at=PUBLISHED,
        language="zh-Hans",
        page_sha256="0" * 64,
        text_from=TextFrom.PAGE,
        paragraphs=tuple(text.split("\n")) if text else (),
        summary=summary,
    )


def names(one: Article, *products: str, kind: str = "product") -> dict[str, Any]:
    rows = []
    for product in products:
        spans = []
        for where, text in (("title", one.title), ("text", one.text), ("summary", one.summary)):
            at = text.find(product)
            while at >= 0:
                spans.append([where, at, at + len(product)])
                at = text.find(product, at + 1)
        rows.append({"id": product, "kind": kind, "name": product, "aliases": [], "spans": spans})
    return {"names": rows}


def stated(text: str, *products: str, title: str = "") -> list[tuple[str, str, str]]:
    """(product, property, value with unit)."""
    one = article(text, title)
    rows = found(one, names(one, *(products or (X9,))))
    return [(row["thing"], row["name"], row["value"] + row["unit"]) for row in rows]


def values(text: str) -> list[tuple[str, str]]:
    return [(one.name, one.value + one.unit) for one in values_in(text, PUBLISHED)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("内置6500mAh电池", [("battery", "6500mAh")]),
        ("內建 6,500mAh 電池", [("battery", "6500mAh")]),
        ("内置６５００毫安时电池", [("battery", "6500mAh")]),
        ("配备1.2万毫安电池", [("battery", "12000mAh")]),
        ("电池容量 99.9Wh", [("battery", "99.9Wh")]),
        ("支持100W有线快充和50W无线充电", [("charging", "100W"), ("wireless_charging", "50W")]),
        ("支持 10W 反向无线充电", [("reverse_charging", "10W")]),
        ("采用6.78英寸OLED直屏，120Hz刷新率、300Hz触控采样率", [("screen", "6.78in"), ("refresh", "120Hz")]),
        ("内屏8.03英寸，外屏6.5英寸", [("screen", "8.03in"), ("cover_screen", "6.5in")]),
        ("机身重198g，厚7.9mm", [("weight", "198g"), ("thickness", "7.9mm")]),
        ("整机重量约 1.24 kg", [("weight", "1240g")]),
        ("展开厚4.2毫米，折叠后厚9.2毫米", [("thickness", "4.2mm"), ("thickness_folded", "9.2mm")]),
        ("12GB+256GB版售价3999元", [("memory", "12GB+256GB"), ("price", "3999元")]),
        ("提供 16GB/1TB 版本", [("memory", "16GB+1TB")]),
        ("配备16GB LPDDR5X内存和512GB UFS 4.1闪存", [("memory", "16GB"), ("storage", "512GB")]),
        (
            "后置5000万像素主摄、2亿像素潜望长焦，前置3200万像素",
            [("camera", "50MP"), ("telephoto", "200MP"), ("front_camera", "32MP")],
        ),
        ("起售价为1.5万元", [("price", "15000元")]),
        ("海外售价 799 美元", [("price", "799$")]),
        ("搭载骁龙8至尊版", [("chip", "Snapdragon 8 Elite")]),
        ("搭载第五代骁龙 8 至尊版处理器", [("chip", "Snapdragon 8 Elite Gen 5")]),
        ("搭载骁龙8 Gen3", [("chip", "Snapdragon 8 Gen 3")]),
        ("采用天玑9500芯片", [("chip", "Dimensity 9500")]),
        ("6月12日发布，6月20日开售", [("release", "2026-06-12"), ("on_sale", "2026-06-20")]),
        ("2026年12月1日上市", [("on_sale", "2026-12-01")]),
        ("1月3日上市", [("on_sale", "2026-01-03")]),
        ("12月3日上市", [("on_sale", "2025-12-03")]),
        ("a 6,500mAh battery", [("battery", "6500mAh")]),
        ("charges at 100W and 50W wirelessly", [("charging", "100W"), ("wireless_charging", "50W")]),
        ("a 6.78-inch, 120Hz OLED display", [("screen", "6.78in"), ("refresh", "120Hz")]),
        ("It weighs 198 grams and is 7.9 mm thick", [("weight", "198g"), ("thickness", "7.9mm")]),
        ("a 50-megapixel main camera and a 32MP selfie camera", [("camera", "50MP"), ("front_camera", "32MP")]),
        ("16GB of RAM and 1TB of storage", [("memory", "16GB"), ("storage", "1TB")]),
        ("It starts at $1,299.", [("price", "1299$")]),
        ("priced from €899", [("price", "899€")]),
        ("powered by the Snapdragon 8 Elite Gen 5", [("chip", "Snapdragon 8 Elite Gen 5")]),
        ("goes on sale on June 20, 2026", [("on_sale", "2026-06-20")]),
        ("will launch on 12 June", [("release", "2026-06-12")]),
    ],
)
def test_what_is_stated_in_one_form_for_both_languages(text: str, expected: list[tuple[str, str]]) -> None:
    assert values(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "比上代的5000mAh更大",
        "电池增加了500mAh",
        "up from 5,000mAh",
        "larger than the 5,000mAh pack",
        "last year's 5,000mAh battery",
        "而非6000mAh",
        "8英寸晶圆厂",
        "20英寸轮毂",
        "300Hz触控采样率",
        "2160Hz高频PWM调光屏",
        "5G网络重启",
        "支持5000万用户",
        "融资5000万元",
        "首发立减200元",
        "到手价3499元起",
        "now costs $789, up from $549"[16:],
        "price raised from $549",
        "promotional student price of $599",
        "raised $5 million at a $1 billion price",
        "saves you $100 off the price",
        "shares cost $15 per share",
        "5月8日发布公告",
        "5月8日发布财报",
        "13月40日发布",
        "跑分超越骁龙8至尊版",
        "3nm工艺",
        "售价另行公布",
        "",
    ],
)
def test_what_is_no_property_of_the_product(text: str) -> None:
    assert values(text) == []


def test_a_value_belongs_to_the_product_named_last_before_it() -> None:
    text = "云岬 X9 内置6500mAh电池，陆桥 9 的电池容量为5500mAh。"
    assert stated(text, X9, LQ) == [(X9, "battery", "6500mAh"), (LQ, "battery", "5500mAh")]


def test_else_to_the_one_that_the_headline_is_about() -> None:
    text = "屏幕方面，采用6.78英寸OLED直屏。\n此前陆桥 9 刚刚发布。\n电池容量为6500mAh。"
    title = "云岬 X9 参数公布"
    assert stated(text, X9, LQ, title=title) == [(X9, "screen", "6.78in"), (X9, "battery", "6500mAh")]


def test_else_to_the_one_that_the_sentence_before_was_about() -> None:
    assert stated("云岬 X9 今日发布。电池容量为6500mAh。") == [(X9, "battery", "6500mAh")]
    assert stated("云岬 X9 今日发布。" + "天气很好。" * 100 + "电池容量为6500mAh。") == []


def test_what_is_only_compared_with_has_no_figures_but_its_own() -> None:
    text = "相比云岬 X8，云岬 X9 更薄；与云岬 X8 相比，电池提升至6500mAh。"
    assert stated(text, X8, X9) == [(X9, "battery", "6500mAh")]
    assert stated("The Tarn 9 packs a 5,000mAh battery, smaller than the Lark 3.", "Tarn 9", "Lark 3") == [
        ("Tarn 9", "battery", "5000mAh")
    ]


def test_a_product_behind_the_figure_counts_in_one_short_clause_only() -> None:
    assert stated("带6500mAh电池的云岬 X9 今日发布。") == [(X9, "battery", "6500mAh")]
    assert stated("售价39999元起，标配云岬 X9。") == []
    assert stated("The Tarn 9 and the 13-inch Lark 3 laptop are here.", "Tarn 9", "Lark 3") == [
        ("Lark 3", "screen", "13in")
    ]
    assert stated("采用与云岬 X8 同款的骁龙 8 至尊版芯片。", X8) == []


def test_a_chip_that_is_itself_a_product_is_no_property_of_itself() -> None:
    text = "云岬 X9 搭载骁龙 8 至尊版。"
    assert stated(text, X9, "骁龙 8 至尊版") == [(X9, "chip", "Snapdragon 8 Elite")]
    assert stated("搭载骁龙 8 至尊版。", "骁龙 8 至尊版") == []


def test_a_date_needs_its_product_in_the_same_sentence() -> None:
    assert stated("6月12日发布会召开。", title="云岬 X9 参数公布") == []
    assert stated("The game launches on the Tarn 9 on June 12.", "the Tarn 9") == []
    assert stated("云岬 X9 将于6月12日发布。") == [(X9, "release", "2026-06-12")]


def test_an_article_that_names_no_product_states_nothing() -> None:
    one = article("内置6500mAh电池。", "云岬科技")
    assert found(one, names(one, "云岬科技", kind="organisation")) == []
    assert found(one, {"names": []}) == found(one, {}) == []


def test_the_words_and_their_sentence_are_where_it_says() -> None:
    one = article("今天很好。云岬 X9 内置6500mAh电池，重198克。后天见。", "云岬 X9：售价3999元", summary="不看")
    made = annotation(one, names(one, X9))
    assert (made.maker, made.article_id, made.revision) == (NAME, "a", 1)
    rows = made.value["specifications"]
    places = {"title": one.title, "text": one.text}
    said = [places[row["where"]][slice(*row["span"])] for row in rows]
    assert said == ["3999元", "6500mAh", "198克"]
    assert places["text"][slice(*rows[1]["sentence"])] == "云岬 X9 内置6500mAh电池，重198克。"


def test_the_summary_is_read_where_there_is_no_text() -> None:
    one = article("", "", summary="云岬 X9 内置6500mAh电池")
    assert [row["where"] for row in found(one, names(one, X9))] == ["summary"]


def test_every_property_of_the_rules_has_its_place_in_the_table() -> None:
    every = (*rules().values, rules().date, *rules().chips)
    assert {name for rule in every for name in (rule.name, *(kind for kind, _ in rule.kinds))} == set(PROPERTIES)


@pytest.mark.parametrize(
    "piece",
    [
        "6000mAh",
        "云岬 X9 6000mAh电池，",
        "重1g",
        "售价$1,",
        "1",
        "骁龙8",
        "12gb+",
        "5月8日发布",
        '屏6.8"',
        "(",
        "jan 1 launch ",
    ],
)
def test_no_text_takes_long(piece: str) -> None:
    one = article((piece * 100_000)[:100_000], "云岬 X9")
    listed = names(one, X9)
    began = time.perf_counter()
    assert len(found(one, listed)) <= MOST
    assert time.perf_counter() - began < 1


@given(
    st.text(
        alphabet='云岬X9 0123456789.,mAhGBTW元$€万亿+/年月日发布售价电池屏重厚充电骁龙第八代。，、\n("', max_size=120
    )
)
@settings(max_examples=many(200), deadline=None)
def test_spans_always_lie_in_their_sentence(text: str) -> None:
    one = article(text, "云岬X9")
    for row in found(one, names(one, "云岬X9")):
        (start, end), (first, last) = row["span"], row["sentence"]
        assert 0 <= first <= start < end <= last <= len(one.text if row["where"] == "text" else one.title)
