"""One event is one story, two events are two, whatever the order, and each join is explained."""

import random
from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ribao.annotate.words import words_of
from ribao.cluster.agglomerate import agglomerate
from ribao.cluster.contradiction import figures
from ribao.cluster.model import words_alone
from ribao.cluster.naming import story_id
from ribao.cluster.stories import Known, tell
from ribao.types.article import Article
from ribao.types.story import Story
from tests.edit.build import article

LIGHTHOUSE = (
    "青石港灯塔停用三十年后重新点亮",
    "停用三十年，青石港灯塔今晨重新点亮",
    "青石港灯塔重新点亮 下周向公众开放",
)
OTHERS = (
    "云雀科技任命乔一苇为首席财务官",
    "Heron recalls 12,000 robot lawnmowers over blade fault",
    "鹭岛大桥因大雾封闭两小时",
)


def told(articles: Iterable[Article], *, window_hours: float = 72, **known: Any) -> tuple[Story, ...]:
    listed = list(articles)
    words = {one.id: words_of(one) for one in listed}
    return tell(listed, words, words_alone(), Known(**known), window_hours).stories


def groups(stories: Iterable[Story]) -> set[frozenset[str]]:
    return {frozenset(member.article_id for member in story.members) for story in stories}


def world(titles: Iterable[str]) -> list[Article]:
    return [article(f"a{n}", title, source=f"s{n}", hours=20 - n) for n, title in enumerate(titles)]


def test_tellings_of_one_event_are_one_story_and_others_stand_alone() -> None:
    assert groups(told(world(LIGHTHOUSE + OTHERS))) == {
        frozenset({"a0", "a1", "a2"}),
        frozenset({"a3"}),
        frozenset({"a4"}),
        frozenset({"a5"}),
    }


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("云雀 Zeta X300 手机发布，售价 3999 元", "云雀 Zeta X200 手机发布，售价 3999 元"),
        ("央行5月6日开展260亿元7天期逆回购操作", "央行5月7日开展270亿元7天期逆回购操作"),
    ],
)
def test_a_differing_model_or_date_keeps_two_events_apart(one: str, other: str) -> None:
    assert len(told(world((one, other, *OTHERS)))) == 5
    assert len(told(world((one, one + "！", *OTHERS)))) == 4


def test_two_models_of_a_chinese_series_stay_apart_though_their_texts_are_alike() -> None:
    text = "云雀海今天公布新一代轻薄笔记本的全部参数，机身重量不到一公斤，起售价与上一代相同，本月开售。"
    one = article("a", "云雀海14轻薄本今日开售", text, source="a")
    other = article("b", "云雀海16性能本预热：双风扇", text[:30] + "性能本另有双风扇版本。", source="b")
    same = article("c", "云雀海14轻薄本评测", text[:30] + "评测机借自厂商。", source="c")
    assert len(told([one, other])) == 2
    assert len(told([one, same])) == 1


@pytest.mark.parametrize(
    "title", ["暴雨致死亡 3 人失联 5 人", "青石港指数上涨 3，成交翻倍", "预计 2031 年销量增长 14%"]
)
def test_a_count_is_no_model(title: str) -> None:
    assert not figures(words_of(article("a", title)).title, title).models


def test_a_round_up_pulls_nothing_together() -> None:
    titles = (LIGHTHOUSE[0], OTHERS[0], f"【早报】{LIGHTHOUSE[0]}；{OTHERS[0]}")
    assert len(told(world(titles), roundups={"a2"})) == 3


def test_reposts_come_with_their_original() -> None:
    articles = world((LIGHTHOUSE[0], "三十年后，它又亮了"))
    (story,) = told(articles, reposts={"a1": "a0"})
    assert story.members[1].repost_of == "a0"
    assert story.members[1].evidence == {"same_text": "a0"}


def test_a_join_says_with_whom_how_alike_and_by_which_words() -> None:
    story = next(story for story in told(world(LIGHTHOUSE + OTHERS)) if len(story.members) == 3)
    first, second, _ = story.members
    assert first.evidence == {}
    assert second.evidence["with"] in {"a0", "a2"}
    assert 0 < second.evidence["score"] <= 1
    assert any("灯塔" in word for word in second.evidence["words"])


def test_the_id_is_of_the_first_member() -> None:
    story = told(world(LIGHTHOUSE))[0]
    assert story.id == story_id("a0")
    assert len(story.id) == 16
    assert (story.first_seen, story.last_seen) == (world(LIGHTHOUSE)[0].published_at, world(LIGHTHOUSE)[2].published_at)


def test_the_same_headline_days_later_is_another_story() -> None:
    old = article("old", LIGHTHOUSE[0] + "了", hours=100)
    new = article("new", LIGHTHOUSE[0], hours=1)
    assert len(told([old, new], window_hours=48)) == 2


def test_empty_and_wordless_headlines_stand_alone() -> None:
    assert len(told(world(("", "🎉🎉", "!!!", "的")))) == 4


def test_a_thousand_equal_headlines_are_one_story() -> None:
    articles = [article(f"{n:04}", LIGHTHOUSE[0], source=f"s{n}", hours=1 + n / 1000) for n in range(1000)]
    (story,) = told(articles)
    assert len(story.members) == 1000


def test_leads_tell_apart_what_headlines_confuse_and_join_what_they_hide() -> None:
    port = "青石港停用三十年的灯塔今晨重新点亮，港务局局长乔一苇出席仪式并致辞。"
    school = "鹭岛大学新图书馆名叫灯塔，毕业生们在台阶上用蜡烛拼出校徽，校长弹起了吉他。"
    one = article("1", "灯塔点亮仪式今天举行", port, source="a", hours=5)
    two = article("2", "名为灯塔的图书馆今天启用", school, source="b", hours=4)
    three = article("3", "灯塔亮了，港口来了许多人", port + "当天有雾。", source="c", hours=3)
    assert groups(told([one, two])) == {frozenset("1"), frozenset("2")}
    assert groups(told([one, three])) == {frozenset({"1", "3"})}


@given(st.randoms(use_true_random=False))
@settings(max_examples=15, deadline=None)
def test_the_order_of_input_changes_nothing(chance: random.Random) -> None:
    articles = world(LIGHTHOUSE + OTHERS + LIGHTHOUSE[:1])
    shuffled = articles.copy()
    chance.shuffle(shuffled)
    assert told(shuffled) == told(articles)


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.floats(0, 1)), max_size=40))
def test_agglomeration_parts_the_items(raw: list[tuple[int, int, float]]) -> None:
    edges = {(min(a, b), max(a, b)): sim for a, b, sim in raw if a != b}
    found = agglomerate(10, [(a, b, sim) for (a, b), sim in edges.items()], 0.5, 1.0)
    assert sorted(item for group in found for item in group) == list(range(10))


def test_average_link_does_not_chain() -> None:
    chain = [(n, n + 1, 0.6) for n in range(5)]
    assert max(map(len, agglomerate(6, chain, 0.5, 1.0))) == 2
