"""When each source is next due. Pure: states and times in, times out. The rules in words: docs/technotes/manners.md.

A source that answers is asked every ``interval``, the longest of

- the owner's spacing for it, else ``clamp(gap / 8, spacing, 4 × spacing)`` with ``gap`` the longer of the usual time
  between its entries and the time since the last one (and a day, when it offers no validators);
- the freshness of its answer (max-age less Age, or Expires), its ``ttl`` and its ``sy:`` period, each at most a day.

Hours and days that it asks to skip (GMT) are skipped. One that fails is asked after ``spacing × 2^(failures - 1)``,
with jitter, at most a day; one that says Retry-After, when it says.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from ribao.types.source import Source, SourceState

DAY = 1440.0  # minutes
HELD = timedelta(minutes=5)  # at most one real fetch a feed, however often somebody presses "refresh"
FARTHEST = timedelta(days=15)  # no rule below leads farther than this: what lies beyond was set by a wrong clock
CLOCK_SLIP = timedelta(minutes=5)
FEW = 200  # so many sources may be due at the same minute without harm
_PERIODS = {"hourly": 60.0, "daily": DAY, "weekly": 7 * DAY, "monthly": 30 * DAY, "yearly": 365 * DAY}
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def pick(
    sources: Iterable[Source], states: Mapping[str, SourceState], now: datetime, *, force: bool = False
) -> list[Source]:
    """The sources to ask now, healthy ones first, then the longest due. ``force`` ignores due times, never :data:`HELD`."""
    chosen = [source for source in sources if not source.paused and _asked_now(states.get(source.id), now, force)]
    return sorted(chosen, key=lambda source: _rank(states.get(source.id), source))


def is_due(state: SourceState, now: datetime) -> bool:
    """Is it time? Also when the clock has jumped back since: no source waits for a time that was set by a wrong clock."""
    if state.stopped:
        return False
    if state.due_at is None or state.due_at <= now:
        return True
    return state.due_at - now > FARTHEST or _from_the_future(state, now)


def held(state: SourceState, now: datetime) -> bool:
    """Was it asked less than five minutes ago?"""
    return state.asked_at is not None and timedelta(0) <= now - state.asked_at < HELD


def due_after_success(
    state: SourceState,
    source: Source,
    now: datetime,
    *,
    fresh_seconds: float = 0.0,
    spacing_minutes: int = 60,
    crowd: int = 0,
) -> datetime:
    """``state`` is the new one, but for its ``due_at``.

    ``crowd`` is how many sources the daily has: many are spread by a hash of their ids (fetching.md E27).
    """
    interval = max(interval_minutes(state, source, now, spacing_minutes), fresh_seconds / 60, *_asked_for(state.hints))
    earliest = now + timedelta(minutes=interval)
    due = _own_minute(source, earliest, min(interval, float(spacing_minutes)), crowd)
    return _unskipped(due, state.hints)


def due_after_failure(
    state: SourceState,
    source: Source,
    now: datetime,
    *,
    retry_seconds: float | None = None,
    throttled: bool = False,
    spacing_minutes: int = 60,
) -> datetime:
    """``state.failures`` counts this failure too. ``throttled``: a 429 or 503, which means an hour at least."""
    if retry_seconds is not None:
        return now + timedelta(seconds=retry_seconds)
    spacing = source.every_minutes or spacing_minutes
    share = 0.25 * _hash01(f"{source.id} {state.failures}")  # else all sources of a dead network come back at once
    delay = min(spacing * 2.0 ** min(state.failures - 1, 30), DAY / 1.25) * (1 + share)
    return now + timedelta(minutes=max(delay, 60.0) if throttled else delay)


def interval_minutes(state: SourceState, source: Source, now: datetime, spacing_minutes: int) -> float:
    """Our own wish, before the source's: the owner's spacing, or the adaptive one (fetching.md E10, E32)."""
    if source.every_minutes is not None:
        return float(source.every_minutes)
    adaptive = adaptive_minutes(state, now, spacing_minutes)
    # a document that was cut short has its validators dropped by us: that is no reason to wait a day for the rest
    conditional = state.etag is not None or state.last_modified is not None or state.reason is not None
    return adaptive if conditional else max(adaptive, DAY)


def adaptive_minutes(state: SourceState, now: datetime, spacing_minutes: int) -> float:
    """``clamp(gap / 8, spacing, 4 × spacing)``: an entry is seen at the latest after an eighth of the usual gap."""
    quiet = (now - state.changed_at).total_seconds() / 60 if state.changed_at else 0.0
    gap = max(state.usual_gap_minutes or 0.0, quiet)
    return min(max(gap / 8, float(spacing_minutes)), 4.0 * spacing_minutes)


def _asked_now(state: SourceState | None, now: datetime, force: bool) -> bool:
    if state is None:
        return True
    return not state.stopped and not held(state, now) and (force or is_due(state, now))


def _rank(state: SourceState | None, source: Source) -> tuple[int, float, str]:
    due = state.due_at.timestamp() if state is not None and state.due_at is not None else 0.0
    return (state.failures if state is not None else 0, due, source.id)


def _from_the_future(state: SourceState, now: datetime) -> bool:
    return state.asked_at is not None and state.asked_at - now > CLOCK_SLIP


def _own_minute(source: Source, earliest: datetime, round_minutes: float, crowd: int) -> datetime:
    """In a crowd, each source has a moment of its own in a round a little longer than the spacing.

    A hash of its id says which. The moments do not depend on what happened before, so neither a first start nor a
    standstill makes a flock; the twelfth is there so that one who comes a little late does not miss its next moment.
    """
    if crowd <= FEW:
        return earliest
    length = round_minutes * 60 * 13 / 12
    wait = (_hash01(source.id) * length - earliest.timestamp()) % length
    return earliest + timedelta(seconds=wait)


def _asked_for(hints: Mapping[str, str]) -> tuple[float, float]:
    """Minutes that ``ttl`` and ``sy:updatePeriod`` over ``sy:updateFrequency`` ask for, 0 to a day."""
    period = _PERIODS.get(hints.get("updatePeriod", "").strip().lower(), 0.0)
    frequency = max(_number(hints.get("updateFrequency", "")), 1.0)
    return min(_number(hints.get("ttl", "")), DAY), min(period / frequency, DAY)


def _number(text: str) -> float:
    return float(text.strip()) if re.fullmatch(r"\s*\d{1,9}(\.\d+)?\s*", text, re.ASCII) else _huge(text)


def _huge(text: str) -> float:
    return 1e9 if re.fullmatch(r"\s*\d{10,}\s*", text, re.ASCII) else 0.0


def _unskipped(due: datetime, hints: Mapping[str, str]) -> datetime:
    """The first moment from ``due`` on outside skipHours and skipDays (GMT); ``due`` when they leave none in a week."""
    hours = {int(hour) % 24 for hour in re.findall(r"\d{1,2}", hints.get("skipHours", ""))}
    days = {_DAYS.index(day) for day in re.findall(r"[a-z]+", hints.get("skipDays", "").lower()) if day in _DAYS}
    if not hours and not days:
        return due
    moment = due.astimezone(UTC)
    for _ in range(7 * 24):
        if moment.hour not in hours and moment.weekday() not in days:
            return moment
        moment = moment.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return due


def _hash01(text: str) -> float:
    """A number from 0 up to 1 that is always the same for the same text."""
    return int.from_bytes(sha256(text.encode()).digest()[:6], "big") / 2**48
