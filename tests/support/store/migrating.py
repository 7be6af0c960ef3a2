"""Kills a migration before its nth step, for every n: ``python -m tests.support.store.migrating FOLDER``.

Once from nothing, and once from a database of the first schema that has something in it.
"""

import os
import signal
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from alembic.ddl.impl import DefaultImpl

from ribao.support.store.database import FILE_NAME
from ribao.support.store.sqlite import open_store

real = DefaultImpl._exec
FIRST = Path(__file__).with_name("schema_0001.sql")  # made by the last program of that schema


def make_first(folder: Path) -> None:
    """A data folder as the last program of schema 0001 left it: three leads, two articles, a story, an edition."""
    folder.mkdir(parents=True)
    database = sqlite3.connect(folder / FILE_NAME)
    database.executescript(FIRST.read_text(encoding="utf-8"))
    database.close()


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


def look(folder: Path, tables: int, leads: int) -> None:
    """After the kill the database is as before; the next start makes it a new one."""
    with sqlite3.connect(folder / FILE_NAME) as database:
        found = database.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    database.close()
    assert found == tables, f"{folder.name}: {found} tables and indexes"
    store = open_store(folder)
    assert store.counts()["leads"] == leads
    assert store.timeline("s1") == ((store.story("s1"),) if leads else ())
    store.close()


def kill_everywhere(folder: Path, make: Callable[[Path], None], tables: int, leads: int) -> int:
    """Steps at which it was killed."""
    steps = 0
    make(folder / "0")
    while killed_at(folder / str(steps), steps):
        look(folder / str(steps), tables, leads)
        steps += 1
        make(folder / str(steps))
    return steps


def main(folder: Path) -> None:
    steps = kill_everywhere(folder / "new", lambda _: None, 0, 0)
    make_first(folder / "first")
    with sqlite3.connect(folder / "first" / FILE_NAME) as database:
        tables = database.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    database.close()
    more = kill_everywhere(folder / "old", make_first, tables, 3)
    print(f"killed at {steps} steps from nothing, at {more} from the first schema")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
