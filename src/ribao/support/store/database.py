"""One SQLite file: a single writing connection behind a lock, and readers beside it.

- WAL: readers never wait for the writer, nor it for them.
- synchronous=FULL: a commit that has returned survives a power cut. NORMAL would lose the last commits of a WAL
  database then, and "saved" has to mean saved. It costs one fsync a transaction, and our transactions are large.
- One writer, and readers opened with ``mode=ro``, which cannot checkpoint: SQLite before 3.51.3 may corrupt a WAL
  database that two connections write and checkpoint at once.
- mmap_size is never set: an I/O error on mapped memory would be a SIGBUS instead of an error.
"""

import os
import sqlite3
import threading
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from zstandard import ZstdError

from ribao.support.store import faults

FILE_NAME = "ribao.db"
BUSY_SECONDS = 60.0  # a backup or a browser may hold the file for a while: wait rather than fail (faults.md, F9)

_WRITER_CACHE_KB = 32_000
_READER_CACHE_KB = 4_000
_CHECKPOINT_PAGES = 4_000  # 16 MB of write-ahead log before it is folded into the file
_LOG_LIMIT = 64 * 1024 * 1024  # the log is cut back to this after a large transaction


class Database:
    """``write()`` and ``read()`` give a connection for one transaction; errors come out as faults."""

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._looking = threading.Lock()
        self._damage: faults.Damaged | None = None
        self._writer = None if read_only else _engine(lambda: _connect_writer(path), size=1, begin="BEGIN IMMEDIATE")
        self._readers = _engine(lambda: _connect_reader(path), size=8, begin="BEGIN")
        self._onlooker: sqlite3.Connection | None = None

    @contextmanager
    def write(self) -> Iterator[sa.Connection]:
        """One transaction on the writing connection: committed at the end of the block, or rolled back whole."""
        if self._writer is None:
            raise faults.reading_only(self.path)
        with self._lock, self._faults():
            if self._damage is not None:
                raise self._damage
            with self._writer.connect() as connection:
                try:
                    with connection.begin():
                        yield connection
                except (sa.exc.DBAPIError, sqlite3.Error):
                    connection.invalidate()  # after an error of the device its state is not to be trusted
                    raise

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """One snapshot: all queries of the block see the same state."""
        with self._faults(), self._readers.connect() as connection:
            yield connection

    @contextmanager
    def _faults(self) -> Iterator[None]:
        try:
            yield
        except ZstdError as error:  # its checksum does not hold
            self._damage = faults.damaged(self.path, str(error))
            raise self._damage from error
        except (sa.exc.DBAPIError, sqlite3.Error) as error:
            origin = error.orig if isinstance(error, sa.exc.DBAPIError) else error
            fault = faults.translated(origin, self.path, BUSY_SECONDS) if isinstance(origin, sqlite3.Error) else None
            if fault is None:
                raise
            if isinstance(fault, faults.Damaged):
                self._damage = fault
            raise fault from error

    def give_back_space(self) -> None:
        """Return free pages to the file system (the file was made with auto_vacuum=INCREMENTAL)."""
        if self._writer is None:
            raise faults.reading_only(self.path)
        with self._lock, self._faults(), self._writer.connect() as connection:
            raw = driver(connection)
            # a script is stepped to its end; execute() would stop after the first of the pages
            raw.executescript("PRAGMA incremental_vacuum")
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def moment(self) -> Hashable:
        """Another value after each commit of anybody, in this process or another.

        (SQLite's data_version tells what other connections wrote: so it is asked on one that does nothing else.)
        """
        with self._looking, self._faults():
            if self._onlooker is None:
                self._onlooker = _connect_reader(self.path)
            return int(self._onlooker.execute("PRAGMA data_version").fetchone()[0])

    def bytes(self) -> int:
        """Bytes in use: the file's pages without its free ones."""
        with self.read() as connection:
            return used_bytes(connection)

    def close(self) -> None:
        """Readers first: the writer, as the last to close, then folds the log into the file."""
        with self._looking:
            if self._onlooker is not None:
                self._onlooker.close()
                self._onlooker = None
        self._readers.dispose()
        if self._writer is not None:
            with (
                self._lock
            ):  # a pool that is emptied while a thread takes its one connection lets that thread wait 30 s
                self._writer.dispose()


def used_bytes(connection: sa.Connection) -> int:
    raw = driver(connection)
    pages, free, size = (
        raw.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "freelist_count", "page_size")
    )
    return int((pages - free) * size)


def driver(connection: sa.Connection) -> sqlite3.Connection:
    """The sqlite3 connection beneath, within the same transaction: for the hot paths."""
    raw = connection.connection.driver_connection
    assert isinstance(raw, sqlite3.Connection)
    return raw


def _engine(connect: Callable[[], Any], size: int, begin: str) -> sa.Engine:
    engine = sa.create_engine(
        "sqlite://", creator=connect, poolclass=sa.QueuePool, pool_size=size, max_overflow=0 if size == 1 else 56
    )

    # sqlite3 would begin transactions only before INSERT and the like, and never immediately: we say it ourselves
    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _connect(path: Path, query: str, cache_kb: int) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?{query}",
        uri=True,
        timeout=BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,
    )
    connection.execute(f"PRAGMA cache_size = -{cache_kb}")
    connection.execute("PRAGMA temp_store = MEMORY")
    return connection


def _connect_writer(path: Path) -> sqlite3.Connection:
    new = not path.exists() or path.stat().st_size == 0
    connection = _connect(path, "mode=rwc", _WRITER_CACHE_KB)
    try:
        if new:
            connection.execute("PRAGMA auto_vacuum = INCREMENTAL")  # before anything else is written
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute(f"PRAGMA wal_autocheckpoint = {_CHECKPOINT_PAGES}")
        connection.execute(f"PRAGMA journal_size_limit = {_LOG_LIMIT}")
    except BaseException:
        connection.close()
        raise
    return connection


def _connect_reader(path: Path) -> sqlite3.Connection:
    connection = _connect(path, "mode=ro" + _immutable(path), _READER_CACHE_KB)
    connection.execute("PRAGMA query_only = ON")
    return connection


def _immutable(path: Path) -> str:
    """On a medium that cannot be written there is no place for WAL's shared memory, and nobody who changes the file."""
    log = path.with_name(path.name + "-wal")
    at_rest = not log.exists() or log.stat().st_size == 0
    return "&immutable=1" if at_rest and not os.access(path.parent, os.W_OK) else ""
