"""Dates as pages write them."""

from datetime import UTC, datetime

import pytest

from ribao.acquire.extraction.dates import CHINA, published, read_date
from ribao.acquire.extraction.structured import Structured


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2026年3月6日 08:15", "2026-03-06T08:15:00+08:00"),
        ("2026年03月06日08:15", "2026-03-06T08:15:00+08:00"),
        ("2026 年 3 月 6 日 星期五 20:15:09", "2026-03-06T20:15:09+08:00"),
        ("2026年3月6日 下午3:05", "2026-03-06T15:05:00+08:00"),
        ("2026年3月6日 8时15分", "2026-03-06T08:15:00+08:00"),
        ("2026-03-06 08:15:30", "2026-03-06T08:15:30+08:00"),
        ("2026/3/6 8:15", "2026-03-06T08:15:00+08:00"),
        ("2026.03.06", "2026-03-06T00:00:00+08:00"),
        ("20260306081530", "2026-03-06T08:15:30+08:00"),
        ("2026-03-06T00:15:00Z", "2026-03-06T00:15:00+00:00"),
        ("2026-03-06T08:15:00.123+0800", "2026-03-06T08:15:00+08:00"),
        ("2026-03-06T08:15:00-05:00", "2026-03-06T08:15:00-05:00"),
        ("March 6, 2026 at 8:15 PM", "2026-03-06T20:15:00+08:00"),
        ("6 Mar 2026", "2026-03-06T00:00:00+08:00"),
        ("1772756100", "2026-03-06T00:15:00+00:00"),
        ("1772756100000", "2026-03-06T00:15:00+00:00"),
        ("2026-02-30 08:15", None),
        ("2026-13-45", None),
        ("9999999999", None),
        ("昨天 08:15", None),
        ("", None),
    ],
)
def test_a_date_is_read(text: str, wanted: str | None) -> None:
    assert read_date(text) == (datetime.fromisoformat(wanted) if wanted else None)


def told(lines: list[str], meta: dict[str, tuple[str, ...]] | None = None, url: str = "") -> datetime | None:
    return published(Structured(meta=meta or {}), lines, [], url, CHINA)


def test_published_is_not_updated() -> None:
    assert told(["更新时间：2026-03-09 10:00", "2026-03-06 08:15 榆城日报"]) == datetime(2026, 3, 6, 0, 15, tzinfo=UTC)


def test_a_labelled_date_comes_before_a_bare_one() -> None:
    found = told(["峰会于2025年1月1日开幕", "发布时间：2026-03-06 08:15"])
    assert found == datetime(2026, 3, 6, 0, 15, tzinfo=UTC)


def test_a_date_without_a_clock_is_completed_from_the_page() -> None:
    found = told(["2026-03-06 08:15"], {"pubdate": ("2026-03-06",)})
    assert found == datetime(2026, 3, 6, 0, 15, tzinfo=UTC)


def test_the_address_is_the_last_resort() -> None:
    assert told([], url="https://news.example/2026/0306/123.html") == datetime(2026, 3, 5, 16, 0, tzinfo=UTC)
    assert told([], url="https://news.example/article/20991234.html") is None
