"""The life of one worker process: take a call, run it under its limits, answer, until the pool hangs up."""

import gc
import os
import resource
import signal
from contextlib import suppress
from dataclasses import dataclass
from socket import socket
from typing import Any

from ribao.support.farm.wire import pack, receive


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """``cpu_seconds`` a call (user and system time); ``megabytes`` of address space, the interpreter's own included."""

    cpu_seconds: float
    megabytes: int


def serve(sock: socket, limits: Limits) -> None:
    """Answer calls ``(function, args, options, cpu seconds)`` by ``(ok, value or exception)`` until end of file.

    A call that runs out of CPU time ends the process by SIGPROF, whose default action needs no Python code to run:
    it also ends a C library in an endless loop. Running out of memory ends it too, for its heap is then in shreds.
    """
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    _cap_memory(limits.megabytes)
    while True:
        try:
            function, args, options, cpu_seconds = receive(sock)
        except (EOFError, OSError):
            return
        signal.setitimer(signal.ITIMER_PROF, cpu_seconds or limits.cpu_seconds)
        answer = _call(function, args, options)
        signal.setitimer(signal.ITIMER_PROF, 0)
        # the pool may have hung up meanwhile
        with suppress(OSError):
            sock.sendall(answer)
        del function, args, options, answer


def _call(function: Any, args: tuple[Any, ...], options: dict[str, Any]) -> bytes:
    try:
        return pack((True, function(*args, **options)))
    except MemoryError:
        # at once: were the socket closed before the status stands, the pool would kill us and never know why
        os._exit(MEMORY_EXIT)
    except Exception as error:
        return _pack_error(error)


MEMORY_EXIT = 77


def _pack_error(error: Exception) -> bytes:
    try:
        return pack((False, error))
    except Exception:  # an exception that cannot be pickled
        return pack((False, RuntimeError(f"{type(error).__name__}: {error}"[:500])))


def _cap_memory(megabytes: int) -> None:
    size = megabytes * 1024 * 1024
    # macOS knows the limit but does not let it be set below what is mapped
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (size, size))
    gc.enable()
