"""A farm of feeds on loopback, in a process of its own: one address 127.x.y.z a feed, so that manners do not pace it.

``python -m bench._farm FEEDS ENTRIES`` prints its port and serves until its standard input is closed. Every other
feed is Atom, the rest RSS 2.0; each has an ETag and answers 304 to it. No framework: the farm must cost little beside
those that are measured on the same cores.
"""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from hashlib import sha256

NEWEST = datetime(2026, 1, 15, 8, 0, tzinfo=UTC)
SENTENCE = "The maker says that its new part is faster and needs less power than the one of last year. "


def host(number: int) -> str:
    return f"127.{10 + number // 62_500}.{number // 250 % 250}.{1 + number % 250}"


def url(number: int, port: int) -> str:
    return f"http://{host(number)}:{port}/feed.xml"


def feed(number: int, entries: int) -> bytes:
    return (_atom if number % 2 else _rss)(number, entries)


def _rss(number: int, entries: int) -> bytes:
    items = "".join(
        f"<item><title>Feed {number}: report {n} of the day</title><link>https://site{number}.example/news/{n}</link>"
        f'<guid isPermaLink="false">site{number}-{n}</guid><pubDate>{format_datetime(_time(n))}</pubDate>'
        f"<description>{SENTENCE * 3}({number}/{n})</description></item>\n"
        for n in range(entries)
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel>'
        f"<title>Feed {number}</title><link>https://site{number}.example/</link><description>d</description>\n"
        f"{items}</channel></rss>"
    ).encode()


def _atom(number: int, entries: int) -> bytes:
    items = "".join(
        f"<entry><title>Feed {number}: report {n} of the day</title>"
        f'<link rel="alternate" href="https://site{number}.example/news/{n}"/><id>tag:site{number}.example,{n}</id>'
        f"<published>{_time(n).isoformat()}</published><updated>{_time(n).isoformat()}</updated>"
        f"<summary>{SENTENCE * 3}({number}/{n})</summary></entry>\n"
        for n in range(entries)
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">'
        f"<title>Feed {number}</title><id>tag:site{number}.example</id>"
        f'<updated>{_time(0).isoformat()}</updated><link href="https://site{number}.example/"/>\n{items}</feed>'
    ).encode()


def _time(n: int) -> datetime:
    return NEWEST - timedelta(minutes=47 * n)


class _Answers(asyncio.Protocol):
    """HTTP enough for a GET without a body: the host tells which feed is meant."""

    def __init__(self, answers: dict[str, tuple[bytes, bytes, bytes]]) -> None:
        self._answers = answers

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._mine = self._answers[transport.get_extra_info("sockname")[0]]
        self._buffer = b""

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while (end := self._buffer.find(b"\r\n\r\n")) >= 0:
            head, self._buffer = self._buffer[:end], self._buffer[end + 4 :]
            etag, whole, unchanged = self._mine
            self._transport.write(unchanged if etag in head else whole)
            if b"connection: close" in head.lower():
                self._transport.close()


def _answer(number: int, entries: int) -> tuple[bytes, bytes, bytes]:
    """(ETag, the whole answer, the 304)"""
    body = feed(number, entries)
    etag = f'"{sha256(body).hexdigest()[:16]}"'
    kind = "application/atom+xml" if number % 2 else "application/rss+xml"
    whole = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nETag: {etag}\r\nContent-Length: {len(body)}\r\n\r\n"
    unchanged = f"HTTP/1.1 304 Not Modified\r\nETag: {etag}\r\n\r\n"
    return etag.encode(), whole.encode() + body, unchanged.encode()


async def _serve(feeds: int, entries: int) -> None:
    answers = {host(number): _answer(number, entries) for number in range(feeds)}
    loop = asyncio.get_running_loop()
    first = await loop.create_server(lambda: _Answers(answers), host(0), 0, backlog=256)
    port = first.sockets[0].getsockname()[1]
    for number in range(1, feeds):
        await loop.create_server(lambda: _Answers(answers), host(number), port, backlog=16)
    print(port, flush=True)
    await asyncio.to_thread(sys.stdin.read)


@contextmanager
def farm(feeds: int, entries: int) -> Iterator[int]:
    """Runs the farm; yields its port."""
    command = [sys.executable, "-m", "bench._farm", str(feeds), str(entries)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            yield int(process.stdout.readline())
        finally:
            process.stdin.close()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1]), int(sys.argv[2])))
