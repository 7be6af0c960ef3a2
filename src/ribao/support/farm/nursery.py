"""The nursery: a small process that loads the libraries once and forks workers from itself.

Workers so share the pages of memory that the libraries fill, and a new one is there within milliseconds. It talks
over one socket, a request a message: ``F`` with a socket attached forks a worker and answers its pid; ``W`` and a
pid waits for a dead worker and answers its exit status. It ends when the pool's end of the socket closes.

Why not :mod:`multiprocessing`'s forkserver: that is one per program with one list of modules, runs the caller's
main module again in each worker, and needs a resource tracker process besides. Why not
:class:`concurrent.futures.ProcessPoolExecutor`: it cannot end one task, and one crash breaks the whole pool.
"""

import gc
import importlib
import json
import os
import signal
import socket
import struct
import sys

from ribao.support.farm.worker import Limits, serve

NUMBER = struct.Struct(">q")


def main() -> None:
    settings = json.loads(sys.argv[1])
    boss = socket.socket(fileno=settings["socket"])
    limits = Limits(cpu_seconds=settings["cpu_seconds"], megabytes=settings["megabytes"])
    # Ctrl-C goes to the whole terminal; the pool decides what ends, and we see it hang up
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for name in settings["preload"]:
        importlib.import_module(name)
    # what is loaded stays: the collector must not touch (and so copy) shared pages
    gc.collect()
    gc.freeze()
    _tend(boss, limits)


def _tend(boss: socket.socket, limits: Limits) -> None:
    while True:
        message, fds, _flags, _address = socket.recv_fds(boss, 16, 1)
        if message == b"F" and fds:
            boss.send(NUMBER.pack(_fork(boss, fds[0], limits)))
        elif message[:1] == b"W":
            boss.send(NUMBER.pack(_wait(*NUMBER.unpack(message[1:]))))
        else:
            return


def _fork(boss: socket.socket, fd: int, limits: Limits) -> int:
    pid = os.fork()
    if pid:
        os.close(fd)
        return pid
    status = 1
    try:
        boss.close()
        serve(socket.socket(fileno=fd), limits)
        status = 0
    finally:
        # no clean-up handlers of the nursery in a worker
        os._exit(status)


def _wait(pid: int) -> int:
    try:
        return os.waitpid(pid, 0)[1]
    except ChildProcessError:
        return 0


if __name__ == "__main__":
    main()
