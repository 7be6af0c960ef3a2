"""A statement stands alone, and an answer finds what it answers."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ribao.edit.ledger.wording import (
    Meant,
    affirms_emptily,
    announces,
    denies_emptily,
    positive,
    requests,
    stands_alone,
    topic,
    trimmed,
)

FIRM = Meant(speaker="云雀科技", speaks="organisation", person="乔一苇", thing="Zeta X400")
ENGLISH = Meant(speaker="Heron", speaks="organisation", person="Su Yingxue")
SPOKEN = Meant(speaker="a Heron spokesperson", speaks="organisation")
OTHER = Meant(person="乔一苇", organisation="云雀科技", product="Zeta X400", thing="Zeta X400")


@pytest.mark.parametrize(
    ("content", "meant", "statement"),
    [
        ("“我们不会涨价。”", FIRM, "云雀科技不会涨价"),
        ("他将于月底离职", FIRM, "乔一苇将于月底离职"),
        ("该公司正在调查", OTHER, "云雀科技正在调查"),
        ("正在与供应商谈判", FIRM, "云雀科技正在与供应商谈判"),
        ("其新机将涨价", FIRM, "云雀科技的新机将涨价"),
        ("其中一款将涨价", FIRM, "其中一款将涨价"),
        ("尤其重要", FIRM, "尤其重要"),
        ("我国将扩大开放", FIRM, "我国将扩大开放"),
        ("该机将于9月发布", OTHER, "该机将于9月发布"),
        ("该机型将于9月发布", OTHER, "Zeta X400 将于9月发布"),
        ("云雀科技表示歉意，我们将赔偿", FIRM, "云雀科技表示歉意，我们将赔偿"),
        ("或将裁员", Meant(), "或将裁员"),
        ("确认公司研发负责人沈未晞辞职", Meant(), "公司研发负责人沈未晞辞职"),
        ("确认函已于上周寄出给客户", Meant(), "确认函已于上周寄出给客户"),
        ("it is recalling mowers", ENGLISH, "Heron is recalling mowers"),
        ("we are sorry", ENGLISH, "Heron is sorry"),
        ("she will leave", ENGLISH, "Su Yingxue will leave"),
        ("to fix the fault", ENGLISH, "Heron to fix the fault"),
        ("its revenue may fall", ENGLISH, "Heron's revenue may fall"),
        ("US halts plan for the plant", ENGLISH, "US halts plan for the plant"),  # no "us"
        ("IT spending will fall", ENGLISH, "IT spending will fall"),  # no "it"
        ("that it will leave early", ENGLISH, "Heron will leave early"),
        ("we totally reject this", ENGLISH, "Heron: we totally reject this"),  # not "Heron totally reject"
        ("We are reviewing our cost base", ENGLISH, "Heron: We are reviewing our cost base"),
        ("We are reviewing it", SPOKEN, "a Heron spokesperson: We are reviewing it"),  # who "we" are is not said
        ("其“占玩家便宜”", FIRM, "其“占玩家便宜”"),  # of whomever it is said, not of who says it
        ("「好消息」", FIRM, "好消息"),
        ("“”", FIRM, ""),
        ("。，", FIRM, ""),
    ],
)
def test_names_take_the_place_of_pronouns_and_hedges_stay(content: str, meant: Meant, statement: str) -> None:
    assert stands_alone(content, meant) == statement


@pytest.mark.parametrize(
    "text",
    ["消息不实", "上述信息不实", "“这是假新闻。”", "网传内容均为谣言", "The reports are false", "it is not true"],
)
def test_empty_denials(text: str) -> None:
    assert denies_emptily(trimmed(text))


@pytest.mark.parametrize(
    "text", ["产品不实用", "云雀科技没有裁员", "the false alarm was fixed", "谣言止于智者", "真实销量为3万台"]
)
def test_denials_that_say_what_they_deny(text: str) -> None:
    assert not denies_emptily(text)
    assert not affirms_emptily(text)


def test_who_is_said_to_do_a_thing_announces_nothing() -> None:
    assert announces("Heron said it will close a plant", "Heron")
    assert not announces("Heron Said to Net $250 Million on Debt", "Heron")


def test_who_condemns_a_thing_does_not_state_it() -> None:
    assert requests("联合谴责")
    assert requests("condemned")


def test_what_is_taken_up() -> None:
    assert topic("针对网传云雀科技裁员的消息，公司表示不实") == "云雀科技裁员"
    assert topic("Heron denied reports that it will close its plant.") == "it will close its plant"
    assert topic("今天天气很好。") == ""


def test_the_contrary_of_a_plain_negation() -> None:
    assert positive("云雀科技没有裁员") == "云雀科技裁员"
    assert positive("不会涨价") == "会涨价"
    assert positive("不会涨价，也没有裁员") == ""


@given(st.text(max_size=200))
def test_any_content_is_worded(text: str) -> None:
    stands_alone(text, FIRM)
    topic(text)
    denies_emptily(text)


@pytest.mark.parametrize("piece", ["消息", "针对", "纯属", "the ", "“", "」", "其", "reports that "])
def test_long_odd_texts_take_no_time(piece: str) -> None:
    text = piece * (20_000 // len(piece))
    start = time.perf_counter()
    stands_alone(text, FIRM)
    topic(text)
    denies_emptily(text)
    affirms_emptily(text)
    assert time.perf_counter() - start < 1.0
