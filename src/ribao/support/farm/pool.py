"""WorkerPool: long-lived worker processes that can be ended one by one.

For work on bytes that strangers made: a call that hangs, crashes its process or eats memory ends with a reason, its
worker is replaced, and the other calls go on. Knows nothing of what it runs: functions are named by their module.
"""

import asyncio
import os
import signal
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self, TypeVar

from ribao.support.farm.keeper import Keeper
from ribao.support.farm.wire import pack, receive_async
from ribao.support.farm.worker import MEMORY_EXIT
from ribao.types.reason import Code, Reason

T = TypeVar("T")
_READ_BUFFER = 1024 * 1024


class WorkerDied(Exception):
    """The process of this call ended before it answered; ``reason.detail`` says by what."""

    def __init__(self, detail: str) -> None:
        self.reason = Reason(code=Code.WORKER_DIED, detail=detail)
        super().__init__(detail)


@dataclass(slots=True, eq=False)
class _Worker:
    pid: int
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter


class WorkerPool:
    """``processes`` workers; ``cpu_seconds`` a call and ``megabytes`` of address space bound each.

    ``preload`` names modules that are imported once for all of them. The pool belongs to the event loop it is first
    used on; processes start at the first call. Close it with :meth:`aclose`, or use it as ``async with``. When the
    program itself is killed, the workers see the end of their sockets and leave.
    """

    def __init__(self, processes: int, cpu_seconds: float, megabytes: int, preload: tuple[str, ...] = ()) -> None:
        self._keeper = Keeper(cpu_seconds=cpu_seconds, megabytes=megabytes, preload=preload)
        self._processes = max(1, processes)
        self._slots: asyncio.LifoQueue[_Worker | None] | None = None
        self._workers: set[_Worker] = set()
        self._closed = False

    @property
    def pids(self) -> tuple[int, ...]:
        """The processes under way: the nursery first, then the workers."""
        nursery = self._keeper.pid
        return (() if nursery is None else (nursery,)) + tuple(sorted(worker.pid for worker in self._workers))

    async def run(
        self,
        function: Callable[..., T],
        *args: object,
        wall_seconds: float,
        cpu_seconds: float | None = None,
        **options: object,
    ) -> T:
        """``function(*args, **options)`` in a worker, when one is free.

        ``cpu_seconds`` takes the place of the pool's own bound for this call. ``wall_seconds`` bounds the call itself, not the wait for a worker. Raises :class:`WorkerDied`, or what the
        function raised. Function and arguments must be picklable. A cancelled call ends its worker.
        """
        message = pack((function, args, options, cpu_seconds))
        slots = self._ready()
        worker = await slots.get()
        try:
            if self._closed:
                raise RuntimeError("the pool is closed")
            if worker is None:
                worker = await self._hire()
            ok, value = await self._call(worker, message, wall_seconds)
        except BaseException:
            if worker is not None:
                await asyncio.shield(self._dismiss(worker))
                worker = None
            raise
        finally:
            slots.put_nowait(worker)
        if not ok:
            raise value
        return value  # type: ignore[no-any-return]

    async def rest(self) -> None:
        """End the workers that have nothing to do, and give back their memory; new ones are forked when needed."""
        slots = self._ready()
        idle = [slots.get_nowait() for _ in range(slots.qsize())]
        for worker in idle:
            if worker is not None:
                await self._dismiss(worker)
            slots.put_nowait(None)

    async def aclose(self) -> None:
        """End all workers at once; calls under way raise :class:`WorkerDied`."""
        self._closed = True
        for worker in tuple(self._workers):
            await self._dismiss(worker)
        self._keeper.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    def _ready(self) -> "asyncio.LifoQueue[_Worker | None]":
        # last in, first out: a small load keeps to few processes, whose caches are warm
        if self._slots is None:
            self._slots = asyncio.LifoQueue()
            for _ in range(self._processes):
                self._slots.put_nowait(None)
        return self._slots

    async def _hire(self) -> _Worker:
        try:
            pid, sock = await self._keeper.fork()
        except OSError as error:
            raise WorkerDied(f"no worker could be started: {error}") from error
        reader, writer = await asyncio.open_connection(sock=sock, limit=_READ_BUFFER)
        worker = _Worker(pid, reader, writer)
        self._workers.add(worker)
        return worker

    async def _call(self, worker: _Worker, message: bytes, wall_seconds: float) -> tuple[bool, Any]:
        try:
            async with asyncio.timeout(wall_seconds):
                worker.writer.write(message)
                await worker.writer.drain()
                answer: tuple[bool, Any] = await receive_async(worker.reader)
                return answer
        except TimeoutError:
            raise WorkerDied(f"no answer within {wall_seconds:g} seconds") from None
        except (EOFError, OSError):
            raise WorkerDied(_cause(await self._dismiss(worker))) from None

    async def _dismiss(self, worker: _Worker) -> int:
        """Kill the worker if it lives, and bury it. Its exit status; 0 when that was done before."""
        if worker not in self._workers:
            return 0
        self._workers.discard(worker)
        worker.writer.close()
        # not reaped before bury(), so the pid cannot be another process's by now
        with suppress(ProcessLookupError):
            os.kill(worker.pid, signal.SIGKILL)
        status = await self._keeper.bury(worker.pid)
        with suppress(OSError):
            await worker.writer.wait_closed()
        return status


def _cause(status: int) -> str:
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        return "its CPU time ran out" if number == signal.SIGPROF else f"ended by signal {number}"
    if os.WEXITSTATUS(status) == MEMORY_EXIT:
        return "its memory ran out"
    return f"exit status {os.WEXITSTATUS(status)}"
