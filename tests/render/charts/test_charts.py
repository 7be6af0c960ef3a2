"""Drawings: true to their numbers, safe whatever the words are, told without looking."""

from datetime import UTC, datetime, timedelta

import pytest
from lxml import etree
from markupsafe import Markup

from ribao.render import charts
from ribao.render.charts.bars import MOST_BARS
from ribao.render.charts.timeline import MOST_BINS, Span, bin_hours, hours_of
from ribao.types.attribution import Status

NOW = datetime(2026, 5, 8, 7, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
NASTY = '</title><script>alert(1)</script>" onload="x'


def parsed(drawn: Markup) -> etree._Element:
    """As strict XML: what is not well formed raises."""
    return etree.fromstring(str(drawn))


def heights(svg: etree._Element) -> list[float]:
    return [float(one.get("height")) for one in svg.iter("rect")]


def test_bars_are_as_high_as_their_values() -> None:
    svg = parsed(charts.bars([1, 0, 4, 2], ["七点", "八点", "九点", "十点"], title="逐时报道", marked=frozenset({2})))
    low, high, middle = heights(svg)
    assert high == 2 * middle == 4 * low
    assert [one.findtext("title") for one in svg.iter("rect")] == ["七点", "九点", "十点"]
    assert [one.get("class") for one in svg.iter("rect")] == ["bar", "bar now", "bar"]
    assert (svg.get("role"), svg.get("aria-label"), svg.findtext("title")) == ("img", "逐时报道", "逐时报道")


@pytest.mark.parametrize("values", [[], [0, 0], [-1, float("nan"), float("inf")], [1e300, 1e-300], [1] * 5000])
def test_odd_numbers_still_make_a_drawing(values: list[float]) -> None:
    svg = parsed(charts.bars(values, title="x"))
    assert len(heights(svg)) <= MOST_BARS
    assert all(0 < one <= 36 for one in heights(svg))


def test_words_cannot_leave_their_place() -> None:
    for drawn in (
        charts.bars([1], [NASTY], title=NASTY),
        charts.history([(NOW, Status.DENIED), (NOW, Status.CONFIRMED)], NOW, NASTY),
        charts.timeline([Span(number=1, times=(NOW,))], NASTY),
    ):
        svg = parsed(drawn)
        assert svg.findtext("title") == NASTY
        assert not [one for one in svg.iter() if one.tag == "script"]
        assert not [name for one in svg.iter() for name in one.attrib if name.startswith(("on", "style"))]


def test_a_drawing_without_a_title_is_an_ornament() -> None:
    svg = parsed(charts.bars([1], title=""))
    assert (svg.get("aria-hidden"), svg.get("role")) == ("true", None)


def test_history_steps_in_order_of_time_and_each_status_has_its_shape() -> None:
    steps = [(NOW, Status.UNVERIFIED), (NOW + HOUR, Status.REPORTED), (NOW + 9 * HOUR, Status.CONFIRMED)]
    svg = parsed(charts.history(steps, NOW + 10 * HOUR, "x"))
    shapes = [one for one in svg.iter() if (one.get("class") or "").startswith("shape")]
    assert [one.get("class").split()[1] for one in shapes] == ["unverified", "reported", "confirmed"]
    places = [float(one.find("circle").get("cx")) for one in shapes]
    levels = [float(one.find("circle").get("cy")) for one in shapes]
    assert places == sorted(places)
    assert levels == sorted(levels, reverse=True)  # surer is higher
    assert len({etree.tostring(one)[:60] for one in shapes}) == 3


def test_a_history_of_one_moment_keeps_its_shapes_apart_and_inside() -> None:
    many = [(NOW, status) for status in (*Status, *Status)]
    svg = parsed(charts.history(many, NOW, "x"))
    places = [float(one.get("cx")) for one in svg.iter("circle")]
    assert all(0 < place < 120 for place in places)
    assert len(set(places)) == len(places)
    assert charts.history([], NOW, "x") == ""


def test_each_hour_has_its_reports_and_each_chapter_its_number() -> None:
    first = Span(number=1, times=(NOW, NOW + HOUR, NOW + HOUR))
    second = Span(number=2, times=(NOW + 400 * HOUR,), here=True)
    rows = hours_of([first, second], bin_hours([first, second]))
    assert [row.counts for row in rows] == [(1, 2), (1,)]
    svg = parsed(charts.timeline([first, second], "x"))
    low, high, _ = heights(svg)
    assert high == 2 * low
    assert [one.text for one in svg.iter("text")] == ["1", "2"]
    assert [one.get("class") for one in svg.iter("rect")] == ["bar", "bar", "bar here"]
    assert [one.get("class") for one in svg.iter("path")].count("pause") == 1


@pytest.mark.parametrize("days", [1, 30, 4000, 700_000])
def test_however_long_it_lasts_it_fits(days: int) -> None:
    start = datetime(1, 1, 2, tzinfo=UTC)
    span = Span(number=1, times=(start, start + timedelta(days=days)))
    rows = hours_of([span], bin_hours([span]))
    assert len(rows[0].counts) <= MOST_BINS
    assert all(float(one.get("x")) <= 480 for one in parsed(charts.timeline([span], "x")).iter("rect"))
