"""``ribao mark``: a wrong mark is put right for good, here or in the running daily."""

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ribao.commands.mark import put_right
from ribao.support.clock import StillClock
from ribao.support.store.memory import MemoryStore
from ribao.support.store.sqlite import open_store
from ribao.types.correction import Correction
from tests.commands.archive import ARTICLES, ID, Tell, teller
from tests.commands.test_story_handover import newsroom


@pytest.fixture
def ribao(folder: Path, capsys: pytest.CaptureFixture[str]) -> Tell:
    return teller("mark", folder, capsys)


def stored(folder: Path) -> dict[str, Correction]:
    with closing(open_store(folder / "data", read_only=True)) as store:
        return {one.article_id: one for one in store.corrections()}


def test_a_mark_is_remembered_listed_and_taken_back(folder: Path, ribao: Tell) -> None:
    assert ARTICLES["fold"].title in ribao(ID["fold"], "--promo")
    ribao(ID["fold"], "--channel", "智能手机")
    one = stored(folder)[ID["fold"]]
    assert (one.promo, one.channel) == (True, "智能手机")
    assert f"{ID['fold']}  是推广、智能手机" in ribao("list")
    ribao(ID["fold"], "--not-promo")
    assert stored(folder)[ID["fold"]].promo is False
    assert "已收回" in ribao(ID["fold"], "--undo")
    assert stored(folder) == {}
    assert "你还没有纠正过标记" in ribao("list")


def test_an_article_is_named_by_its_address_too(folder: Path, ribao: Tell) -> None:
    ribao(ARTICLES["quake"].url, "--promo")
    assert stored(folder)[ID["quake"]].promo is True


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--channel", "电饭锅"], "没有“电饭锅”这个频道"),
        ([], "要纠正什么标记"),
        (["--undo"], "没有纠正过"),
    ],
)
def test_what_cannot_be_done_is_told(folder: Path, ribao: Tell, words: list[str], told: str) -> None:
    assert told in ribao(ID["fold"], *words, expect=2)
    assert stored(folder) == {}


def test_an_article_that_nobody_knows(ribao: Tell) -> None:
    assert "没有" in ribao("nothing", "--promo", expect=2)


def test_a_click_leaves_what_was_said_of_the_channel() -> None:
    store, now = MemoryStore(), datetime(2026, 5, 8, tzinfo=UTC)
    put_right(store, StillClock(now, today=now), ["nobody"], True)
    assert store.corrections() == ()


@pytest.mark.slow
def test_a_running_daily_takes_the_mark_and_shows_it_at_once(folder: Path, ribao: Tell) -> None:
    with newsroom(folder):
        assert "网页立刻照此显示" in ribao(ID["fold"], "--promo")
        assert "是推广" in ribao("list")
    assert stored(folder)[ID["fold"]].promo is True
