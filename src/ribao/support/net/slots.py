"""Slots: how many requests may be under way, without letting the slow ones keep the others out.

A request that has not ended after ``patience`` seconds gives its slot to the next one and goes on beside them, so
two hundred sites that send a byte a second do not hold up the rest. ``ceiling`` bounds all that are open together,
because each is a descriptor.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

PATIENCE = 3.0
CEILING = 400  # under the usual limit of 1,024 descriptors, with the store and the server beside it


class Slots:
    def __init__(self, limit: int, patience: float = PATIENCE, ceiling: int = CEILING) -> None:
        self._quick = asyncio.Semaphore(limit)
        self._all = asyncio.Semaphore(max(limit, ceiling))
        self._patience = patience

    @asynccontextmanager
    async def hold(self) -> AsyncIterator[None]:
        async with self._all:
            await self._quick.acquire()
            given_back = False

            def give_back() -> None:
                nonlocal given_back
                if not given_back:
                    given_back = True
                    self._quick.release()

            lapse = asyncio.get_running_loop().call_later(self._patience, give_back)
            try:
                yield
            finally:
                lapse.cancel()
                give_back()
