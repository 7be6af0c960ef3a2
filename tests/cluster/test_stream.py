"""A stream of articles in windows: nothing is left out, nothing older than the window is kept."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ribao.cluster.stream import Standing, windows
from ribao.types.article import Article
from ribao.types.story import Member, Story
from tests.edit.build import article

DAY = timedelta(hours=24)
START = datetime(2031, 5, 1, 9, 0, tzinfo=UTC)


def at(hours: float) -> Article:
    return dated(f"{hours}", START + timedelta(hours=hours))


def dated(name: str, moment: datetime) -> Article:
    return replace(article(name, "灯塔"), published_at=moment)


def hours(window: tuple[Article, ...]) -> list[float]:
    return [(one.published_at - START) / timedelta(hours=1) for one in window]


def test_the_articles_of_a_window_are_found_together_at_the_end() -> None:
    *_, last = windows([at(0), at(5), at(23)], DAY)
    assert hours(last) == [0, 5, 23]


def test_a_window_is_closed_every_six_hours_of_the_clock_and_forgets_what_is_too_old() -> None:
    found = list(windows([at(0), at(2), at(4), at(30)], DAY))  # 9, 11, 13 o'clock: the schedule's step ends at 12
    assert [hours(window) for window in found] == [[0, 2], [0, 2, 4], [30]]


def test_a_clock_that_jumps_costs_nothing_and_closes_what_came_before() -> None:
    far = dated("far", datetime(2099, 1, 1, tzinfo=UTC))
    old = dated("old", datetime(1970, 1, 1, tzinfo=UTC))
    end = dated("end", datetime.max.replace(tzinfo=UTC))
    found = list(windows([old, at(0), at(1), far, end], DAY))
    assert [[one.id for one in window] for window in found] == [["old"], ["0", "1"], ["far"], ["end"]]


def test_of_nothing_there_is_no_window() -> None:
    assert list(windows([], DAY)) == []


@given(st.lists(st.integers(0, 500), max_size=60), st.integers(1, 100), st.integers(1, 30))
def test_each_article_is_seen_with_all_that_came_in_the_window_before_it(
    times: list[int], window: int, every: int
) -> None:
    articles = [dated(f"{n}", START + timedelta(hours=time)) for n, time in enumerate(sorted(times))]
    found = list(windows(articles, timedelta(hours=window), timedelta(hours=every)))
    if articles:
        assert found[-1][-1] == articles[-1]
    for one in articles:
        before = [o for o in articles if timedelta(0) <= one.published_at - o.published_at <= timedelta(hours=window)]
        holding = next(one_window for one_window in found if one in one_window)
        assert {o.id for o in before if o.published_at < one.published_at} <= {o.id for o in holding}
    for one_window in found:
        assert one_window[-1].published_at - one_window[0].published_at <= timedelta(hours=window + every)


def test_what_stands_is_given_back_while_it_is_asked_for() -> None:
    standing = Standing()
    standing.put([_story("s1", "0", "1"), _story("s2", "2")])
    assert [story.id for story in standing.of([at(0), at(1), at(9)])] == ["s1"]
    assert standing.home == {"0": "s1", "1": "s1", "2": "s2"}
    standing.put([_story("s3", "1")])
    assert standing.home == {"0": "s1", "1": "s3", "2": "s2"}


def _story(name: str, *articles: str) -> Story:
    members = tuple(Member(article_id=one) for one in articles)
    return Story(id=name, members=members, first_seen=START, last_seen=START)
