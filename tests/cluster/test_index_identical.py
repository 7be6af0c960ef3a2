"""The same title over and over, from a broken source or a hostile one: it costs little, and no more as it goes on."""

import random
import time
from collections.abc import Callable, Iterator

import pytest

from ribao.cluster.index import Index, Item
from ribao.cluster.model import words_alone
from tests.cluster.made import HOUR, LIGHTHOUSE, START, item, marks

BATCH = 500
LEAD = "青石港 灯塔 停用 三十年 今晨 重新 点亮 渔民 聚集 码头 观看 市长 致辞 博物馆 开放"
YEAR = 365 * 24 * HOUR
Times = Callable[[int], float]


def close(number: int) -> float:
    return START + number / 100


def all_over_a_year(number: int) -> float:
    return START + random.Random(number).random() * YEAR


def fed(index: Index, count: int, time_of: Times, title: str = LIGHTHOUSE[0], lead: str = "") -> Iterator[float]:
    """Adds so many, a batch after the other; yields the seconds of each batch."""
    made = marks(title, lead)
    for start in range(0, count, BATCH):
        many = [Item(id=f"{n:08x}", marks=made, time=time_of(n), source="s") for n in range(start, start + BATCH)]
        started = time.process_time()
        index.add(many)
        yield time.process_time() - started


@pytest.mark.parametrize("lead", ["", LEAD])
def test_equal_titles_are_one_row_of_few_bytes_and_cost_no_more_as_they_go_on(lead: str) -> None:
    index = Index(words_alone())
    seconds = list(fed(index, 8_000, close, lead=lead))
    before = index.bytes
    seconds += fed(index, 16_000, close, lead=lead)  # the first half are known
    assert len(index.table) == 1
    assert index.bytes - before < 8_000 * 60
    first, last = min(seconds[2:8]), min(seconds[-6:])
    assert last < 5 * first + 0.01
    index.consolidate()
    (group,) = index.groups()
    assert len(group) == 16_000


def test_titles_whose_dates_jump_about_are_a_row_a_day() -> None:
    index = Index(words_alone())
    list(fed(index, 3_000, all_over_a_year))
    assert len(index.table) <= 366
    assert sum(map(len, index.groups())) == 3_000


def test_titles_without_a_word_stay_apart_and_ask_for_nothing() -> None:
    index = Index(words_alone())
    list(fed(index, 2_000, close, title="🎉🎉🎉🎉"))
    assert len(index.consolidate().one) == 0
    assert len(index.groups()) == 2_000


def test_issues_of_a_column_are_told_apart_however_many_there_are() -> None:
    leads = [" ".join(f"{word}{at}" for word in "abcdefghijkl") for at in range(40)]
    index = Index(words_alone())
    index.add([item(f"a{at}", "每日快讯", at / 10, lead) for at, lead in enumerate(leads)])
    assert len(index.table) == 40


@pytest.mark.slow
@pytest.mark.parametrize("time_of", [close, all_over_a_year])
def test_a_hundred_thousand_equal_titles_take_seconds(time_of: Times) -> None:
    index = Index(words_alone())
    assert sum(fed(index, 100_000, time_of)) < 30
    started = time.process_time()
    index.consolidate()
    assert sum(map(len, index.groups())) == 100_000
    assert time.process_time() - started < 10
    assert index.bytes < 10_000_000
