"""The site under load: nginx beside it on the same bytes, a steady rate during a refresh, memory and start.

wrk and nginx are found on PATH; without them the rows that need them are left out, and that is said.
"""

import argparse
import asyncio
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from xml.sax.saxutils import quoteattr

from tests import press

from bench import _farm, _load
from bench._headlines import invented
from bench.measurement import Measurement
from bench.search import AT_ONCE, _reading

STORED, FULL = 30_000, 300_000
FEEDS, ENTRIES = 1_000, 30
RATE, STEADY_SECONDS = 200, 12.0
ROUNDS = 3
PATIENCE = 60.0


def measure(options: argparse.Namespace) -> Iterator[Measurement]:
    count = FULL if options.full else STORED
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _daily(folder)
        _fill(folder / "data", count)
        began = time.perf_counter()
        with _program(folder, "serve") as (address, process):
            front = _get(address)
            yield _row("site: server to first page", time.perf_counter() - began, "s", "<= 2 s", digits=2)
            story = _first(r"d/[\d-]+/s/\w+\.html", front)
            for what, path in (("front page", ""), ("story page", story)):
                yield from _against_nginx(folder, address + path, what)
            for word in ("手机", "发布", "公司", "ribao"):
                _get(f"{address}search?q={urllib.request.quote(word)}")
            yield _row(f"site: memory (PSS) with {count:,} articles", _megabytes(process), "MB", "<= 200 MB", digits=0)
        yield from _while_refreshing(folder, story)


def _row(name: str, value: float, unit: str, aim: str, digits: int) -> Measurement:
    return Measurement(name=name, value=round(value, digits or None), unit=unit, aim=aim)


def _against_nginx(folder: Path, address: str, what: str) -> Iterator[Measurement]:
    """Ours and nginx's in turns: the machine's speed drifts."""
    if shutil.which("wrk") is None or _load.found_nginx() is None:
        print(f"site: {what}: left out, for wrk or nginx is not installed (Debian: wrk, nginx-light)", file=sys.stderr)
        return
    page = _get(address).encode()
    root = folder / "www"
    root.mkdir(exist_ok=True)
    folder.chmod(0o755)
    with _load.nginx(root, page) as peer:
        pairs = [(_load.wrk(address), _load.wrk(peer)) for _ in range(ROUNDS)]
    ours, theirs = (median(column) for column in zip(*pairs, strict=True))
    yield Measurement(
        name=f"site: {what}, {len(page) // 1000} kB",
        value=round(ours),
        unit="requests/s",
        peer="nginx, the same bytes",
        peer_value=round(theirs),
        ratio=round(ours / theirs, 2),
        aim=">= 0.3",
    )


def _while_refreshing(folder: Path, story: str) -> Iterator[Measurement]:
    with _farm.farm(FEEDS, ENTRIES) as port:
        sources = folder / "farm.opml"
        sources.write_text(_opml(port))
        with _program(folder, "run", "--sources", str(sources)) as (address, _):
            taken = sorted(asyncio.run(_load.steadily(address, ("", story), RATE, STEADY_SECONDS)))
    for share, aim in ((0.5, ""), (0.99, "<= 20 ms")):
        name = f"site: p{share * 100:.0f} at {RATE} requests/s while {FEEDS:,} feeds are refreshed"
        yield _row(name, taken[int(len(taken) * share)], "ms", aim, digits=2)


def _opml(port: int) -> str:
    lines = (f'<outline type="rss" text="{n}" xmlUrl={quoteattr(_farm.url(n, port))}/>' for n in range(FEEDS))
    return f'<opml version="2.0"><body>{"".join(lines)}</body></opml>'


def _daily(folder: Path) -> None:
    """A real edition of 1,200 small pages."""
    with press.running(58, 21) as world:
        command = [sys.executable, "-m", "ribao", "daily", "--at", press.AT.isoformat(), "--sources", world.opml()]
        subprocess.run([*command, "--data", "data"], cwd=folder, env=_environment(), check=True, capture_output=True)


def _fill(data: Path, count: int) -> None:
    from ribao.support.store.sqlite import open_store

    store = open_store(data)
    shown = invented(count, count / 100)
    for start in range(0, count, AT_ONCE):
        store.save_readings([_reading(one) for one in shown[start : start + AT_ONCE]])
    store.close()


@contextmanager
def _program(folder: Path, *arguments: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Address and process of a ``ribao serve`` or ``ribao run``."""
    command = [sys.executable, "-m", "ribao", *arguments, "--data", "data", "--port", "0"]
    with (
        (folder / "said").open("w") as said,
        subprocess.Popen(command, cwd=folder, env=_environment(), stdout=said, stderr=said, text=True) as process,
    ):
        try:
            yield _address(folder / "said"), process
        finally:
            process.terminate()


def _address(said: Path) -> str:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if found := re.search(r"http://127\.0\.0\.1:\d+/", said.read_text()):
            return found[0]
        time.sleep(0.005)
    raise RuntimeError(said.read_text())


def _environment() -> dict[str, str]:
    return press.environment(os.environ)


def _get(address: str) -> str:
    with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
        text: str = answer.read().decode()
    return text


def _first(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    assert found, pattern
    return found[0]


def _megabytes(process: "subprocess.Popen[str]") -> float:
    import psutil

    members: Sequence[psutil.Process] = [
        psutil.Process(process.pid),
        *psutil.Process(process.pid).children(recursive=True),
    ]
    return sum(member.memory_full_info().pss for member in members) / 1024 / 1024
