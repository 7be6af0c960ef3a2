"""The picture proxy: fetches a stranger's picture when a reader asks for it, has it made anew, and keeps that.

Who may ask for which address is not decided here: see :mod:`ribao.support.pictures.signing`.
"""

import asyncio
import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from ribao.support.farm.pool import WorkerDied, WorkerPool
from ribao.support.net.port import Client, FetchFailed
from ribao.support.pictures.kept import Cabinet
from ribao.support.pictures.shrink import NotAPicture, shrink

AT_ONCE = 8  # pictures fetched or drawn at a time
MOST_WAITING = 64  # beyond that a reader is told that there is none, this once
WALL_SECONDS = 20.0  # in a worker
SOON, LATE = 600.0, 6 * 3600.0  # seconds until it is tried again: what the network did, what the picture is
MOST_FAILED = 4096
ACCEPT = "image/webp,image/avif,image/png,image/jpeg,image/gif;q=0.8,*/*;q=0.1"
_Wanted = tuple[str, int, bool]


@dataclass(slots=True, kw_only=True)
class PictureProxy:
    """Belongs to one event loop, that of ``client`` and ``pool``. ``monotonic``: seconds."""

    client: Client
    pool: WorkerPool
    kept: Cabinet
    monotonic: Callable[[], float] = time.monotonic
    _failed: OrderedDict[str, float] = field(default_factory=OrderedDict)
    _under_way: dict[_Wanted, "asyncio.Task[bytes | None]"] = field(default_factory=dict)
    _slots: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))

    async def picture(self, url: str, width: int, webp: bool) -> bytes | None:
        """WebP or JPEG; None when there is none to be had. Two readers who ask at once cost one request."""
        wanted = (url, width, webp)
        found = await asyncio.to_thread(self.kept.get, name_of(wanted))
        if found is not None or self._failed.get(url, 0.0) > self.monotonic():
            return found
        if wanted not in self._under_way:
            if len(self._under_way) >= MOST_WAITING:
                return None
            task = self._under_way[wanted] = asyncio.create_task(self._make(wanted))
            task.add_done_callback(lambda _: self._under_way.pop(wanted, None))
        # a reader who leaves does not take the picture from the others
        return await asyncio.shield(self._under_way[wanted])

    async def aclose(self) -> None:
        under_way = tuple(self._under_way.values())
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)

    async def _make(self, wanted: _Wanted) -> bytes | None:
        url, width, webp = wanted
        async with self._slots:
            if self._failed.get(url, 0.0) > self.monotonic():  # another width of it failed meanwhile
                return None
            made = await self._fetched(url, width, webp)
        if made is not None:
            await asyncio.to_thread(self.kept.put, name_of(wanted), made)
        return made

    async def _fetched(self, url: str, width: int, webp: bool) -> bytes | None:
        try:
            answer = await self.client.get(url, accept=ACCEPT)
            if answer.status == 200:
                return await self.pool.run(shrink, answer.body, width, webp, wall_seconds=WALL_SECONDS)
            self._remember(url, SOON)
        except FetchFailed:
            self._remember(url, SOON)
        except (NotAPicture, WorkerDied):
            self._remember(url, LATE)
        return None

    def _remember(self, url: str, seconds: float) -> None:
        self._failed[url] = self.monotonic() + seconds
        self._failed.move_to_end(url)
        while len(self._failed) > MOST_FAILED:
            self._failed.popitem(last=False)


def name_of(wanted: _Wanted) -> str:
    url, width, webp = wanted
    told = f"{width} {url}".encode("utf-8", "surrogatepass")
    return f"{hashlib.sha256(told).hexdigest()[:40]}.{'webp' if webp else 'jpg'}"
