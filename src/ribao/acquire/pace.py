"""Pace: one request at a time and a pause between two, for each host (fetching.md E26).

Measured on the monotonic clock, from the end of one request to the start of the next. A host that is written as a
number in a range which the owner opened has its own pause; with a pause of 0 it is not paced at all.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from ribao.support.clock import Clock
from ribao.support.net.guard import Guard, Network, host_of

Sleep = Callable[[float], Awaitable[None]]


@dataclass(slots=True)
class _Host:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    ready_at: float = 0.0  # monotonic seconds


class Pace:
    def __init__(
        self,
        clock: Clock,
        *,
        pause_seconds: float = 1.0,
        private_pause_seconds: float = 0.0,
        allow_private: Sequence[Network] = (),
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._clock = clock
        self._pause = pause_seconds
        self._private_pause = private_pause_seconds
        self._guard = Guard(allow_private)
        self._sleep = sleep
        self._hosts: dict[str, _Host] = {}

    @asynccontextmanager
    async def turn(self, url: str) -> AsyncIterator[None]:
        """Waits for the host's turn; the request is made inside the block."""
        pause = self._private_pause if self._guard.opened_url(url) else self._pause
        if pause <= 0:
            yield
            return
        host = self._hosts.setdefault(_name(url), _Host())
        async with host.lock:
            wait = host.ready_at - self._clock.monotonic()
            if wait > 0:
                await self._sleep(wait)
            try:
                yield
            finally:
                host.ready_at = self._clock.monotonic() + pause


def _name(url: str) -> str:
    try:
        return host_of(url)
    except ValueError:
        return ""  # the client refuses it; all such share one turn
