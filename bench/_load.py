"""Load on a site: as much as it can bear (wrk), nginx beside it on the same bytes, and a steady rate of requests."""

import asyncio
import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

SECONDS, CONNECTIONS = 3, 16


def wrk(address: str) -> float:
    """Requests a second. Raises RuntimeError when any answer was no 200."""
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", address]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in said:
        raise RuntimeError(said)
    found = re.search(r"Requests/sec:\s*([\d.]+)", said)
    assert found
    return float(found[1])


@contextmanager
def nginx(folder: Path, page: bytes) -> Iterator[str]:
    """Address of an nginx that serves ``page`` from a file, as it comes from its package but for the log of accesses."""
    (folder / "index.html").write_bytes(page)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    (folder / "nginx.conf").write_text(
        f"worker_processes {os.cpu_count()}; daemon off; pid {folder}/pid; error_log {folder}/errors;\n"
        f"events {{}}\nhttp {{ access_log off; sendfile on; default_type text/html;\n"
        f"server {{ listen 127.0.0.1:{port}; root {folder}; }} }}\n"
    )
    folder.chmod(0o755)  # its workers are another user's
    command = [found_nginx() or "nginx", "-c", str(folder / "nginx.conf")]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        time.sleep(0.7)
        try:
            yield f"http://127.0.0.1:{port}/"
        finally:
            process.terminate()


def found_nginx() -> str | None:
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")


async def steadily(address: str, paths: Sequence[str], rate: int, seconds: float) -> list[float]:
    """Milliseconds of each of ``rate`` requests a second, counted from when it was due, not from when it could be sent."""
    parts = urlsplit(address)
    host, port = parts.hostname or "", parts.port or 80
    began, taken = time.perf_counter() + 0.1, list[float]()
    due = iter(range(int(rate * seconds)))

    async def reader() -> None:
        coming, going = await asyncio.open_connection(host, port)
        for number in due:
            when = began + number / rate
            await asyncio.sleep(max(0.0, when - time.perf_counter()))
            path = paths[number % len(paths)]
            going.write(f"GET /{path} HTTP/1.1\r\nHost: {host}:{port}\r\nAccept-Encoding: gzip\r\n\r\n".encode())
            head = await coming.readuntil(b"\r\n\r\n")
            length = re.search(rb"content-length: (\d+)", head.lower())
            await coming.readexactly(int(length[1]) if length else 0)
            assert head.startswith(b"HTTP/1.1 200"), head
            taken.append((time.perf_counter() - when) * 1000)
        going.close()

    await asyncio.gather(*(reader() for _ in range(CONNECTIONS)))
    return taken
