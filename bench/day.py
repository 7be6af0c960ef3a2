"""An evening from feeds to a published edition: `ribao daily` as a whole process, with its time and memory.

Over 58 generated feeds and 1,200 small pages on loopback; with ``--data DIR``, over the feeds that a replay of a real
archive would show is a person's to set up (docs/reference/bench.md tells how).
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests import press

from bench.measurement import Measurement

OUTLETS, ENTRIES = 58, 21


def measure(options: argparse.Namespace) -> Iterator[Measurement]:
    with press.running(OUTLETS, ENTRIES) as world, tempfile.TemporaryDirectory() as folder:
        cold = _seconds(world, Path(folder, "timed"))
        again = _seconds(world, Path(folder, "timed"))
        # apart: whoever looks at memory holds up the press, which is a thread of this process
        memory = _megabytes(world, Path(folder, "weighed"))
    yield Measurement(
        name="day: feeds to edition, cold",
        value=round(cold, 1),
        unit="s",
        ratio=round(OUTLETS * ENTRIES / cold, 1),
        aim="<= 60 s; ratio: articles a second",
    )
    yield Measurement(
        name="day: the same command again",
        value=round(again, 1),
        unit="s",
        ratio=round(cold / again, 1),
        aim="nothing is fetched twice",
    )
    yield Measurement(
        name="day: memory, all processes (PSS)",
        value=round(memory),
        unit="MB",
        ratio=round(300 / memory, 2),
        aim="<= 300 MB",
    )


def _started(world: press.Press, folder: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "ribao", "daily", "--at", press.AT.isoformat()]
    command += ["--sources", world.opml(), "--data", str(folder)]
    return subprocess.Popen(
        command, env=press.environment(os.environ), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def _seconds(world: press.Press, folder: Path) -> float:
    started = time.perf_counter()
    if code := _started(world, folder).wait():
        raise RuntimeError(f"ribao daily ended with {code}")
    return time.perf_counter() - started


def _megabytes(world: press.Press, folder: Path) -> float:
    """The largest sum over the process and its workers of proportional set size."""
    largest, process = 0.0, _started(world, folder)
    while process.poll() is None:
        largest = max(largest, _tree_megabytes(process.pid))
        time.sleep(0.3)
    return largest


def _tree_megabytes(pid: int) -> float:
    import psutil

    total = 0
    try:
        family = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
    except psutil.Error:
        return 0.0
    for member in family:
        try:
            total += member.memory_full_info().pss
        except psutil.Error:
            continue
    return total / 1024 / 1024
