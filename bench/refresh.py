"""Refreshing 1,000 feeds × 30 entries on loopback, stored durably, against ``reader`` from PyPI in the same run.

Cold: everything is new. Warm: the same again, all 304. And the client alone, against httpx2: why aiohttp was chosen.
"""

import argparse
import asyncio
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from bench import _farm
from bench.measurement import Measurement

FEEDS, ENTRIES, WORKERS = 1_000, 30, 10
FEW = 10  # feeds of the round that is not counted
ROUNDS = 3  # of what takes a second or two: the best counts, on both sides
if TYPE_CHECKING:
    from ribao.acquire.saving import RefreshReport
    from ribao.support.store.port import Store
    from ribao.types.source import Source

LOOPBACK = (ip_network("127.0.0.0/8"),)


def measure(options: argparse.Namespace) -> Iterator[Measurement]:
    with _farm.farm(FEEDS, ENTRIES) as port, TemporaryDirectory() as folder:
        rounds = [(ours_client(port), httpx2_client(port)) for _ in range(ROUNDS)]
        ours, theirs = (min(spent) for spent in zip(*rounds, strict=True))
        yield Measurement(
            name="fetch alone, aiohttp",
            value=FEEDS / ours,
            unit="requests/s",
            peer="httpx2",
            peer_value=FEEDS / theirs,
            ratio=theirs / ours,
        )
        # first a few feeds on either side, so that nobody is charged for what a program loads once
        our_refresh(port, Path(folder, "few"), FEW)
        reader_refresh(port, Path(folder, "few"), FEW)
        # ours before and after: the machine's speed drifts over the half minute that reader takes
        before = our_refresh(port, Path(folder, "before"), FEEDS)
        peer_cold, peer_warm = reader_refresh(port, Path(folder, "reader"), FEEDS)
        after = our_refresh(port, Path(folder, "after"), FEEDS)
        cold, warm = (_mean(*pair) for pair in zip(before, after, strict=True))
        yield _against_reader("refresh, cold", cold.wall, peer_cold.wall, ENTRIES, "entries/s", "≥ 10")
        yield _against_reader("refresh, cold", cold.cpu, peer_cold.cpu, ENTRIES, "entries/s of processor time")
        yield _against_reader("refresh, warm (all 304)", warm.wall, peer_warm.wall, 1, "feeds/s", "≥ 4")
        yield _against_reader("refresh, warm (all 304)", warm.cpu, peer_warm.cpu, 1, "feeds/s of processor time")


class Spent(NamedTuple):
    """Seconds. The processor's own are what stays true on a machine that does other things besides."""

    wall: float
    cpu: float


def _mean(one: Spent, other: Spent) -> Spent:
    return Spent((one.wall + other.wall) / 2, (one.cpu + other.cpu) / 2)


@contextmanager
def _timed(into: list[Spent]) -> Iterator[None]:
    wall, cpu = time.perf_counter(), time.process_time()
    yield
    into.append(Spent(time.perf_counter() - wall, time.process_time() - cpu))


def _against_reader(name: str, ours: float, theirs: float, each: int, unit: str, aim: str = "") -> Measurement:
    return Measurement(
        name=name,
        value=FEEDS * each / ours,
        unit=unit,
        peer=f"reader, {WORKERS} workers",
        peer_value=FEEDS * each / theirs,
        ratio=theirs / ours,
        aim=aim,
    )


def our_refresh(port: int, folder: Path, feeds: int) -> tuple[Spent, Spent]:
    """Cold and warm; each with a client of its own, as in runs hours apart."""
    from ribao.support import loop
    from ribao.support.store.sqlite import open_store
    from ribao.types.source import Source

    sources = [Source(id=f"s{n}", url=_farm.url(n, port), title=f"Feed {n}") for n in range(feeds)]
    store = open_store(folder / "ribao")
    spent: list[Spent] = []
    try:
        store.put_sources(sources)
        for round_ in range(1 + ROUNDS):
            found = loop.run(_refresh(store, sources, 8 * round_, spent))
            expected = (feeds, feeds * ENTRIES) if round_ == 0 else (0, 0)
            assert (found.fresh, found.new) == expected, found
            assert not found.failed, found
    finally:
        store.close()
    return spent[0], min(spent[1:])


async def _refresh(store: "Store", sources: "list[Source]", hours: int, spent: list[Spent]) -> "RefreshReport":
    from ribao.acquire.refresh import refresh
    from ribao.settings import FetchSettings, Settings
    from ribao.support.clock import StillClock
    from ribao.support.net.client import AiohttpClient
    from ribao.support.net.guard import Guard
    from ribao.support.progress import Silent

    settings = Settings(fetch=FetchSettings(allow_private=LOOPBACK))
    clock = StillClock(_farm.NEWEST + timedelta(hours=1 + hours))
    client = AiohttpClient(Guard(LOOPBACK), "Ribao/bench (+bench)")
    with _timed(spent):
        report = await refresh(store, client, clock, settings, sources, Silent())
    await client.aclose()
    return report


def reader_refresh(port: int, folder: Path, feeds: int) -> tuple[Spent, Spent]:
    """``reader``'s own update of the same feeds, cold and warm."""
    import feedparser_sgmllib

    # reader's own copy of feedparser wants the module by its old name, which nothing it requires brings any more
    sys.modules.setdefault("sgmllib", feedparser_sgmllib)
    from reader import make_reader

    folder.mkdir(parents=True, exist_ok=True)
    theirs = make_reader(str(folder / "reader.sqlite"))
    for number in range(feeds):
        theirs.add_feed(_farm.url(number, port))
    spent: list[Spent] = []
    for _ in range(1 + ROUNDS):
        with _timed(spent):
            theirs.update_feeds(scheduled=False, workers=WORKERS)
    assert theirs.get_entry_counts().total == feeds * ENTRIES
    theirs.close()
    return spent[0], min(spent[1:])


def ours_client(port: int) -> float:
    from ribao.support import loop
    from ribao.support.net.client import AiohttpClient
    from ribao.support.net.guard import Guard

    async def run() -> float:
        client = AiohttpClient(Guard(LOOPBACK), "Ribao/bench (+bench)")
        begun = time.perf_counter()
        async with asyncio.TaskGroup() as tasks:
            for number in range(FEEDS):
                tasks.create_task(client.get(_farm.url(number, port), headers={"Connection": "close"}))
        spent = time.perf_counter() - begun
        await client.aclose()
        return spent

    return loop.run(run())


def httpx2_client(port: int) -> float:
    """The bare client, with none of our guarding: the best it could do."""
    import httpx2

    from ribao.support import loop

    async def run() -> float:
        limits = httpx2.Limits(max_connections=64, max_keepalive_connections=0)
        async with httpx2.AsyncClient(limits=limits, timeout=60, trust_env=False) as client:
            begun = time.perf_counter()
            async with asyncio.TaskGroup() as tasks:
                for number in range(FEEDS):
                    tasks.create_task(client.get(_farm.url(number, port)))
            return time.perf_counter() - begun

    return loop.run(run())
