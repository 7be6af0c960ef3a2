"""A real server on loopback that logs what it is asked and answers with just the bytes a test gives it."""

import asyncio
import inspect
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

PHRASES = {200: "OK", 304: "Not Modified"}


@dataclass(frozen=True, slots=True)
class Asked:
    method: str
    path: str
    headers: tuple[tuple[str, str], ...]  # as they came, latin-1

    def header(self, name: str) -> str | None:
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


Handler = bytes | Callable[[Asked], bytes] | Callable[[Asked, asyncio.StreamWriter], Awaitable[None]]


def reply(body: bytes = b"", status: int = 200, headers: Mapping[str, str] | None = None) -> bytes:
    """A whole response, with its Content-Length unless ``headers`` has one."""
    rows = {"Content-Length": str(len(body)), **(headers or {})}
    head = "".join(f"{name}: {value}\r\n" for name, value in rows.items())
    return f"HTTP/1.1 {status} {PHRASES.get(status, 'Reason')}\r\n{head}\r\n".encode("latin-1") + body


def redirect(target: str, status: int = 302) -> bytes:
    return reply(b"over there", status, {"Location": target})


@dataclass(slots=True)
class LoggedServer:
    """``routes`` by path; a path that is missing is a 404. ``log`` holds what was asked, ``opened`` counts connections."""

    routes: dict[str, Handler] = field(default_factory=dict)
    log: list[Asked] = field(default_factory=list)
    opened: int = 0
    at_once: int = 0
    most_at_once: int = 0
    port: int = 0
    scheme: str = "http"

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"{self.scheme}://{host}:{self.port}{path}"

    def asked(self, path: str) -> list[Asked]:
        return [request for request in self.log if request.path == path]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.opened += 1
        try:
            while (request := await _request(reader)) is not None:
                self.log.append(request)
                await self._answer(request, writer)
                await writer.drain()
        except (ConnectionError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    async def _answer(self, request: Asked, writer: asyncio.StreamWriter) -> None:
        handler = self.routes.get(request.path.partition("?")[0], reply(b"not here", 404))
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            if isinstance(handler, bytes):
                writer.write(handler)
            elif inspect.iscoroutinefunction(handler):
                await handler(request, writer)
            else:
                writer.write(handler(request))
        finally:
            self.at_once -= 1


async def _request(reader: asyncio.StreamReader) -> Asked | None:
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except (asyncio.IncompleteReadError, ConnectionError):
        return None
    first, *rest = head.decode("latin-1").rstrip("\r\n").split("\r\n")
    method, path, _version = first.split(" ")
    rows = (row.partition(":") for row in rest)
    return Asked(method, path, tuple((name, value.strip(" ")) for name, _, value in rows))


@asynccontextmanager
async def running(host: str = "127.0.0.1", tls: ssl.SSLContext | None = None) -> AsyncIterator[LoggedServer]:
    logged = LoggedServer(scheme="https" if tls else "http")
    server = await asyncio.start_server(logged.serve, host, 0, ssl=tls)
    logged.port = server.sockets[0].getsockname()[1]
    try:
        yield logged
    finally:
        server.close()
