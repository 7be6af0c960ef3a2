"""Which edition is meant, and what span of time it covers. Pure: values in, a plan out.

An edition of day D is closed at D's cut-off and covers what came since the cut-off before (24 hours, or 23 and 25
where clocks change). ``--at`` asks for the 24 hours before that moment instead. Until its cut-off an edition is a
draft; from then on it is frozen, and a change is a further revision.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Covers ``since`` (exclusive) to ``as_of`` (inclusive), both UTC. ``frozen``: the cut-off has passed.

    ``takes_late``: what was published before ``since`` but came in after the last edition was made belongs here too,
    so that a source that was down over the cut-off loses nothing.
    """

    day: date
    since: datetime
    as_of: datetime
    frozen: bool
    takes_late: bool = False


class TooEarly(ValueError):
    """The day asked for has not begun to collect news."""


def cutoff_of(day: date, cutoff: time, zone: ZoneInfo) -> datetime:
    """The moment of ``day``'s cut-off, UTC. In a daylight-saving gap the time before the change counts, in a fold the first."""
    return datetime.combine(day, cutoff, tzinfo=zone).astimezone(UTC)


def plan_at(at: datetime, day: date | None, cutoff: time, zone: ZoneInfo) -> Plan:
    """The plan of ``--at``; with another ``day``, that day's edition as it stood or as far as it had come then."""
    today = at.astimezone(zone).date()
    chosen = day or today
    if chosen != today and cutoff_of(chosen, cutoff, zone) <= at:
        return plan_now(at, chosen, cutoff, zone)
    closes = cutoff_of(chosen, cutoff, zone)
    if cutoff_of(chosen - DAY, cutoff, zone) > at and chosen != today:
        raise TooEarly(chosen.isoformat())
    moment = at.astimezone(UTC)
    return Plan(day=chosen, since=moment - DAY, as_of=moment, frozen=closes <= moment)


def plan_now(now: datetime, day: date | None, cutoff: time, zone: ZoneInfo) -> Plan:
    """The plan for ``day`` (default: today) by the wall clock."""
    chosen = day or now.astimezone(zone).date()
    closes, opened = cutoff_of(chosen, cutoff, zone), cutoff_of(chosen - DAY, cutoff, zone)
    if opened >= now:
        raise TooEarly(chosen.isoformat())
    return Plan(day=chosen, since=opened, as_of=min(now.astimezone(UTC), closes), frozen=closes <= now, takes_late=True)


def plan_first(now: datetime, cutoff: time, zone: ZoneInfo) -> Plan:
    """The very first edition of a new daily: the 24 hours before now, so that it has something to tell at once."""
    return plan_at(now, None, cutoff, zone)
