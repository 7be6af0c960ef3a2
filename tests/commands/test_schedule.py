import asyncio
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from ribao.commands import schedule
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


@dataclass(slots=True)
class Line:
    """Parts of which only the progress is used."""

    said: list[str]
    progress: "Line | None" = None

    def say(self, line: str) -> None:
        self.said.append(line)


@pytest.mark.anyio
async def test_f7_a_full_disk_is_told_once_and_the_daily_goes_on_when_there_is_room(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rounds: list[str] = []

    async def acquire(_: object) -> None:
        rounds.append("round")
        if len(rounds) == 4:
            raise asyncio.CancelledError
        raise Problem("The disk is full.", "", "Make room.")

    monkeypatch.setattr(schedule.pipeline, "acquire", acquire)
    monkeypatch.setattr(schedule, "LOOK", timedelta(0))
    line = Line([])
    line.progress = line
    with pytest.raises(asyncio.CancelledError):
        await schedule.keep_fresh(lambda: line, asyncio.Lock(), acquire)  # type: ignore[arg-type, return-value]
    assert (len(rounds), line.said) == (4, ["The disk is full.\nMake room."])
