from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network

import pytest

from ribao.acquire.refresh import RefreshReport, refresh
from ribao.settings import FetchSettings, Settings
from ribao.support.clock import VirtualClock
from ribao.support.net.agent import user_agent
from ribao.support.net.client import AiohttpClient
from ribao.support.net.guard import Guard
from ribao.support.progress import Silent
from ribao.support.store.memory import MemoryStore
from ribao.types.source import Source, SourceState
from tests.support.net.server import LoggedServer, running

START = datetime(2026, 1, 15, 8, 0, tzinfo=UTC)
LOOPBACK = (ip_network("127.0.0.0/8"),)


def rss(*titles: str, head: str = "", published: datetime | None = START - timedelta(hours=1)) -> bytes:
    """A small feed; its items are a minute apart, the first one the newest."""
    items = "".join(
        f"<item><title>{title}</title><link>https://news.example/{title}</link><guid>{title}</guid>"
        + (f"<pubDate>{published - timedelta(minutes=n):%a, %d %b %Y %H:%M:%S} GMT</pubDate>" if published else "")
        + "</item>"
        for n, title in enumerate(titles)
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" '
        'xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel>'
        f"<title>News</title><link>https://news.example/</link>{head}{items}</channel></rss>"
    ).encode()


@dataclass(slots=True)
class House:
    """A daily of one or more sources on the logged server, with a clock that the test turns."""

    server: LoggedServer
    client: AiohttpClient
    clock: VirtualClock
    store: MemoryStore
    settings: Settings

    def add(self, path: str = "/feed", **fields: object) -> Source:
        source = Source(id=path.strip("/").replace("/", "-"), url=self.server.url(path), title=path)
        source = replace(source, **fields)  # type: ignore[arg-type]
        self.store.put_sources([source])
        return source

    async def poll(self, *, force: bool = False) -> RefreshReport:
        sources = self.store.sources()
        return await refresh(self.store, self.client, self.clock, self.settings, sources, Silent(), force=force)

    async def poll_after(self, *, force: bool = False, **time: float) -> RefreshReport:
        """Poll after so much time (``hours=1``)."""
        self.clock.advance(timedelta(**time).total_seconds())
        return await self.poll(force=force)

    def state(self, source_id: str = "feed") -> SourceState:
        return self.store.states()[source_id]

    def due_in(self, source_id: str = "feed") -> timedelta:
        due = self.state(source_id).due_at
        assert due is not None
        return due - self.clock.now()


@pytest.fixture
async def house() -> AsyncIterator[House]:
    async with running() as server:
        client = AiohttpClient(Guard(LOOPBACK), user_agent("mailto:owner@example.org"), timeout_seconds=2.0)
        yield House(
            server=server,
            client=client,
            clock=VirtualClock(START),
            store=MemoryStore(),
            settings=Settings(fetch=FetchSettings(allow_private=LOOPBACK)),
        )
        await client.aclose()
