"""What the site needs to show pictures of others: the key of their addresses, and the proxy that fetches them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from ribao.support.farm.pool import WorkerPool
from ribao.support.net.port import Client
from ribao.support.pictures.kept import Cabinet
from ribao.support.pictures.proxy import PictureProxy
from ribao.support.pictures.signing import PictureKey, picture_key

FOLDER = "pictures"  # in the data folder
CPU_SECONDS, MEGABYTES = 10.0, 768


@dataclass(frozen=True, slots=True, kw_only=True)
class Album:
    key: PictureKey
    proxy: PictureProxy


@asynccontextmanager
async def opened_album(data: Path, client: Client, max_megabytes: int) -> AsyncIterator[Album]:
    """``client`` stays the caller's. The worker is started when the first picture is asked for."""
    async with WorkerPool(1, cpu_seconds=CPU_SECONDS, megabytes=MEGABYTES, preload=("PIL.Image",)) as pool:
        kept = Cabinet(data / FOLDER, max_megabytes * 1024 * 1024)
        proxy = PictureProxy(client=client, pool=pool, kept=kept)
        try:
            yield Album(key=picture_key(data), proxy=proxy)
        finally:
            await proxy.aclose()
