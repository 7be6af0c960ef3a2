"""Columns that end together."""

import time
from dataclasses import replace

import pytest

from ribao.render.front import deal, front
from ribao.types.thing import Mention, Thing, ThingKind
from tests.render import invented


def ends(heights: list[float], begun: tuple[float, ...]) -> list[float]:
    dealt = deal(heights, begun)
    return [start + sum(heights[i] for i in column) for start, column in zip(begun, dealt, strict=True)]


@pytest.mark.parametrize(
    ("heights", "begun", "uneven"),
    [
        ([10, 10, 10], (0, 0, 0), 0),
        ([20, 20, 5, 10, 25, 10], (30, 30, 40), 5),
        ([23.8, 22.1, 17.5, 16.9, 21.3, 15.2, 18.8, 26.4, 24.1], (58, 58, 41), 4),
        ([40, 3, 3, 3], (10, 10, 10), 37),
        ([], (1, 2, 3), 2),
    ],
)
def test_columns_end_as_evenly_as_may_be(heights: list[float], begun: tuple[float, ...], uneven: float) -> None:
    assert max(ends(heights, begun)) - min(ends(heights, begun)) <= uneven


def test_no_section_is_lost_and_each_column_keeps_their_order() -> None:
    heights = [12.0, 31.0, 7.5, 18.0, 22.0, 9.0, 14.0, 11.0, 28.0]
    dealt = deal(heights, (50.0, 50.0, 44.0))
    assert sorted(i for column in dealt for i in column) == list(range(9))
    assert all(list(column) == sorted(column) for column in dealt)


def test_equal_sections_keep_the_order_of_the_channels() -> None:
    assert deal([10.0] * 6, (0.0, 0.0, 0.0)) == ((0, 1), (2, 3), (4, 5))


def test_many_sections_are_dealt_at_once() -> None:
    started = time.perf_counter()
    deal([float(7 + i * 13 % 11) for i in range(60)], (30.0, 30.0, 40.0))
    assert time.perf_counter() - started < 2


def test_the_day_is_about_those_whom_most_reports_name() -> None:
    bundle = invented.bundle()
    ids = [one.id for section in bundle.edition.sections for entry in section.entries for one in entry.articles]

    def mention(article: str, kind: ThingKind, name: str) -> Mention:
        return Mention(thing=Thing(id=f"{kind}-{name}", kind=kind, name=name), article_id=article)

    named = [("云岬科技", 5), ("林渡", 4), ("青穹云", 3), ("偶然一提", 2)]
    mentions = {
        article: (
            mention(article, ThingKind.PLACE, "北京"),
            *(mention(article, ThingKind.ORGANISATION, name) for name, count in named if place < count),
        )
        for place, article in enumerate(ids)
    }
    shown = front(replace(bundle, mentions=mentions)).named
    assert [(one.thing.name, one.reports) for one in shown] == named[:3]
    assert front(replace(bundle, mentions={ids[0]: mentions[ids[0]]})).named == ()
