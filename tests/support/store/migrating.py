"""Kills a migration before its nth step, for every n: ``python -m tests.support.store.migrating FOLDER``."""

import os
import signal
import sqlite3
import sys
from pathlib import Path
from typing import Any

from alembic.ddl.impl import DefaultImpl

from ribao.support.store.database import FILE_NAME
from ribao.support.store.sqlite import open_store

real = DefaultImpl._exec


def die_before(step: int) -> None:
    """The nth statement of the migration is never run: the process is killed in its place."""
    done = 0

    def execute(*args: Any, **kwargs: Any) -> Any:
        nonlocal done
        if done == step:
            os.kill(os.getpid(), signal.SIGKILL)
        done += 1
        return real(*args, **kwargs)

    DefaultImpl._exec = execute  # type: ignore[method-assign]


def killed_at(folder: Path, step: int) -> bool:
    child = os.fork()
    if child == 0:
        die_before(step)
        open_store(folder).close()
        os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def main(folder: Path) -> None:
    steps = 0
    while killed_at(folder / str(steps), steps):
        with sqlite3.connect(folder / str(steps) / FILE_NAME) as database:
            tables = database.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        database.close()
        assert tables == 0, f"step {steps} left {tables} tables behind"
        store = open_store(folder / str(steps))
        assert store.counts()["leads"] == 0
        store.close()
        steps += 1
    print(f"killed at {steps} steps")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
