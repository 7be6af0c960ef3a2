"""What nobody should send, and somebody will: the clusterer answers, in time, and no story swallows another."""

import time
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ribao.annotate.words import words_of
from ribao.cluster.index import Index, Item
from ribao.cluster.model import Model, choose, words_alone
from ribao.cluster.stories import Known, marks_for, tell
from ribao.types.article import Article
from ribao.types.ruling import Ruling
from ribao.types.story import Story
from tests.edit.build import NOW, article

MODELS = list({model.name: model for model in (words_alone(), choose(None, lambda _line: None))}.values())
LIGHTHOUSE = (
    "青石港灯塔停用三十年后重新点亮",
    "停用三十年，青石港灯塔今晨重新点亮",
    "青石港灯塔重新点亮 下周向公众开放",
    "停用三十年的青石港灯塔，今天重新点亮了",
    "三十年后，青石港灯塔重新点亮",
)
LAWNMOWERS = (
    "苍鹭召回一万二千台割草机器人，刀片有缺陷",
    "刀片缺陷：苍鹭召回一万二千台割草机器人",
    "苍鹭因刀片缺陷召回割草机器人",
    "苍鹭割草机器人刀片有缺陷，召回一万二千台",
    "割草机器人刀片缺陷，苍鹭宣布召回",
)


@pytest.fixture(params=MODELS, ids=lambda model: model.name)
def model(request: pytest.FixtureRequest) -> Model:
    found: Model = request.param
    return found


def told(articles: Iterable[Article], model: Model, **known: object) -> tuple[Story, ...]:
    listed = list(articles)
    return tell(listed, {one.id: words_of(one) for one in listed}, model, Known(**known)).stories  # type: ignore[arg-type]


def groups(stories: Iterable[Story]) -> set[frozenset[str]]:
    return {frozenset(member.article_id for member in story.members) for story in stories}


def made(titles: Iterable[str], prefix: str = "a", hours: float = 20) -> list[Article]:
    return [
        article(f"{prefix}{at}", title, source=f"{prefix}{at}", hours=hours - at / 10)
        for at, title in enumerate(titles)
    ]


@pytest.mark.parametrize(
    "title", ["", " ", "🎉🎉🎉", "!!!", "的了吗", "\u200b\u200b", "12345", "a", "\u202e\u202e", "𠮷𠮷𠮷"]
)
def test_titles_that_say_nothing_pull_nothing_in(model: Model, title: str) -> None:
    found = groups(told([*made(LIGHTHOUSE), *made([title, title], "b")], model))
    assert frozenset({f"a{at}" for at in range(5)}) in found


def test_titles_of_ten_thousand_characters_are_compared_by_their_heads(model: Model) -> None:
    long = made([(one + "，") * 700 for one in LIGHTHOUSE[:2]], "b")
    assert max(len(one.title) for one in long) > 10_000
    found = told([*made(LIGHTHOUSE), *long, article("noise", "〇" * 10_000), article("spaces", "x " * 5000)], model)
    assert frozenset({"noise"}) in groups(found)
    assert sum(len(story.members) for story in found) == 9


@pytest.mark.parametrize("bridges", [1, 2])
def test_headlines_that_tell_two_events_do_not_glue_them_together(model: Model, bridges: int) -> None:
    """ "A and B" is at home in either story, or alone; the five of A and the five of B stay apart."""
    both = [f"{one}；{other}" for one, other in zip(LIGHTHOUSE, LAWNMOWERS, strict=True)][:bridges]
    found = groups(told([*made(LIGHTHOUSE), *made(LAWNMOWERS, "b", 19), *made(both, "x", 18)], model))
    lighthouse = next(group for group in found if "a0" in group)
    lawnmowers = next(group for group in found if "b0" in group)
    assert lighthouse != lawnmowers
    assert {one for one in lighthouse if one[0] == "b"} == {one for one in lawnmowers if one[0] == "a"} == set()


def test_a_chain_of_headlines_does_not_carry_one_event_over_to_another(model: Model) -> None:
    """Each shares a word with the next: the first and the last tell nothing in common."""
    words = ["青石港", "灯塔", "大桥", "割草机", "召回", "机场", "地震", "冠军", "发布", "停电", "银行", "火箭"]
    chain = made(f"{words[at]}{words[at + 1]}" for at in range(len(words) - 1))
    story = next(group for group in groups(told(chain, model)) if "a0" in group)
    assert "a10" not in story


def test_clocks_that_jump_change_nothing_for_the_others(model: Model) -> None:
    far = replace(article("far", LIGHTHOUSE[0]), published_at=datetime(2099, 12, 31, tzinfo=UTC))
    old = replace(article("old", LIGHTHOUSE[0]), published_at=datetime(1970, 1, 1, tzinfo=UTC))
    found = groups(told([far, *made(LIGHTHOUSE), old], model))
    assert found == {frozenset({"far"}), frozenset({"old"}), frozenset({f"a{at}" for at in range(5)})}


