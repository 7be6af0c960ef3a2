from collections.abc import AsyncIterator
from ipaddress import ip_network

import pytest

from ribao.support.net.client import AiohttpClient
from ribao.support.net.guard import Guard

from .server import LoggedServer, running

LOOPBACK = (ip_network("127.0.0.0/8"), ip_network("::1/128"))


@pytest.fixture
async def server() -> AsyncIterator[LoggedServer]:
    async with running() as logged:
        yield logged


@pytest.fixture
async def client() -> AsyncIterator[AiohttpClient]:
    """May reach loopback; gives up after two seconds; takes 100 kB."""
    made = AiohttpClient(Guard(LOOPBACK), "Ribao/0.0 (+test)", timeout_seconds=2.0, max_bytes=100_000)
    yield made
    await made.aclose()


@pytest.fixture
async def careful() -> AsyncIterator[AiohttpClient]:
    """May reach no private address."""
    made = AiohttpClient(Guard(), "Ribao/0.0 (+test)", timeout_seconds=2.0)
    yield made
    await made.aclose()
