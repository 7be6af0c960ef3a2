"""Names: one id for one thing in every script, short forms, titles, exact places; nothing where there is nothing."""

import json
import time
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ribao.annotate import names
from ribao.annotate.names_table import table
from ribao.annotate.words import words_of
from tests.edit.build import article, source
from tests.examples import many


def named(title: str, text: str = "") -> dict[str, dict[str, Any]]:
    """id → what was found."""
    return {one["id"]: one for one in names.decide(title, text)["names"]}


@pytest.mark.parametrize("text", ["苹果宣布降价", "蘋果宣布降價", "Apple said prices would fall", "苹果公司回应"])
def test_one_id_in_every_script(text: str) -> None:
    assert "organisation-apple" in named(text)


def test_a_short_form_is_its_full_name() -> None:
    found = named("库克访华", "苹果首席执行官蒂姆·库克周二抵达北京。库克随后参观了工厂。")
    cook = found["person-tim-cook"]
    assert cook["name"] == "蒂姆·库克"
    assert (cook["role"], cook["organisation"]) == ("首席执行官", "苹果公司")
    assert [span[0] for span in cook["spans"]] == ["title", "text", "text"]


@pytest.mark.parametrize(
    ("text", "person"),
    [("后训练团队由副总裁卓霭兼任负责人。", "卓霭"), ("总裁多里安·阿什格雷夫表示歉意。", "多里安·阿什格雷夫")],
)
def test_the_next_word_is_no_part_of_a_name_and_a_long_foreign_name_is_whole(text: str, person: str) -> None:
    assert person in {one["name"] for one in named("", text).values()}


def test_an_unknown_person_is_found_by_title_and_then_by_last_name() -> None:
    found = named("", "Mira Vance, chief executive of Heron Robotics, resigned. Vance gave no reason.")
    vance = found["person-mira-vance"]
    assert (vance["role"], vance["organisation"]) == ("chief executive", "Heron Robotics")
    assert len(vance["spans"]) == 2


def test_a_firm_by_its_first_word() -> None:
    found = named("", "Heron Robotics Inc. will move. Heron CEO Mira Vance told staff on Monday.")
    assert len(found["organisation-heron-robotics-inc"]["spans"]) == 2
    assert found["person-mira-vance"]["organisation"] == "Heron Robotics Inc."


def test_a_firm_is_known_by_what_it_does_where_its_name_ends_like_a_thing() -> None:
    assert "organisation-芜青智能" in named("", "芜青智能确认首席科学家离职。")
    assert "organisation-人工智能" not in named("", "人工智能发布会今日举行，智能发布了新功能。")


def test_a_chinese_person_by_title() -> None:
    found = named("", "青石科技创始人王启明表示，公司不会裁员。王总没有说明原因。")
    assert found["person-王启明"]["organisation"] == "青石科技"
    assert len(found["person-王启明"]["spans"]) == 2


def test_products_with_number_and_variant() -> None:
    found = named("小米17 Ultra 对比 iPhone 18 Pro Max", "骁龙8 Elite Gen 5 是今年的旗舰。")
    assert found["product-xiaomi-17-ultra"]["organisation"] == "小米"
    assert found["product-xiaomi-17-ultra"]["name"] == "小米 17 Ultra"
    assert {"product-iphone-18-pro-max", "product-snapdragon-8-elite-gen-5"} <= set(found)


@pytest.mark.parametrize("text", ["小米 15 周年庆", "小米 2026 年营收增长", "Windows 10 million users"])
def test_a_count_is_no_model(text: str) -> None:
    assert not [one for one in named(text).values() if one["kind"] == "product"]


@pytest.mark.parametrize(
    "text", ["早上喝小米粥", "这个文件只有几个字节", "They told us.", "He ate an apple.", "May I?", "", " ", "。。。"]
)
def test_no_name_where_there_is_none(text: str) -> None:
    assert named(text) == {}


def test_two_who_share_a_last_name_keep_their_own() -> None:
    found = named("", "David Ellison met Larry Ellison. Ellison left.")
    assert len(found["person-david-ellison"]["spans"]) == len(found["person-larry-ellison"]["spans"]) == 1


def test_the_annotation_points_into_title_and_text() -> None:
    one = article("a", "英伟达回应", "英伟达发言人说，RTX 5090 将继续供货。")
    value = names.annotate(one, words_of(one), source()).value
    nvidia = next(found for found in value["names"] if found["id"] == "organisation-nvidia")
    texts = {"title": one.title, "text": one.text}
    assert [texts[where][start:end] for where, start, end in nvidia["spans"]] == ["英伟达", "英伟达"]
    assert json.loads(json.dumps(value)) == value


def test_no_form_stands_for_two_things() -> None:
    """An ambiguous form would give its thing by the accident of the order of lines."""
    shared = {
        form: {one.entry.id for one in forms if one.entry.kind not in ("", "role") and not one.weak}
        for form, forms in table().forms.items()
    }
    assert {form: ids for form, ids in shared.items() if len(ids) > 1} == {}


PIECES = ["苹果", "CEO", "Tim Cook", ", ", "·", "公司", "王启明", "said ", " ", "\n", "“", "小米 15 Ultra", "Inc.", "Mr. ", "of ", "'s ", "·库克", "研究院", "İ", "ß", "\u0000", "阿", "A"]  # fmt: skip


@settings(max_examples=many(150), deadline=None)
@given(
    st.lists(st.sampled_from(PIECES), max_size=12), st.lists(st.sampled_from(PIECES) | st.text(max_size=9), max_size=20)
)
def test_places_are_exact_and_apart_for_any_text(title: list[str], text: list[str]) -> None:
    texts = {"title": "".join(title), "text": "".join(text)}
    spans = [tuple(span) for one in named(texts["title"], texts["text"]).values() for span in one["spans"]]
    assert all(0 <= start < end <= len(texts[where]) for where, start, end in spans)
    for where in texts:
        inside = sorted((start, end) for place, start, end in spans if place == where)
        assert all(end <= start for (_, end), (start, _) in pairwise(inside))


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece", ["苹果", "A ", "阿·", "王", "公司", "小米 1", "CEO ", "a, the ", "Mr. X, the ", "iPhone Pro "]
)
def test_long_input_takes_no_second(piece: str) -> None:
    names.decide("苹果CEO", "Tim Cook")  # reads the tables
    text = (piece * 100_000)[:100_000]
    started = time.process_time()
    assert len(names.decide("", text)["names"]) <= 200
    assert time.process_time() - started < 1
