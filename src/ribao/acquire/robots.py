"""robots.txt, for pages (RFC 9309). Feeds are made for machines and are asked without it, as all readers do.

A file is kept for a day; one that could not be had, for an hour, and denies until then. 4xx but 429 allows all. The
standard library's parser is not used: it takes 401 and 429 for the wrong thing.
"""

import asyncio
from datetime import timedelta
from urllib.parse import urlsplit

from protego import Protego

from ribao.acquire.pace import Pace
from ribao.support.clock import Clock
from ribao.support.net.agent import ROBOT
from ribao.support.net.port import Client, FetchFailed
from ribao.support.store.port import RobotsFile, Store
from ribao.types.reason import Code, Reason

KEEP = timedelta(hours=24)
KEEP_FAILED = timedelta(hours=1)
MAX_CHARS = 512 * 1024  # RFC 9309 asks for 500 KiB at least


class Robots:
    """Asks each origin once, even when many pages of it are wanted at the same moment."""

    def __init__(self, store: Store, client: Client, pace: Pace, clock: Clock) -> None:
        self._store = store
        self._client = client
        self._pace = pace
        self._clock = clock
        self._known: dict[str, tuple[RobotsFile, Protego]] = {}
        self._locks: dict[str, asyncio.Lock] = {}

    async def check(self, url: str) -> Reason | None:
        """None when the page may be fetched; else ROBOTS_DENIED or ROBOTS_UNREACHABLE.

        Raises :class:`FetchFailed` for an address that may not be fetched at all.
        """
        origin = origin_of(url)
        async with self._locks.setdefault(origin, asyncio.Lock()):
            file, rules = await self._rules(origin)
        return verdict(file, rules, url)

    async def _rules(self, origin: str) -> tuple[RobotsFile, Protego]:
        known = self._known.get(origin)
        if known is not None and self._usable(known[0]):
            return known
        file = await asyncio.to_thread(self._store.robots, origin)
        if file is None or not self._usable(file):
            file = await self._ask(origin)
            await asyncio.to_thread(self._store.put_robots, file)
        self._known[origin] = (file, Protego.parse(file.body))
        return self._known[origin]

    def _usable(self, file: RobotsFile) -> bool:
        age = self._clock.now() - file.fetched_at
        return timedelta(0) <= age < (KEEP_FAILED if unreachable(file.status) else KEEP)

    async def _ask(self, origin: str) -> RobotsFile:
        url = f"{origin}/robots.txt"
        status, body = 0, ""
        try:
            async with self._pace.turn(url):
                answer = await self._client.get(url, accept="text/plain, */*;q=0.1")
            status = answer.status
            body = answer.body.decode("utf-8-sig", "replace")[:MAX_CHARS] if 200 <= status < 300 else ""
        except FetchFailed as failed:
            if failed.reason.code is Code.ADDRESS_REFUSED:
                raise  # that is the page's own trouble: no file will mend it
            if failed.reason.code is Code.REDIRECT_LOOP:
                status = 404  # RFC 9309, 2.3.1.2: more redirects than one follows mean that there is no such file
            else:
                body = f"# {failed.reason.code}: {failed.reason.detail}"
        return RobotsFile(origin=origin, fetched_at=self._clock.now(), status=status, body=body)


def verdict(file: RobotsFile, rules: Protego, url: str) -> Reason | None:
    """Pure: what this file says about this address."""
    if unreachable(file.status):
        told = f"HTTP {file.status}" if file.status else file.body.removeprefix("# ")
        return Reason(code=Code.ROBOTS_UNREACHABLE, detail=f"{file.origin}/robots.txt: {told}"[:500])
    if 200 <= file.status < 300 and not rules.can_fetch(url, ROBOT):
        return Reason(code=Code.ROBOTS_DENIED, detail=f"{file.origin}/robots.txt")
    return None


def unreachable(status: int) -> bool:
    return status == 0 or status == 429 or status >= 500


def origin_of(url: str) -> str:
    """``scheme://host:port``, the port only when it is written. Raises :class:`FetchFailed` when it is no address."""
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise FetchFailed(Reason(code=Code.ADDRESS_REFUSED, detail=f"{error}: {url[:200]}")) from error
    return f"{parts.scheme.lower()}://{parts.netloc.lower()}"
