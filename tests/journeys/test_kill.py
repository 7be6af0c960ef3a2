"""kill -9 at random points of a run: the next run completes, with nothing lost and nothing doubled.

``TEST_KILLS=200`` makes the longer run (docs/reference/bench.md reports it).
"""

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests import press
from tests.journeys.program import environment

pytestmark = [pytest.mark.slow, pytest.mark.timeout(3600)]

KILLS = int(os.environ.get("TEST_KILLS", "50"))


def start(world: press.Press, folder: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "ribao", "daily", "--at", press.AT.isoformat(), "--sources", world.opml()]
    command += ["--data", str(folder), "--json"]
    return subprocess.Popen(
        command, cwd=folder, env=environment(folder), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )


# What became of stories on the way: a run that was killed assigned fewer articles before it consolidated them all, and
# came to the same stories by another way. The stories themselves must be equal.
HISTORY = {"story_changes", "story_redirects", "story_former_members"}


def whole_run(world: press.Press, folder: Path) -> tuple[bytes, dict[str, int], float]:
    """The edition, the rows of each table, and how long it took."""
    folder.mkdir(exist_ok=True)
    started = time.monotonic()
    process = start(world, folder)
    _, err = process.communicate(timeout=120)
    assert process.returncode == 0, err.decode()
    return (folder / "site/edition.json").read_bytes(), rows(folder), time.monotonic() - started


def rows(folder: Path) -> dict[str, int]:
    database = sqlite3.connect(next(folder.glob("*.db")))
    try:
        assert database.execute("pragma integrity_check").fetchone() == ("ok",)
        tables = [name for (name,) in database.execute("select name from sqlite_master where type = 'table'")]
        tables = [name for name in tables if name not in HISTORY]
        return {t: database.execute(f'select count(*) from "{t}"').fetchone()[0] for t in tables}
    finally:
        database.close()


def test_killed_at_random_points_nothing_is_lost_and_nothing_doubled(tmp_path: Path) -> None:
    dice = random.Random(20260508)
    killed = 0
    with press.running(outlets=3, entries=8) as world:
        edition, undisturbed, seconds = whole_run(world, tmp_path / "undisturbed")
        folder, round_ = tmp_path / "k0", 0
        while killed < KILLS:
            folder.mkdir(exist_ok=True)
            process = start(world, folder)
            time.sleep(dice.uniform(0.25, 1.0) * seconds)
            hit = process.poll() is None
            process.send_signal(signal.SIGKILL)
            process.communicate()
            killed += hit
            if hit and killed % 5 == 0:  # a folder is killed over and over, then has to come out whole
                after, counts, _ = whole_run(world, folder)
                assert json.loads(after) == json.loads(edition)
                assert after == edition
                assert counts == undisturbed
                round_ += 1
                folder = tmp_path / f"k{round_}"
    assert killed == KILLS
