"""A site on a real loopback server in a thread of its own, for journeys."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from starlette.types import ASGIApp

from ribao.serve.server import serve


@contextmanager
def serving(app: ASGIApp, port: int = 0) -> Iterator[str]:
    """Its address, as long as the block lasts; ``port`` to come back where one was before."""
    address: list[str] = []
    ready, stop = threading.Event(), asyncio.Event()
    loop = asyncio.new_event_loop()

    def opened(where: str) -> None:
        address.append(where)
        ready.set()

    async def until_stopped() -> None:
        running = asyncio.ensure_future(serve(app, "127.0.0.1", port, opened))
        await stop.wait()
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)

    thread = threading.Thread(target=loop.run_until_complete, args=(until_stopped(),))
    thread.start()
    try:
        assert ready.wait(20)
        yield address[0]
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(20)
        loop.close()
