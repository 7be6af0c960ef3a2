"""When a source is next due, as arithmetic: no network, no store."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ribao.acquire.due import adaptive_minutes, due_after_failure, due_after_success, is_due, pick
from ribao.acquire.fetch import decide, revive
from ribao.acquire.freshness import fresh_seconds, retry_seconds
from ribao.acquire.health import health
from ribao.acquire.sources.document import Document, Entry
from ribao.support.net.scripted import answer
from ribao.types.reason import Code
from ribao.types.source import Source, SourceState

NOW = datetime(2026, 1, 15, 8, 0, tzinfo=UTC)  # a Thursday
HOUR = timedelta(hours=1)
SOURCE = Source(id="s", url="http://s.example/feed", title="S")
STATE = SourceState(source_id="s", url=SOURCE.url, etag='"1"')


def after(hints: dict[str, str], now: datetime = NOW, **more: float) -> timedelta:
    return due_after_success(replace(STATE, hints=hints), SOURCE, now, **more) - now  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Expires": "Thu, 15 Jan 2026 10:00:00 GMT"}, 7200),
        ({"Expires": "Thu, 15 Jan 2026 10:00:00 GMT", "Date": "Thu, 15 Jan 2026 09:00:00 GMT"}, 3600),
        ({"Expires": "Thu, 15 Jan 2026 10:00:00 GMT", "Cache-Control": "max-age=60"}, 60),
        ({"Expires": "Thu, 15 Jan 2037 10:00:00 GMT"}, 86400),
        ({"Expires": "Thu, 15 Jan 2026 07:00:00 GMT"}, 0),
        ({"Expires": "0"}, 0),
        ({"Expires": "-1"}, 0),
        ({"Expires": "Thu, 99 Foo 10000"}, 0),
        ({"Cache-Control": "max-age=100", "Age": "9999"}, 0),
        ({"Cache-Control": "max-age=99999999999999999999999"}, 86400),
    ],
)
def test_e12_expires_and_e11_max_age(headers: dict[str, str], seconds: int) -> None:
    assert fresh_seconds(answer("http://x/", headers=headers), NOW) == seconds


@pytest.mark.parametrize(
    ("hints", "hours"),
    [
        ({"ttl": "180"}, 3),
        ({"ttl": "5"}, 1),
        ({"ttl": "99999999999"}, 24),
        ({"ttl": "-60"}, 1),
        ({"ttl": "soon"}, 1),
        ({"updatePeriod": "daily", "updateFrequency": "4"}, 6),
        ({"updatePeriod": "weekly"}, 24),
        ({"updatePeriod": "hourly", "updateFrequency": "0"}, 1),
        ({"updatePeriod": "never"}, 1),
        ({"skipHours": "9 10 11"}, 4),
        ({"skipHours": "9,10,11"}, 4),
        ({"skipHours": " ".join(str(hour) for hour in range(24))}, 1),
        ({"skipDays": "Thursday Friday"}, 40),
        ({"skipDays": "Monday"}, 1),
        ({"skipDays": "thursday", "skipHours": "0 1"}, 18),
    ],
)
def test_e13_ttl_sy_and_skips_are_lower_bounds_in_gmt(hints: dict[str, str], hours: int) -> None:
    assert after(hints) == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("7200", 7200),
        ("Thu, 15 Jan 2026 12:00:00 GMT", 4 * 3600),
        ("60", 3600),
        ("-5", 3600),
        ("1000000000000", 7 * 86400),
        ("9" * 400, 7 * 86400),
        ("garbage", 3600),
        ("Thu, 15 Jan 2020 12:00:00 GMT", 3600),
        ("1.5e9", 3600),
    ],
)
def test_e15_retry_after_is_clamped_to_an_hour_and_seven_days(value: str, seconds: int) -> None:
    assert retry_seconds(answer("http://x/", headers={"Retry-After": value}), NOW) == seconds


@given(st.integers(1, 10_000), st.integers(5, 1440))
def test_e18_backoff_stays_between_the_spacing_and_a_day(failures: int, spacing: int) -> None:
    state = replace(STATE, failures=failures)
    wait = due_after_failure(state, SOURCE, NOW, spacing_minutes=spacing) - NOW
    assert timedelta(minutes=min(spacing, 1152)) <= wait <= timedelta(days=1)


def test_e18_a_dead_network_does_not_bring_all_back_at_once() -> None:
    sources = [replace(SOURCE, id=f"s{n}") for n in range(100)]
    waits = {due_after_failure(replace(STATE, failures=3), source, NOW) for source in sources}
    assert len(waits) > 90


def simulated(count: int, hours: int, asleep: range = range(0)) -> Counter[int]:
    """Requests by minute of ``count`` feeds that were all asked at minute 0, polled by a loop that ticks each minute."""
    sources = [replace(SOURCE, id=f"s{n}") for n in range(count)]
    due = dict.fromkeys(range(count), NOW)
    requests: Counter[int] = Counter()
    for minute in range(hours * 60):
        now = NOW + timedelta(minutes=minute)
        if minute in asleep:
            continue
        for n in [n for n, at in due.items() if at <= now]:
            requests[minute] += 1
            due[n] = due_after_success(STATE, sources[n], now, crowd=count)
    return requests


@pytest.mark.slow
@pytest.mark.parametrize("asleep", [range(0), range(200, 260), range(200, 320), range(200, 210)])
def test_e27_ten_thousand_feeds_do_not_come_together(asleep: range) -> None:
    """After the first round (or a standstill) they are spread over the interval, and stay so."""
    requests = simulated(10_000, 9, asleep)
    minutes = [requests[minute] for minute in range(asleep.stop + 125, 9 * 60)]
    mean = sum(minutes) / len(minutes)
    assert max(minutes) / mean <= 2
    assert 10_000 / 66 <= mean <= 10_000 / 60  # an hour, and a twelfth of it at most


def test_e27_a_few_feeds_keep_their_hour() -> None:
    assert due_after_success(STATE, SOURCE, NOW, crowd=80) == NOW + HOUR


@pytest.mark.parametrize(
    ("gap_hours", "least", "most"),
    [(0.1, 720, 720), (1, 720, 720), (12, 470, 490), (24, 235, 245), (24 * 7, 175, 185), (24 * 365, 175, 185)],
)
def test_e32_a_simulated_month_stays_in_bounds(gap_hours: float, least: int, most: int) -> None:
    """clamp(gap / 8, spacing, 4 × spacing): 180 to 720 requests in 30 days at the default spacing."""
    now, end, requests = NOW, NOW + timedelta(days=30), 0
    gap = timedelta(hours=gap_hours)
    while now < end:
        requests += 1
        newest = NOW + (now - NOW) // gap * gap
        state = replace(STATE, changed_at=newest, usual_gap_minutes=gap_hours * 60, due_at=now)
        now = due_after_success(state, SOURCE, now)
    assert least <= requests <= most


@given(st.floats(0, 1e7), st.integers(5, 10080))
def test_e32_the_interval_is_between_one_and_four_spacings(gap: float, spacing: int) -> None:
    minutes = adaptive_minutes(replace(STATE, usual_gap_minutes=gap), NOW, spacing)
    assert spacing <= minutes <= 4 * spacing


@pytest.mark.parametrize("jump", [timedelta(hours=-1), timedelta(days=-365), timedelta(days=-20_000)])
def test_f12_a_clock_that_jumps_back_freezes_no_feed(jump: timedelta) -> None:
    asked = replace(STATE, asked_at=NOW, due_at=NOW + HOUR)
    assert not is_due(asked, NOW)
    assert is_due(asked, NOW + jump)
    assert pick([SOURCE], {"s": asked}, NOW + jump) == [SOURCE]


def test_f12_a_due_time_beyond_every_rule_is_not_believed() -> None:
    assert is_due(replace(STATE, due_at=NOW + timedelta(days=400)), NOW)
    assert not is_due(replace(STATE, due_at=NOW + timedelta(days=7)), NOW)


def test_healthy_sources_are_asked_first_then_the_longest_due() -> None:
    sources = [replace(SOURCE, id=name) for name in "abcd"]
    states = {
        "a": replace(STATE, source_id="a", due_at=NOW - HOUR, failures=2),
        "b": replace(STATE, source_id="b", due_at=NOW - HOUR),
        "c": replace(STATE, source_id="c", due_at=NOW - 2 * HOUR),
        "d": replace(STATE, source_id="d", due_at=NOW + HOUR),
    }
    assert [source.id for source in pick(sources, states, NOW)] == ["c", "b", "a"]


def test_e17_revived_means_as_good_as_new() -> None:
    gone = decide(STATE, SOURCE, answer(SOURCE.url, status=410), None, NOW)
    assert (gone.stopped, is_due(gone, NOW + timedelta(days=999))) == (True, False)
    revived = revive(gone)
    assert (is_due(revived, NOW), revived.reason, revived.etag) == (True, None, None)


def document(*hours_ago: float) -> Document:
    entries = (Entry(guid=str(ago), published_at=NOW - timedelta(hours=ago)) for ago in hours_ago)
    return Document(format="rss", entries=tuple(entries))


def test_f26_a_source_is_silent_after_three_usual_gaps() -> None:
    state = decide(STATE, SOURCE, answer(SOURCE.url, b"x"), document(0, 24, 48, 72), NOW)
    assert state.usual_gap_minutes == 24 * 60
    assert health(state, NOW + timedelta(hours=71)) is None
    told = health(state, NOW + timedelta(hours=73))
    assert told is not None
    assert told.code is Code.SILENT


def test_f26_a_night_is_no_silence() -> None:
    state = decide(STATE, SOURCE, answer(SOURCE.url, b"x"), document(0, 0.1, 0.2), NOW)
    assert health(state, NOW + timedelta(hours=12)) is None
    assert health(state, NOW + timedelta(hours=25)) is not None


def test_a_304_to_an_unconditional_request_is_a_failure() -> None:
    state = decide(replace(STATE, etag=None), SOURCE, answer(SOURCE.url, status=304), None, NOW)
    assert state.failures == 1
