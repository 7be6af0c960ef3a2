"""Texts that nobody meant kindly, and very many of one: bounded work, and nothing glued together."""

import random
import time
import tracemalloc
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from ribao.cluster.reposts import Level, find, fold
from ribao.cluster.reposts.text import MOST_CHARACTERS, read
from ribao.types.article import Article
from tests.edit.build import article
from tests.gold.reposts import families as gold

TEXT = gold.families()[0].report.paragraphs
NOTICE = "本文为会员专享内容，登录后即可阅读全文。订阅会员可享受每日精选、深度报告与专属活动，如有疑问请联系客服，我们将竭诚为您服务，感谢您的支持与理解，祝您生活愉快。"


@pytest.mark.parametrize(
    "text", ["", " \n\n ", "😀" * 500, "。！？……", "a", "１", "\ud800\udfff", "\0" * 100, "”“” 「「", "的" * 5000]
)
def test_nothing_much_is_nobodys_copy(text: str) -> None:
    some = [article(str(n), f"题{n}", text, source=f"s{n}") for n in range(3)]
    assert {match.level for match in find(some)} <= {Level.COPY}
    if read(text).weight < 60:
        assert fold(some) == {}


def test_a_text_of_a_million_characters_is_read_at_its_head() -> None:
    chance = random.Random(1)
    long_text = "".join(chance.choices("岚屿青石鹭云雀北海松泉南桥星渡白塔明川。", k=1_000_000))
    one = article("1", "长", long_text, source="a", hours=3)
    two = article("2", "长文", long_text + "完", source="b", hours=2)
    assert len(read(long_text).tokens) <= MOST_CHARACTERS
    started = time.process_time()
    assert fold([one, two]) == {"2": "1"}
    assert time.process_time() - started < 10  # a square of its length would take hours


@pytest.mark.slow
def test_many_very_long_texts_are_not_all_held_in_memory() -> None:
    chance = random.Random(2)
    texts = ["".join(chance.choices("岚屿青石鹭云雀北海松泉南桥星渡白塔明川", k=MOST_CHARACTERS)) for _ in range(160)]
    some = [article(str(n), f"长文{n}", text, source=f"s{n}") for n, text in enumerate(texts)]
    tracemalloc.start()
    assert fold(some) == {}
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 150e6


def test_a_notice_instead_of_the_text_is_no_copy() -> None:
    titles = ("海桐乳业一季度净利增长", "泠州地铁七号线开通", "白塔博物馆展出古地图", "岚序手表降价")
    one_paper = [article(str(n), title, NOTICE, source="paper", hours=n) for n, title in enumerate(titles)]
    assert fold(one_paper) == {}


def test_one_programme_every_week_is_no_copy() -> None:
    issues = [article(str(n), f"夜航录音，第{n}期", NOTICE + "夜航录音", source="radio", hours=n) for n in range(1, 5)]
    assert fold(issues) == {}


def test_clocks_that_jump_are_not_believed() -> None:
    seen = datetime(2031, 5, 6, 12, tzinfo=UTC)
    first = replace(article("1", "灯塔", *TEXT, source="a"), published_at=seen, seen_at=seen)
    zero = datetime(1970, 1, 1, tzinfo=UTC)
    back = replace(article("2", "灯塔", *TEXT, source="b"), published_at=zero, seen_at=seen + timedelta(hours=1))
    ahead = replace(first, id="3", source_id="c", url="https://c.example/3", published_at=seen + timedelta(days=400))
    assert fold([first, back]) == {"2": "1"}
    assert fold([back, replace(ahead, seen_at=seen)]) == {"2": "3"}


def test_an_original_is_never_a_copy() -> None:
    chance = random.Random(3)
    for _ in range(20):
        some = [
            article(str(n), "灯塔", f"来源：s{chance.randrange(8)}报", *TEXT, source=f"s{n}", hours=chance.random())
            for n in range(8)
        ]
        folded = fold(some, {f"s{n}": f"s{n}报" for n in range(8)})
        assert len(folded) == 7
        assert not set(folded.values()) & folded.keys()


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["identical", "nearly", "form"])
def test_a_hundred_thousand_of_one_text_cost_no_more_each_than_a_few(kind: str) -> None:
    few, many = (3_000, 100_000) if kind == "identical" else (1_000, 10_000)
    assert _seconds(kind, many) / many < 3 * _seconds(kind, few) / few


def _seconds(kind: str, count: int) -> float:
    some = [_one_of_many(kind, n) for n in range(count)]
    started = time.process_time()
    folded = fold(some)
    taken = time.process_time() - started
    assert len(folded) == (0 if kind == "form" else count - 1)
    return taken


def _one_of_many(kind: str, number: int) -> Article:
    at = datetime(2031, 5, 6, tzinfo=UTC) + timedelta(seconds=number)
    text = {
        "identical": TEXT,
        "nearly": (*TEXT, f"责任编辑：第{number}号"),
        "form": (
            f"{number}号站点今天平均气温{number % 977}.{number % 7}度，累计降雨{number * 7 % 991}毫米，" + NOTICE,
        ),
    }[kind]
    made = article(
        f"{number:06}", f"第{number}号站点通报" if kind == "form" else "灯塔复明", *text, source=f"s{number % 50}"
    )
    return replace(made, published_at=at, seen_at=at)
