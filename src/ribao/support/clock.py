"""The clock port: wall time for dates and due times, monotonic time for pacing and time-outs.

``--at`` sets the wall clock and it stands still; the monotonic clock always runs.
"""

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    def now(self) -> datetime:
        """The wall time, aware, UTC."""
        ...

    def latest(self) -> datetime:
        """No honest date of publication lies far beyond it: now, or the real now when the clock was set back."""
        ...

    def monotonic(self) -> float:
        """Seconds that never jump."""
        ...


@dataclass(frozen=True, slots=True)
class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)

    def latest(self) -> datetime:
        return self.now()

    def monotonic(self) -> float:
        return time.monotonic()


@dataclass(frozen=True, slots=True)
class StillClock:
    """A wall clock that stands at ``at`` (aware); pacing still uses real monotonic time.

    ``today`` is the real time for those who look back from it: what is dated between the two is news of later.
    """

    at: datetime
    today: datetime | None = None

    def now(self) -> datetime:
        return self.at.astimezone(UTC)

    def latest(self) -> datetime:
        return max(self.now(), self.today.astimezone(UTC)) if self.today else self.now()

    def monotonic(self) -> float:
        return time.monotonic()


@dataclass(slots=True)
class VirtualClock:
    """A clock that tests turn by hand; it ships because it is the fake of this port."""

    at: datetime
    elapsed: float = 0.0

    def now(self) -> datetime:
        return self.at.astimezone(UTC)

    def latest(self) -> datetime:
        return self.now()

    def monotonic(self) -> float:
        return self.elapsed

    def advance(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)
        self.elapsed += seconds
