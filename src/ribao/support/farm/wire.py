"""How the pool and its workers talk: pickled values, each after its length in four bytes (big-endian)."""

import pickle
import struct
from asyncio import StreamReader
from socket import socket
from typing import Any

HEAD = struct.Struct(">I")


def pack(value: Any) -> bytes:
    body = pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)
    return HEAD.pack(len(body)) + body


def receive(sock: socket) -> Any:
    """The next value, blocking. Raises EOFError when the other end is gone."""
    (size,) = HEAD.unpack(_exactly(sock, HEAD.size))
    return pickle.loads(_exactly(sock, size))


async def receive_async(reader: StreamReader) -> Any:
    """The same on an event loop. Raises asyncio.IncompleteReadError (an EOFError) when the other end is gone."""
    (size,) = HEAD.unpack(await reader.readexactly(HEAD.size))
    return pickle.loads(await reader.readexactly(size))


def _exactly(sock: socket, size: int) -> bytearray:
    buffer = bytearray(size)
    view, got = memoryview(buffer), 0
    while got < size:
        count = sock.recv_into(view[got:])
        if not count:
            raise EOFError
        got += count
    return buffer