def test_an_article_a_week_late_is_no_member_of_last_weeks_story(model: Model) -> None:
    week = article("late", LIGHTHOUSE[1], hours=20 - 7 * 24)
    assert frozenset({"late"}) in groups(told([*made(LIGHTHOUSE), week], model))


def test_all_at_one_moment_is_as_good_as_one_after_the_other(model: Model) -> None:
    at_once = [replace(one, published_at=NOW) for one in [*made(LIGHTHOUSE), *made(LAWNMOWERS, "b")]]
    found = groups(told(at_once, model))
    assert frozenset({f"a{at}" for at in range(5)}) in found
    assert not any({one[0] for one in group} == {"a", "b"} for group in found)


@pytest.mark.slow
def test_a_hundred_thousand_equal_titles_are_one_story_in_time() -> None:
    many = [
        replace(article(f"{at:06}", LIGHTHOUSE[0], source=f"s{at % 50}"), published_at=NOW) for at in range(100_000)
    ]
    (story,) = told(many, words_alone())
    assert len(story.members) == 100_000


@pytest.mark.slow
def test_ten_thousand_titles_that_differ_by_a_number_are_told_in_time() -> None:
    many = made((f"青石港灯塔第{at}次点亮" for at in range(10_000)), "n")
    assert sum(len(story.members) for story in told(many, words_alone())) == 10_000


WORDS = (
    "青石港",
    "灯塔",
    "重新点亮",
    "召回",
    "割草机",
    "Heron",
    "recalls",
    "X300",
    "X200",
    "12,000",
    "5月6日",
    "🎉",
    " ",
    "\u202e",
)
TITLES = st.lists(st.sampled_from(WORDS), max_size=6).map("".join) | st.text(max_size=12)
IDS = [f"a{at}" for at in range(10)]


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(TITLES, TITLES, st.floats(-5000, 200)), max_size=10),
    st.dictionaries(st.sampled_from(IDS), st.sampled_from(IDS), max_size=4),
    st.sets(st.sampled_from(IDS), max_size=3),
    st.lists(st.tuples(st.booleans(), st.sampled_from(IDS), st.sampled_from(IDS)), max_size=3),
)
def test_every_article_is_in_exactly_one_story_whatever_comes(
    rows: list[tuple[str, str, float]], copies: dict[str, str], alone: set[str], ruled: list[tuple[bool, str, str]]
) -> None:
    articles = [article(IDS[at], title, lead, hours=hours) for at, (title, lead, hours) in enumerate(rows)]
    rulings = [
        Ruling(id=f"r{at}", at=NOW, verb="move", together=together, one=(one,), other=(other,))
        for at, (together, one, other) in enumerate(ruled)
        if one != other
    ]
    reposts = {copy: original for copy, original in copies.items() if copy != original}
    found = told(articles, words_alone(), reposts=reposts, roundups=alone, rulings=rulings)
    assert sorted(member.article_id for story in found for member in story.members) == sorted(
        one.id for one in articles
    )
    assert len({story.id for story in found}) == len(found)
    assert told(articles[::-1], words_alone(), reposts=reposts, roundups=alone, rulings=rulings) == found
    for story in found:
        assert story.first_seen <= story.last_seen
        assert story.follows != story.id


@pytest.mark.slow
@pytest.mark.parametrize(
    ("title", "few", "many"), [("快讯", 1_500, 6_000), ("早报：灯塔复明；机器人召回", 5_000, 50_000)]
)
def test_titles_that_come_again_and_again_cost_no_more_each_when_there_are_many(
    title: str, few: int, many: int
) -> None:
    """Too short to be the same news by itself, or a round-up: neither is folded into one row."""
    told(made([title] * 20), MODELS[-1])  # what is read once
    assert _seconds_of_each(title, many) < 3 * _seconds_of_each(title, few)


def _seconds_of_each(title: str, count: int) -> float:
    """Of processor time."""
    one, marks = article("a", title), marks_for(article("a", title), words_of(article("a", title)), MODELS[-1])
    at = one.published_at.timestamp()
    index = Index(MODELS[-1])
    started = time.process_time()
    for start in range(0, count, 1000):
        index.add(
            Item(id=f"{n:06}", marks=marks, time=at + n, source=f"s{n % 50}", alone=title != "快讯")
            for n in range(start, start + 1000)
        )
    index.consolidate()
    assert len(index) == -(-count // 1000) * 1000
    return (time.process_time() - started) / len(index)
