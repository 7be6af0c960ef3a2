"""How long `ribao --help` takes, against the bare interpreter, which is the floor."""

import argparse
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator

from bench.measurement import Measurement

RUNS = 9


def seconds(*command: str) -> float:
    started = time.perf_counter()
    subprocess.run([sys.executable, *command], stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - started


def measure(options: argparse.Namespace) -> Iterator[Measurement]:
    pairs = [(seconds("-m", "ribao", "--help"), seconds("-c", "pass")) for _ in range(RUNS + 1)][1:]
    ours, floor = (statistics.median(column) for column in zip(*pairs, strict=True))
    yield Measurement(
        name="start: ribao --help",
        value=round(ours, 3),
        unit="s",
        peer="bare interpreter",
        peer_value=round(floor, 3),
        ratio=round(floor / ours, 3),
        aim="<= 0.2 s",
    )
