"""GET /-/live: the build under way, as server-sent events, so that a page shows it going on without loading anew.

``build`` carries the stages and what was said last, whenever they changed; ``ready``: there is an edition that there
was not; ``end``: nothing is under way; ``full``: too many listen already. After the last three the stream is over.
(WHATWG HTML, section 9.2.)
"""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import asdict, dataclass
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from ribao.serve.house import House, Route
from ribao.serve.newsstand import Building
from ribao.serve.server import CLOSING
from ribao.support.store.port import EditionKey

PATH = "/-/live"
MOST = 64  # who listen at one time
STEP = 0.4  # seconds between two looks
BEAT = 15.0  # seconds after which silence is broken, so that no proxy takes the stream for dead
LULL = 3.0  # seconds without a stage: between two of them there is a moment with none
LONGEST = 3600.0  # seconds; a browser that still wants to know asks again
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
KIND = "text/event-stream"


def routes(house: House) -> list[Route]:
    return [Route(path=PATH, handler=_Live(house).live)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    latest: EditionKey | None
    building: Building | None


class _Live:
    def __init__(self, house: House) -> None:
        self.house = house
        self.listening = 0
        self.looked_at = float("-inf")
        self.looking: asyncio.Lock | None = None
        self.last = Seen(latest=None, building=None)

    async def live(self, request: Request) -> Response:
        if request.method == "HEAD":
            return Response(media_type=KIND, headers=HEADERS)
        closing: Callable[[], bool] = request.scope.get(CLOSING, lambda: False)
        return StreamingResponse(self.told(closing), media_type=KIND, headers=HEADERS)

    async def told(self, closing: Callable[[], bool]) -> AsyncIterator[str]:
        if self.listening >= MOST:
            yield event("full")
            return
        self.listening += 1
        try:
            async for one in self.news(closing):
                yield one
        finally:
            self.listening -= 1

    async def news(self, closing: Callable[[], bool]) -> AsyncIterator[str]:
        now = asyncio.get_running_loop().time
        began = spoke = busy = now()
        first = await self.look()
        shown: Building | None = None
        yield "retry: 3000\n\n"
        while not closing() and now() - began < LONGEST:
            seen = await self.look()
            if seen.building is not None:
                busy = now()
            last = ending(first, seen, now() - busy)
            if last:
                yield event(last)
                return
            if seen.building is not None and seen.building != shown:
                shown, spoke = seen.building, now()
                yield event("build", asdict(shown))
            elif now() - spoke >= BEAT:
                spoke = now()
                yield ": still here\n\n"
            await asyncio.sleep(STEP)

    async def look(self) -> Seen:
        """What is so now: one look for all who listen."""
        self.looking = self.looking or asyncio.Lock()
        async with self.looking:
            now = asyncio.get_running_loop().time()
            if now - self.looked_at >= STEP:
                desk = self.house.desk
                latest, building = await run_in_threadpool(lambda: (desk.latest(), desk.building()))
                self.last, self.looked_at = Seen(latest=latest, building=building), now
            return self.last


def ending(first: Seen, now: Seen, lull: float) -> str:
    """The event that ends a stream, empty as long as it goes on. ``lull``: seconds since a stage was under way.

    While there is no edition at all, one is waited for, whether a build has begun or not.
    """
    if now.latest is not None and now.latest != first.latest:
        return "ready"  # though the build may still tidy up
    idle = now.building is None and (lull >= LULL or first.building is None)
    return "end" if idle and now.latest is not None else ""


def event(name: str, data: Any = None) -> str:
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
