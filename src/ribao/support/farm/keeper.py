"""The pool's side of the nursery: starts it, asks it for workers, and buries the dead ones."""

import asyncio
import json
import os
import socket
import subprocess
import sys
from contextlib import suppress

from ribao.support.farm.nursery import NUMBER


class Keeper:
    """Starts the nursery at the first request, and again should it die."""

    def __init__(self, *, cpu_seconds: float, megabytes: int, preload: tuple[str, ...]) -> None:
        self._settings = {"cpu_seconds": cpu_seconds, "megabytes": megabytes, "preload": preload}
        self._process: subprocess.Popen[bytes] | None = None
        self._socket: socket.socket | None = None
        self._turn = asyncio.Lock()

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    async def fork(self) -> tuple[int, socket.socket]:
        """A new worker: its pid and our end of its socket."""
        ours, theirs = socket.socketpair()
        with theirs:
            birth = asyncio.ensure_future(self._ask(b"F", theirs.fileno()))
            try:
                pid = await asyncio.shield(birth)
            except BaseException as error:
                ours.close()
                if isinstance(error, asyncio.CancelledError):
                    # nobody wants the child any more: it sees the end of its socket and leaves
                    await self.bury(await birth)
                raise
        ours.setblocking(False)
        return pid, ours

    async def bury(self, pid: int) -> int:
        """Wait for a dead worker; its status as of :func:`os.waitpid`. 0 when the nursery is gone."""
        with suppress(OSError):
            # a request that is given up must not leave its answer to the next one
            return await asyncio.shield(asyncio.ensure_future(self._ask(b"W" + NUMBER.pack(pid))))
        return 0

    def close(self) -> None:
        """End the nursery and wait for it. Its workers must be dead or leaving."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    async def _ask(self, message: bytes, *fds: int) -> int:
        async with self._turn:
            try:
                boss = self._running()
                socket.send_fds(boss, [message], list(fds))
                answer = await asyncio.get_running_loop().sock_recv(boss, NUMBER.size)
                if not answer:
                    raise ConnectionError("the nursery ended")
            except OSError:
                self.close()
                raise
            return int(NUMBER.unpack(answer)[0])

    def _running(self) -> socket.socket:
        if self._socket is None:
            self._start()
        assert self._socket is not None
        return self._socket

    def _start(self) -> None:
        # SEQPACKET keeps one request one message; macOS has none for local sockets, and DGRAM does the same there
        kind = socket.SOCK_DGRAM if sys.platform == "darwin" else socket.SOCK_SEQPACKET
        ours, theirs = socket.socketpair(socket.AF_UNIX, kind)
        with theirs:
            settings = json.dumps({**self._settings, "socket": theirs.fileno()})
            self._process = subprocess.Popen(
                [sys.executable, "-m", "ribao.support.farm.nursery", settings],
                pass_fds=[theirs.fileno()],
                # functions are found by the same names there as here
                env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
                stdin=subprocess.DEVNULL,
            )
        ours.setblocking(False)
        self._socket = ours
