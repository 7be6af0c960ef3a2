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
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests import press
from tests.journeys.program import environment

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

KILLS = int(os.environ.get("TEST_KILLS", "50"))
EACH = 5  # a folder is killed so often, then has to come out whole

# What became of stories on the way: a run that was killed assigned fewer articles before it consolidated them all, and
# came to the same stories by another way. The stories themselves must be equal.
HISTORY = {"story_changes", "story_redirects", "story_former_members"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Undisturbed:
    """What a run that nobody kills leaves behind: the edition, the rows of each table; and the seconds it took."""

    world: press.Press
    edition: bytes
    rows: dict[str, int]
    seconds: float


def start(world: press.Press, folder: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "ribao", "daily", "--at", press.AT.isoformat(), "--sources", world.opml()]
    command += ["--data", str(folder), "--json"]
    return subprocess.Popen(
        command, cwd=folder, env=environment(folder), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )


def whole_run(world: press.Press, folder: Path) -> Undisturbed:
    folder.mkdir(exist_ok=True)
    started = time.monotonic()
    process = start(world, folder)
    _, err = process.communicate(timeout=120)
    assert process.returncode == 0, err.decode()
    edition = (folder / "site/edition.json").read_bytes()
    return Undisturbed(world=world, edition=edition, rows=rows(folder), seconds=time.monotonic() - started)


def rows(folder: Path) -> dict[str, int]:
    database = sqlite3.connect(next(folder.glob("*.db")))
    try:
        assert database.execute("pragma integrity_check").fetchone() == ("ok",)
        tables = [name for (name,) in database.execute("select name from sqlite_master where type = 'table'")]
        # how FTS5 lays its words out is its own affair; that they are all there, search_docs says
        tables = [
            name for name in tables if name not in HISTORY and not name.startswith(("search_words", "search_vocab"))
        ]
        return {t: database.execute(f'select count(*) from "{t}"').fetchone()[0] for t in tables}
    finally:
        database.close()


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Undisturbed]:
    with press.running(outlets=3, entries=8) as world:
        yield whole_run(world, tmp_path_factory.mktemp("undisturbed"))


def kill(world: press.Press, folder: Path, seconds: float) -> bool:
    """Kills a run after so long; whether it was still running."""
    process = start(world, folder)
    time.sleep(seconds)
    hit = process.poll() is None
    process.send_signal(signal.SIGKILL)
    process.communicate()
    return hit


@pytest.mark.parametrize("seed", range(20260508, 20260508 + KILLS // EACH))
def test_killed_at_random_points_nothing_is_lost_and_nothing_doubled(
    undisturbed: Undisturbed, tmp_path: Path, seed: int
) -> None:
    """A folder for each seed, so that two processes share the work."""
    dice, killed = random.Random(seed), 0
    while killed < EACH:
        killed += kill(undisturbed.world, tmp_path, dice.uniform(0.25, 1.0) * undisturbed.seconds)
    after = whole_run(undisturbed.world, tmp_path)
    assert json.loads(after.edition) == json.loads(undisturbed.edition)
    assert after.edition == undisturbed.edition
    assert after.rows == undisturbed.rows
