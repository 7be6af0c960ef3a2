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


def talk(port: int, start: bytes, going_on: bytes) -> bytes:
    """What the server says to bytes that are no proper request, ``going_on`` repeated until it hangs up."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        try:
            line.sendall(start)
            for _ in range(2000 if going_on else 0):
                line.sendall(going_on)
        except OSError:
            pass  # it hung up, as it should
        try:
            return line.recv(65536)
        except ConnectionResetError:
            return b"HTTP/1.1 431 (reset: it hung up while we spoke)"


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
    status, body = await asyncio.to_thread(ask, where, "GET", "/?" + "x" * 100_000)
    assert (status, "太长" in body.decode()) == (431, True)
    assert (await asyncio.to_thread(ask, where, "GET", "/search?q=" + "x" * 50_000))[0] == 200
    assert (await asyncio.to_thread(ask, where, "GET", "/%ff%fe/%C0%AE"))[0] == 404
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    with pytest.raises(OSError, match="refused"):
        await asyncio.to_thread(ask, where, "GET", "/")


async def test_a_head_without_end_is_cut_off_and_bad_bytes_hang_nothing() -> None:
    address: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    running = asyncio.create_task(serve(make_site(Stand([invented.bundle()])), "127.0.0.1", 0, address.set_result))
    port = urlsplit(await asyncio.wait_for(address, 10)).port or 0
    for start, going_on, status in (
        (b"GET / HTTP/1.1\r\nHost: x\r\n", b"X-More: " + b"y" * 1000 + b"\r\n", b"431"),
        (b"GET /", b"z" * 1000, b"431"),
        (b"GET / HTTP/1.1\r\nHost: x\r\nX: ", b"y" * 1000, b"431"),
        (b"\xff\xfe\x00 / HTTP/1.1\r\n", b"", b"400"),
        (b"GET /\xff\xfe HTTP/1.1\r\nHost: x\r\n\r\n", b"", b"4"),
    ):
        answer = await asyncio.to_thread(talk, port, start, going_on)
        assert answer.split(b" ")[1].startswith(status), start
    long = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 200000\r\n\r\n" + b"b" * 200_000
    assert (await asyncio.to_thread(talk, port, long, b"")).startswith(b"HTTP/1.1 405")
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running


async def test_a_busy_port_is_a_problem_with_a_remedy() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, speaking("zh"):
        with pytest.raises(Problem) as problem:
            await serve(make_site(Stand()), "127.0.0.1", taken.getsockname()[1])
        assert "端口" in problem.value.remedy
        assert str(taken.getsockname()[1]) in problem.value.what


async def test_an_address_of_another_machine_is_a_problem() -> None:
    with pytest.raises(Problem):
        await serve(make_site(Stand()), "203.0.113.7", 0)
