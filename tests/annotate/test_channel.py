"""Channels: reasons that stand in the text, the owner's own channels, doubt where nothing speaks."""

from typing import Any

import pytest

from ribao.annotate import channel, learned, makers
from ribao.annotate.words import words_of
from ribao.types.channel import CHANNELS, OTHER, Channels, OwnChannel
from tests.edit.build import article, source

BIKES = OwnChannel(
    name="自行车",
    description="自行车和骑行",
    words=("自行车", "e-bike"),
    examples=("云雀推出竹制公路车", "Heron builds a folding cargo bike for couriers"),
)
ADDED, ALONE = Channels(own=(BIKES,)), Channels(own=(BIKES,), nine=False)


def told(title: str, *paragraphs: str, channels: Channels = channel.PLAIN, **more: Any) -> dict[str, Any]:
    one = article("a", title, *paragraphs)
    return dict(channel.annotate(one, words_of(one), source(**more), channels).value)


@pytest.mark.parametrize("title", ["云雀头戴式降噪耳机上架", "Lark unveils a foldable phone with a bigger battery"])
def test_each_reason_is_a_word_of_the_headline(title: str) -> None:
    reasons = told(title)["reasons"]
    assert reasons
    assert all(reason["word"] in title.lower() for reason in reasons)
    assert all(reason["weight"] > 0 for reason in reasons)


@pytest.mark.parametrize("title", ["苍鹭自行车今日开售", "Lark's new e-bike folds in three seconds"])
def test_a_word_of_the_owner_decides(title: str) -> None:
    value = told(title, channels=ADDED)
    assert value["main"] == "自行车"
    assert value["reasons"][0]["word"] in ("自行车", "e-bike")


def test_a_headline_like_an_example_comes_there() -> None:
    value = told("苍鹭推出竹制公路车", channels=ADDED)
    assert value["main"] == "自行车"
    assert {"word": "云雀推出竹制公路车", "where": "example"}.items() <= value["reasons"][0].items()


@pytest.mark.parametrize("title", ["云雀推出折叠屏手机", "男子暴雨中救下落水女孩，警方通报"])
def test_other_news_stays_where_it_was(title: str) -> None:
    assert told(title, channels=ADDED)["main"] == told(title)["main"]


@pytest.mark.parametrize(("title", "main"), [("苍鹭自行车今日开售", "自行车"), ("云雀推出折叠屏手机", OTHER)])
def test_the_nine_can_be_put_aside(title: str, main: str) -> None:
    value = told(title, channels=ALONE)
    assert value["main"] == main
    assert set(value["scores"]) <= {"自行车", OTHER}


def test_words_for_one_of_the_nine_add_to_it() -> None:
    more = Channels(own=(OwnChannel(name="耳机音频", words=("鲸歌",)),))
    assert more.names == CHANNELS
    assert told("鲸歌三代今日亮相", channels=more)["main"] == "耳机音频"


def test_words_in_the_text_count_less_than_the_headline() -> None:
    value = told("云雀头戴式降噪耳机上架", "骑自行车的人常戴耳机。", channels=ADDED)
    assert value["main"] == "耳机音频"


def test_what_other_channels_decided_is_decided_again() -> None:
    versions = {makers.versions(one)["channel"] for one in (channel.PLAIN, ADDED, ALONE)}
    assert len(versions) == 3
    assert all(0 < version < 2**31 for version in versions)


@pytest.mark.parametrize("title", ["🎉🎉", "……", ""])
def test_where_nothing_speaks_the_source_decides_else_other(title: str) -> None:
    assert told(title)["main"] == OTHER
    assert told_by("智能手表", title) == "智能手表"


def told_by(habit: str, title: str) -> str:
    one = article("a", title)
    return str(channel.annotate(one, words_of(one), source(channels=(habit,))).value["main"])


def test_shares_sum_to_ten() -> None:
    assert sum(told("云雀头戴式降噪耳机上架")["scores"].values()) == pytest.approx(10, abs=0.5)


def test_without_a_model_the_lists_decide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learned, "shipped", lambda: None)
    value = told("云雀头戴式降噪耳机上架")
    assert value["main"] == "耳机音频"
    assert value["reasons"][0]["word"] == "降噪耳机"
    assert told("苍鹭自行车今日开售", channels=ADDED)["main"] == "自行车"
