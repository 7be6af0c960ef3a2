"""Names to addresses, checked: what the guard refuses never reaches the connector.

The lookups run in threads of their own, daemons: a name server that does not answer (16 s and more in the C library)
then holds up neither the store's threads nor the end of the program.
"""

import asyncio
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from aiohttp.abc import AbstractResolver, ResolveResult

from ribao.support.net.guard import Guard
from ribao.types.reason import Reason

AT_ONCE = 32
Lookup = Callable[[str, int], list[tuple[Any, ...]]]


class AddressRefused(OSError):
    """No connection was opened, for this reason."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.detail)
        self.reason = reason


class GuardedResolver(AbstractResolver):
    """aiohttp connects to just the addresses that come out of here, so an answer that changes afterwards is no use."""

    def __init__(self, guard: Guard, lookup: Lookup | None = None) -> None:
        self._guard = guard
        self._lookup = lookup or getaddrinfo
        self._turns = asyncio.Semaphore(AT_ONCE)

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        await self._turns.acquire()  # given back by the thread's end, not by the waiter's
        found = await _in_daemon(lambda: self._lookup(host, port), self._turns.release)
        fit: list[ResolveResult] = []
        refused: Reason | None = None
        for kind, _type, proto, _name, address in found:
            refused = self._guard.check_address(address[0]) or refused
            if self._guard.check_address(address[0]) is None:
                fit.append(_result(host, kind, proto, address))
        if not fit and refused is not None:
            raise AddressRefused(refused)
        return fit

    async def close(self) -> None:
        pass


def getaddrinfo(host: str, port: int) -> list[tuple[Any, ...]]:
    """(family, type, protocol, canonical name, address) a row, as the system's resolver gives them."""
    return list(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG))


def guarded_socket(guard: Guard) -> Callable[[tuple[Any, ...]], socket.socket]:
    """Makes the sockets of a connector: the last check, on the very address that is connected to.

    Numeric hosts pass by the resolver, so without this one a slip in :meth:`Guard.check_url` would open a connection.
    """

    def make(info: tuple[Any, ...]) -> socket.socket:
        family, kind, proto, _name, address = info
        reason = guard.check_address(address[0])
        if reason is not None:
            raise AddressRefused(reason)
        return socket.socket(family=family, type=kind, proto=proto)

    return make


def _result(host: str, family: int, proto: int, address: tuple[Any, ...]) -> ResolveResult:
    return ResolveResult(
        hostname=host, host=address[0], port=address[1], family=family, proto=proto, flags=socket.AI_NUMERICHOST
    )


async def _in_daemon(work: Callable[[], Any], ended: Callable[[], None]) -> Any:
    """The result of ``work`` in a daemon thread; ``ended`` is called on the loop when the thread has ended."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[Any] = loop.create_future()

    def settle(value: Any, error: BaseException | None) -> None:
        ended()
        if future.done():
            return
        if error is None:
            future.set_result(value)
        else:
            future.set_exception(error)

    def run() -> None:
        value, error = None, None
        try:
            value = work()
        except BaseException as caught:
            error = caught
        with suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(settle, value, error)

    threading.Thread(target=run, name="ribao-dns", daemon=True).start()
    return await future
