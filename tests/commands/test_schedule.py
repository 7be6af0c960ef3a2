from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from ribao.commands.schedule import Done, due, what_is_wrong
from ribao.support.problem import Problem

ZONE, SEVEN = ZoneInfo("Asia/Shanghai"), time(7, 0)
NEWS = Done(waiting=True)
TODAY, TOMORROW = date(2026, 3, 6), date(2026, 3, 7)


def at(clock: str) -> datetime:
    return datetime.fromisoformat(f"2026-03-06T{clock}+08:00")


def days(now: datetime, out: set[date], done: Done) -> list[tuple[date, bool]]:
    return [(plan.day, plan.frozen) for plan in due(now, out, done, SEVEN, ZONE)]


def test_before_the_cutoff_todays_draft_follows_the_news() -> None:
    assert days(at("06:00"), set(), NEWS) == [(TODAY, False)]
    assert days(at("06:00"), set(), Done()) == []


def test_at_the_cutoff_todays_edition_comes_out_once_news_or_not() -> None:
    assert days(at("07:00"), set(), Done()) == [(TODAY, True)]
    assert days(at("07:01"), {TODAY}, Done()) == []


def test_a_machine_that_slept_over_the_cutoff_brings_the_edition_out_when_it_wakes() -> None:
    assert days(at("11:30"), set(), NEWS) == [(TODAY, True), (TOMORROW, False)]


def test_after_the_cutoff_news_goes_into_tomorrows_draft() -> None:
    assert days(at("08:00"), {TODAY}, NEWS) == [(TOMORROW, False)]


def test_a_draft_is_not_rebuilt_all_the_time_and_waiting_news_is_not_forgotten() -> None:
    recent = replace(NEWS, draft_at=at("08:00"))
    assert days(at("08:04"), {TODAY}, recent) == []
    assert days(at("08:05"), {TODAY}, recent) == [(TOMORROW, False)]


def test_a_clock_turned_back_an_hour_neither_doubles_an_edition_nor_holds_up_the_draft() -> None:
    done = replace(NEWS, draft_at=at("08:00") + timedelta(hours=1))
    assert days(at("08:00"), {TODAY}, done) == [(TOMORROW, False)]
    assert days(at("06:30"), {TODAY}, Done()) == []


def test_a_clock_in_1970_or_2999_raises_nothing() -> None:
    for year in (1970, 2999):
        assert due(at("12:00").replace(year=year), {TODAY}, NEWS, SEVEN, ZONE)


def test_a_round_that_fails_is_told_in_words_and_a_fault_of_ours_with_its_place() -> None:
    assert (
        what_is_wrong(Problem("The disk is full.", "No space.", "Make room."))
        == "The disk is full.\nNo space.\nMake room."
    )
    told = what_is_wrong(RecursionError("too deep"))
    assert "RecursionError: too deep" in told
