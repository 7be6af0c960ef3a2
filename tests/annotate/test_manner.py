"""Manner: talk, market flashes and bare phrases are told from news by words and shape."""

import pytest

from ribao.annotate import manner
from ribao.annotate.words import words_of
from tests.edit.build import article, source


def manner_of(title: str) -> dict[str, object]:
    one = article("a", title)
    return dict(manner.annotate(one, words_of(one), source()).value)


@pytest.mark.parametrize(
    "title",
    [
        "预算三千，求推荐一台轻薄本",
        "各位佬，这个报错怎么办",
        "我终于把家里的路由器换了",
        "[问与答] 灯塔旁边的民宿",
        "有人用过青鸟的耳机吗？",
        "Show HN: a lighthouse simulator in 30 lines",
        "I built a tide clock",
        "heron-labs / tide-clock",
    ],
)
def test_talk(title: str) -> None:
    assert manner_of(title)["talk"] >= 0.5  # type: ignore[operator]
    assert manner_of(title)["why"]


@pytest.mark.parametrize(
    "title",
    [
        "青石发布新款笔记本：990 克，5499 元起",
        "港务局：灯塔需求上升，要求各地加快修缮",
        "我国首座潮汐电站并网发电",
        "Heron acquires a start-up that makes tide clocks",
    ],
)
def test_news_is_no_talk(title: str) -> None:
    assert manner_of(title)["talk"] == 0
    assert manner_of(title)["market"] == 0


@pytest.mark.parametrize(
    "title",
    [
        "A股异动丨青石科技午间收跌6% 股东拟减持",
        "收评：沪指震荡上行，航运板块领涨",
        "沪燃料油期货日内涨1.11%",
        "Should You Buy Heron Stock?",
    ],
)
def test_market_flashes(title: str) -> None:
    assert manner_of(title)["market"] >= 0.5  # type: ignore[operator]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("青石灯塔", 1.0),
        ("青石港灯塔重新点亮", 0.5),
        ("青石港：灯塔今晚重新点亮", 0.0),
        ("青石港的灯塔停用三十年后今晨重新点亮", 0.0),
        ("Heron", 1.0),
    ],
)
def test_a_short_line_is_a_phrase(title: str, expected: float) -> None:
    assert manner_of(title)["phrase"] == expected
