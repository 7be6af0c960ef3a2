"""The server on a real loopback socket."""

import asyncio
import http.client
import socket
from urllib.parse import urlsplit

import pytest

from ribao.serve.server import serve
from ribao.serve.site import make_site
from ribao.support.i18n import speaking
from ribao.support.problem import Problem
from tests.render import invented
from tests.serve.stand import Stand

pytestmark = pytest.mark.anyio


def ask(address: str, method: str, path: str) -> tuple[int, bytes]:
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=10)
    try:
        connection.request(method, path)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


async def test_it_tells_its_address_answers_and_stops() -> None:
    address: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    running = asyncio.create_task(serve(make_site(Stand([invented.bundle()])), "127.0.0.1", 0, address.set_result))
    where = await asyncio.wait_for(address, 10)
    status, body = await asyncio.to_thread(ask, where, "GET", "/")
    assert status == 200
    assert "智能日报".encode() in body
    assert await asyncio.to_thread(ask, where, "HEAD", "/") == (200, b"")
    status, _ = await asyncio.to_thread(ask, where, "GET", "/?" + "x" * 100_000)
    assert status == 200
    assert (await asyncio.to_thread(ask, where, "GET", "/%ff%fe/%C0%AE"))[0] == 404
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    with pytest.raises(OSError, match="refused"):
        await asyncio.to_thread(ask, where, "GET", "/")


async def test_a_busy_port_is_a_problem_with_a_remedy() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, speaking("zh"):
        with pytest.raises(Problem) as problem:
            await serve(make_site(Stand()), "127.0.0.1", taken.getsockname()[1])
        assert "端口" in problem.value.remedy
        assert str(taken.getsockname()[1]) in problem.value.what


async def test_an_address_of_another_machine_is_a_problem() -> None:
    with pytest.raises(Problem):
        await serve(make_site(Stand()), "203.0.113.7", 0)
