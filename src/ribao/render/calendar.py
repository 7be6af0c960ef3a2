"""The archive: a month of editions as a calendar, and as a list. Pure."""

from calendar import Calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

_WEEKS = Calendar(firstweekday=0)  # a week begins on Monday, as in China and in most of Europe


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """An edition in the archive. ``headline``: of its top story, empty for an edition without news."""

    day: date
    revision: int
    stories: int
    headline: str = ""
    hedge: str = ""  # words of the daily's own that the headline begins with
    lang: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """``weeks``: seven days each, Monday first; None for a day of another month. ``issues`` by day, newest first.

    ``earlier`` and ``later``: the nearest months with editions, as ``2026-05``; empty when there is none.
    """

    name: str
    weeks: tuple[tuple[date | None, ...], ...]
    issues: tuple[Issue, ...]
    earlier: str = ""
    later: str = ""

    @property
    def printed(self) -> frozenset[date]:
        return frozenset(issue.day for issue in self.issues)


def month_name(day: date) -> str:
    """``2026-05``"""
    return f"{day:%Y-%m}"


def month(name: str, issues: Iterable[Issue], names: Iterable[str]) -> Month:
    """The calendar of ``name`` (``2026-05``). ``names``: of all months with editions."""
    year, number = int(name[:4]), int(name[5:])
    weeks = tuple(
        tuple(day if day.month == number else None for day in week) for week in _WEEKS.monthdatescalendar(year, number)
    )
    known = sorted(set(names))
    return Month(
        name=name,
        weeks=weeks,
        issues=tuple(sorted(issues, key=lambda issue: issue.day, reverse=True)),
        earlier=max((one for one in known if one < name), default=""),
        later=min((one for one in known if one > name), default=""),
    )
