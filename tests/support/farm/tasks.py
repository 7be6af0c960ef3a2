"""What the workers of these tests are asked to do; importable by name, as every task must be."""

import ctypes
import os
import time


def double(number: int, *, plus: int = 0) -> int:
    return 2 * number + plus


def fail(words: str) -> None:
    raise ValueError(words)


def sleep(seconds: float) -> str:
    time.sleep(seconds)
    return "slept"


def spin() -> None:
    while True:
        pass


def crash() -> None:
    ctypes.string_at(0)


def eat(megabytes: int) -> int:
    return len(bytearray(megabytes * 1024 * 1024))


def leave(status: int) -> None:
    os._exit(status)


def pid() -> int:
    return os.getpid()


def echo(body: bytes) -> bytes:
    return body


def unpicklable() -> object:
    return lambda: None
