"""The build under way as server-sent events, on a real loopback socket."""

import asyncio
import http.client
import json
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import urlsplit

import pytest

from ribao.serve.newsstand import Building, Stage
from ribao.serve.rooms import live
from ribao.serve.server import GRACE_SECONDS, serve
from ribao.serve.site import make_site
from ribao.support.store.port import EditionKey
from tests.render import invented
from tests.serve.stand import Stand
from tests.serve.test_server import ask

pytestmark = pytest.mark.anyio

READING = Building(stages=(Stage(name="读取来源", done=3, total=9),), said=("已读 3 个来源",))


@asynccontextmanager
async def served(stand: Stand) -> AsyncIterator[str]:
    address: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    running = asyncio.create_task(serve(make_site(stand), "127.0.0.1", 0, address.set_result))
    try:
        yield await asyncio.wait_for(address, 10)
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running


class Listener:
    """A client that listens; to be closed."""

    def __init__(self, where: str) -> None:
        parts = urlsplit(where)
        self.connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=20)
        self.connection.request("GET", "/-/live", headers={"Accept": "text/event-stream"})
        self.answer = self.connection.getresponse()

    def events(self) -> Iterator[tuple[str, Any]]:
        """(name, data) until the server ends the stream."""
        name = ""
        for line in self.answer:
            text = line.decode().rstrip("\n")
            if text.startswith("event: "):
                name = text[7:]
            if text.startswith("data: "):
                yield name, json.loads(text[6:])

    async def next(self) -> tuple[str, Any]:
        return await asyncio.to_thread(next, self.events())

    async def rest(self) -> list[tuple[str, Any]]:
        return await asyncio.to_thread(lambda: list(self.events()))

    def close(self) -> None:
        self.answer.close()
        self.connection.close()


@asynccontextmanager
async def listening(where: str) -> AsyncIterator[Listener]:
    made = await asyncio.to_thread(Listener, where)
    try:
        yield made
    finally:
        made.close()


async def test_stages_come_as_they_change_and_then_that_the_edition_is_ready() -> None:
    stand = Stand(under_way=READING)
    async with served(stand) as where, listening(where) as one:
        assert one.answer.headers["content-type"].startswith("text/event-stream")
        assert one.answer.headers["cache-control"] == "no-store"
        name, data = await one.next()
        assert (name, data["stages"]) == ("build", [{"name": "读取来源", "done": 3, "total": 9, "note": ""}])
        assert data["said"] == ["已读 3 个来源"]
        stand.under_way = replace(READING, stages=(Stage(name="读取来源", done=9, total=9),))
        assert (await one.next())[1]["stages"][0]["done"] == 9
        stand.under_way = None
        stand.bundles.append(invented.bundle())
        assert await one.rest() == [("ready", None)]


async def test_where_nothing_is_under_way_it_ends_at_once() -> None:
    async with served(Stand([invented.bundle()])) as where, listening(where) as one:
        assert await one.rest() == [("end", None)]


async def test_no_more_than_so_many_listen_and_who_goes_away_makes_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "MOST", 1)
    async with served(Stand([invented.bundle()], under_way=READING)) as where:
        for _ in range(2):
            async with listening(where) as first:
                assert (await first.next())[0] == "build"
                async with listening(where) as second:
                    assert await second.rest() == [("full", None)]
            await asyncio.sleep(live.STEP)


async def test_the_server_stops_within_its_grace_while_somebody_listens() -> None:
    async with AsyncExitStack() as stack:
        async with served(Stand([invented.bundle()], under_way=READING)) as where:
            one = await stack.enter_async_context(listening(where))
            assert (await one.next())[0] == "build"
            began = time.monotonic()
        assert time.monotonic() - began < GRACE_SECONDS / 2
        assert await one.rest() == []


async def test_asking_for_its_head_alone_ends_at_once() -> None:
    async with served(Stand([invented.bundle()], under_way=READING)) as where:
        assert await asyncio.to_thread(ask, where, "HEAD", "/-/live") == (200, b"")


@pytest.mark.parametrize(
    ("before", "building", "now", "lull", "expected"),
    [
        (None, READING, None, 0.0, ""),
        (None, None, None, 99.0, ""),  # an empty house waits for its first build
        (None, READING, "one", 0.0, "ready"),  # the build still tidies up: nobody has to wait for that
        (None, None, "one", 0.0, "ready"),
        ("one", None, "two", 0.0, "ready"),
        ("one", None, "one", 0.5, ""),  # between two stages
        ("one", None, "one", 9.0, "end"),
    ],
)
def test_when_a_stream_ends(
    before: str | None, building: Building | None, now: str | None, lull: float, expected: str
) -> None:
    first = live.Seen(latest=_key(before), building=READING)
    assert live.ending(first, live.Seen(latest=_key(now), building=building), lull) == expected


def _key(name: str | None) -> EditionKey | None:
    key = Stand([invented.bundle()]).latest()
    days = {"one": date(2026, 5, 8), "two": date(2026, 5, 9)}
    return replace(key, date=days[name]) if name and key else None
