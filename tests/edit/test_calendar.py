from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ribao.edit.calendar import Plan, TooEarly, cutoff_of, plan_at, plan_first, plan_now

SHANGHAI = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")
SEVEN = time(7, 0)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_before_the_cutoff_today_is_a_draft_that_began_at_yesterdays_cutoff() -> None:
    plan = plan_now(at("2026-03-06T06:30+08:00"), None, SEVEN, SHANGHAI)
    assert plan == Plan(
        day=date(2026, 3, 6),
        since=at("2026-03-05T07:00+08:00"),
        as_of=at("2026-03-06T06:30+08:00"),
        frozen=False,
        takes_late=True,
    )


def test_after_the_cutoff_today_is_frozen_and_covers_up_to_it() -> None:
    plan = plan_now(at("2026-03-06T20:00+08:00"), None, SEVEN, SHANGHAI)
    assert plan.frozen
    assert plan.as_of == at("2026-03-06T07:00+08:00")
    assert plan.as_of - plan.since == timedelta(days=1)


def test_at_covers_the_24_hours_before_it() -> None:
    plan = plan_at(at("2026-02-25T20:00+08:00"), None, SEVEN, SHANGHAI)
    assert (plan.day, plan.frozen) == (date(2026, 2, 25), True)
    assert plan.as_of == at("2026-02-25T20:00+08:00")
    assert plan.as_of - plan.since == timedelta(days=1)


def test_at_with_an_earlier_day_gives_that_days_edition() -> None:
    plan = plan_at(at("2026-02-25T20:00+08:00"), date(2026, 2, 24), SEVEN, SHANGHAI)
    assert plan.as_of == at("2026-02-24T07:00+08:00")
    assert plan.frozen


def test_tomorrow_is_a_draft_once_todays_cutoff_has_passed_and_too_early_before() -> None:
    tomorrow = date(2026, 2, 26)
    assert not plan_now(at("2026-02-25T20:00+08:00"), tomorrow, SEVEN, SHANGHAI).frozen
    with pytest.raises(TooEarly):
        plan_now(at("2026-02-25T06:00+08:00"), tomorrow, SEVEN, SHANGHAI)
    with pytest.raises(TooEarly):
        plan_at(at("2026-02-25T06:00+08:00"), date(2026, 3, 26), SEVEN, SHANGHAI)


def test_the_first_edition_covers_the_day_before_now() -> None:
    plan = plan_first(at("2026-03-06T20:00+08:00"), SEVEN, SHANGHAI)
    assert plan.day == date(2026, 3, 6)
    assert plan.since == at("2026-03-05T20:00+08:00")


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)])
def test_one_edition_a_local_date_where_the_clock_changes(day: date) -> None:
    cutoff = time(2, 30)  # does not exist on the first of these days, and comes twice on the second
    before, here, after = (cutoff_of(day + timedelta(days=n), cutoff, BERLIN) for n in (-1, 0, 1))
    assert before < here < after
    assert plan_now(here, day, cutoff, BERLIN).frozen
    assert not plan_now(here - timedelta(seconds=1), day, cutoff, BERLIN).frozen


@given(st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC)))  # noqa: DTZ001
def test_editions_of_following_days_touch_and_do_not_overlap(now: datetime) -> None:
    today = plan_now(now, None, SEVEN, BERLIN)
    if today.frozen:
        tomorrow = plan_now(now + timedelta(seconds=1), today.day + timedelta(days=1), SEVEN, BERLIN)
        assert tomorrow.since == today.as_of
