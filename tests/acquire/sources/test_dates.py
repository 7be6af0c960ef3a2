"""Dates as feeds and pages write them."""

from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ribao.acquire.sources.dates import parse

NOW = datetime(2026, 2, 25, 12, tzinfo=UTC)


def _read(raw: str, chinese: bool | None = None) -> str:
    found = parse(raw, NOW, chinese=chinese)
    return found.isoformat(sep=" ").removesuffix("+00:00") if found else ""


@pytest.mark.parametrize(
    ("raw", "utc"),
    [
        ("Wed, 25 Feb 2026 08:15:30 +0800", "2026-02-25 00:15:30"),
        ("Wed, 25 Feb 2026 08:15:30 GMT", "2026-02-25 08:15:30"),
        ("Wed, 25 Feb 2026 08:15:30 +0530", "2026-02-25 02:45:30"),
        ("Wed, 25 Feb 2026 08:15:30 EST", "2026-02-25 13:15:30"),
        ("Wed, 5 Feb 2026 8:15:30 GMT", "2026-02-05 08:15:30"),
        ("Wed, 25 Feb 2026 08:15 +0800", "2026-02-25 00:15:00"),
        ("Wednesday, 25 February 2026 08:15:30 +0000", "2026-02-25 08:15:30"),
        ("25 Feb 26 08:15 UT", "2026-02-25 08:15:00"),
        ("25-Feb-2026 08:15:30 +08:00", "2026-02-25 00:15:30"),
        ("Wed, 25 Feb 2026 08:15:30 GMT+8", "2026-02-25 00:15:30"),
        ("Wed, 25 Feb 2026 08:15:30 +0800 (CST)", "2026-02-25 00:15:30"),
        ("Wed Feb 25 08:15:30 2026", "2026-02-25 08:15:30"),
        ("Feb 24, 2026 3:04 PM", "2026-02-24 15:04:00"),
        ("Feb 24, 2026 12:04 a.m.", "2026-02-24 00:04:00"),
        ("Tue, 24 Feb 2026 23:59:60 GMT", "2026-02-24 23:59:59"),
        ("Tue, 24 Feb 2026 24:00:00 GMT", "2026-02-25 00:00:00"),
        ("2026-02-25T08:15:30Z", "2026-02-25 08:15:30"),
        ("2026-02-25T08:15:30+08:00", "2026-02-25 00:15:30"),
        ("2026-02-25T08:15:30-0500", "2026-02-25 13:15:30"),
        ("2026-02-25T08:15+08", "2026-02-25 00:15:00"),
        ("2026-02-25T08:15:30.123456789+08:00", "2026-02-25 00:15:30"),
        ("2026-02-25 08:15:30  +0800", "2026-02-25 00:15:30"),
        ("2026-02-25 08:15:30", "2026-02-25 08:15:30"),
        ("2026-02-25", "2026-02-25 00:00:00"),
        ("2026/2/25 8:15", "2026-02-25 08:15:00"),
        ("20260225T081530Z", "2026-02-25 08:15:30"),
        ("1772006400", "2026-02-25 08:00:00"),
        ("1772006400123", "2026-02-25 08:00:00"),
        ("2 hours ago", "2026-02-25 10:00:00"),
    ],
)
def test_western_forms(raw: str, utc: str) -> None:
    assert _read(raw).partition(".")[0] == utc


@pytest.mark.parametrize(
    ("raw", "utc"),
    [
        ("2024年05月01日 08:15", "2024-05-01 00:15:00"),
        ("2024年5月1日 8时15分30秒", "2024-05-01 00:15:30"),
        ("2024年5月1日 下午3:05", "2024-05-01 07:05:00"),
        ("2024年5月1日 中午12:30", "2024-05-01 04:30:00"),
        ("2024年5月1日 凌晨12:30", "2024-04-30 16:30:00"),
        ("2024年5月1日", "2024-04-30 16:00:00"),
        ("２０２６年２月２５日 ０８：１５", "2026-02-25 00:15:00"),
        ("发布时间：2026-02-25 08:15:30", "2026-02-25 00:15:30"),
        ("2026-02-25 08:15 来源：某报", "2026-02-25 00:15:00"),
        ("今天 08:15", "2026-02-25 00:15:00"),
        ("昨天 23:01", "2026-02-24 15:01:00"),
        ("前天", "2026-02-22 16:00:00"),
        ("5分钟前", "2026-02-25 11:55:00"),
        ("3 小时前", "2026-02-25 09:00:00"),
        ("刚刚", "2026-02-25 12:00:00"),
        ("2月24日 08:15", "2026-02-24 00:15:00"),
        ("12月31日 08:00", "2025-12-31 00:00:00"),
        ("2024年5月1日 08:15 +0000", "2024-05-01 08:15:00"),
    ],
)
def test_chinese_forms_are_beijing_time(raw: str, utc: str) -> None:
    assert _read(raw) == utc


def test_cst_is_chinas_unless_the_document_is_known_not_to_be_chinese() -> None:
    raw = "Wed, 25 Feb 2026 08:00:00 CST"
    assert _read(raw) == _read(raw, chinese=True) == "2026-02-25 00:00:00"
    assert _read(raw, chinese=False) == "2026-02-25 14:00:00"


def test_a_time_without_zone_is_beijing_time_in_a_chinese_document() -> None:
    assert _read("2026-02-25 08:15:00", chinese=True) == "2026-02-25 00:15:00"
    assert _read("Wed, 25 Feb 2026 08:15:00", chinese=True) == "2026-02-25 00:15:00"


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "-",
        "no date at all",
        "0000-00-00 00:00:00",
        "0001-01-01T00:00:00Z",
        "Mon, 01 Jan 0001 00:00:00 +0000",
        "9999-12-31T23:59:59Z",
        "9999-12-31T23:59:59-14:00",
        "2026-02-30T00:00:00Z",
        "2026-13-45",
        "1969-12-31",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "1989-12-31T23:59:59Z",
        "2026-02-28T12:00:00Z",
        "2030-01-01T00:00:00Z",
        "12:30",
        "2026",
        "02/25/2026",
        "1" * 100_000,
        "9999999999999999年1月1日",
        "Wed, 25 Feb 2026 99:99:99 +9999",
        "\x00\ud800",
    ],
)
def test_what_cannot_be_right_is_no_date(raw: str) -> None:
    assert parse(raw, NOW) is None


def test_two_days_ahead_is_the_limit() -> None:
    assert _read("2026-02-27T11:59:00Z") == "2026-02-27 11:59:00"
    assert parse("2026-02-27T12:01:00Z", NOW) is None


@given(
    st.datetimes(datetime(1990, 1, 2), datetime(2026, 2, 24)),  # noqa: DTZ001
    st.integers(-14 * 4, 14 * 4),
)
def test_every_zone_of_both_common_forms_reads_back(moment: datetime, quarters: int) -> None:
    aware = moment.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=15 * quarters)))
    assert parse(aware.isoformat(), NOW) == aware
    assert parse(format_datetime(aware), NOW) == aware


@given(st.text(max_size=60))
def test_never_raises_and_never_goes_out_of_bounds(raw: str) -> None:
    found = parse(raw, NOW)
    assert found is None or datetime(1990, 1, 1, tzinfo=UTC) <= found <= NOW + timedelta(days=2)
